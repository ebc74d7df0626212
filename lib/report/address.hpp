#pragma once

#include <string>
#include <string_view>

namespace cb::report {

/// The address of a commit's page in a site that is served at `site`. It contains no text of the
/// repository or the commit unencoded.
[[nodiscard]] std::string
address_of_commit(std::string_view site, std::string_view repository, std::string_view commit);

} // namespace cb::report
