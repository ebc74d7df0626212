#pragma once

#include "watch/plan.hpp"

#include <map>
#include <string>

namespace cb::watch {

/// Tells clones of one project from two projects with one name, whose results the store would mix.
class Namesakes {
public:
    /// Throws Error{usage} if an earlier plan has the same name, and the first commit of its branch
    /// is another one. Reads both lines of first parents, but only if there is such a plan in
    /// another place. What a shallow clone lacks decides nothing.
    void add(const Plan& plan);

private:
    struct Known {
        std::filesystem::path path;
        CommitId start;
        std::optional<CommitId> root{}; ///< read when it is needed
    };

    std::map<std::string, Known> known_{}; ///< by name, the first of each
};

} // namespace cb::watch
