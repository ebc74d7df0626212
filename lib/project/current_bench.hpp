#pragma once

#include "project/draft.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::project {

/// What became of the repositories file of a current-bench.
struct Moved {
    std::vector<Draft> drafts{}; ///< at least one, each with a name of its own
    /// What is in the file and in no draft, and what to do about it, a line each. The secrets of
    /// the file are not in it.
    std::vector<std::string> remarks{};
};

/// Makes project files of the file that current-bench's --repositories names. The entries of one
/// repository are the configurations of one draft, named as cb import names those of their results;
/// entries that differ only in their worker are in drafts of their own. Throws Error{bad_input} if
/// the text is not such a file.
[[nodiscard]] Moved move_current_bench(std::string_view text);

} // namespace cb::project
