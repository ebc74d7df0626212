#pragma once

#include <string_view>

namespace cb::parse {

/// Whether a text whose start is given is a stream of manifests, and not what a benchmark printed:
/// its first line that is not blank is a JSON object with the members "cb" and "job". The line may
/// be longer than what is given; both members must stand in it. Linear.
[[nodiscard]] bool is_manifest_stream(std::string_view start_of_input);

} // namespace cb::parse
