#pragma once

#include "base/error.hpp"
#include "git/repository.hpp"
#include "watch/job_source.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cb::watch {

/// A commit and its neighbors on a branch.
struct Neighborhood {
    static constexpr std::size_t default_each_side = 5;
    static constexpr std::size_t max_each_side = 1000;

    std::string revision; ///< gitrevisions(7)
    std::size_t each_side = default_each_side;

    /// "REVISION" or "REVISION:N".
    [[nodiscard]] static Parsed<Neighborhood> parse(std::string_view text);
};

/// The commit, and up to `each_side` commits on both sides of it on the line of first parents of
/// the first of these heads that has it, newest first. If it is on no such line, as a commit of a
/// merged branch is, its own first parents are all that is known of its line: then there are none
/// after it. Reads the line down to the commit. Throws Error{usage} if there is no such commit.
[[nodiscard]] std::vector<Candidate> list_around(const git::Repository& repository,
                                                 const Neighborhood& around,
                                                 std::span<const Candidate> heads);

} // namespace cb::watch
