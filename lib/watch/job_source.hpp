#pragma once

#include "git/repository.hpp"
#include "manifest/sections.hpp"

#include <optional>
#include <string>

namespace cb::watch {

/// A selected commit.
struct Candidate {
    CommitId commit;
    std::optional<std::string> branch;
    std::optional<std::string> tag{};
    std::optional<Pull> pull{}; ///< of which it is the head
};

/// The source of a job for a commit of the repository, which manifests call `name`. Sets only the
/// fields that need no reading of the commit; they suffice for the job's identity.
[[nodiscard]] Source
make_source(const git::Repository& repository, const std::string& name, const Candidate& candidate);

/// The same with all fields but the position. Reads the commit, and throws as
/// git::Repository::commit().
[[nodiscard]] Source make_full_source(const git::Repository& repository,
                                      const std::string& name,
                                      const Candidate& candidate);

} // namespace cb::watch
