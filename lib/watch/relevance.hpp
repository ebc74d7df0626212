#pragma once

#include "git/changed_paths.hpp"
#include "watch/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::watch {

/// Decides by the paths that a commit changes whether it is worth a benchmark.
class Relevance {
public:
    /// `ignored`: PathPatterns; a commit that changes only these is not relevant. Throws
    /// Error{usage}.
    explicit Relevance(const std::vector<std::string>& ignored) : ignored_{ignored} {}

    /// False if it changes only ignored paths: compared with its first parent or, if it is the head
    /// of a pull request, with what that starts from. A commit without a parent, or whose parent
    /// the clone lacks, is relevant, and so is one that changes nothing. Throws as
    /// git::differ_only_in().
    [[nodiscard]] bool is_relevant(const git::Repository& repository,
                                   const Candidate& candidate) const;

    /// The head of a branch or tag counts for all that was pushed with it. If it is not relevant,
    /// this is its nearest relevant ancestor by first parents; nullopt if there is none within
    /// some hundred commits.
    [[nodiscard]] std::optional<Candidate> find_last(const git::Repository& repository,
                                                     const Candidate& head) const;

private:
    git::PathPatterns ignored_;
};

} // namespace cb::watch
