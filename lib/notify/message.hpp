#pragma once

#include "base/words.hpp"
#include "manifest/sections.hpp"
#include "verdict/changes.hpp"
#include "verdict/comparison.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace cb {

namespace notify {

/// What is said of a commit, the worst first.
enum class Standing {
    failed,        ///< a job failed by the commit's fault
    unmeasured,    ///< a job failed by the machine's fault, and is due again
    regression,    ///< slower than the base, or an alert is at this commit
    improvement,   ///< faster, and nothing is slower
    change,        ///< different, but the better direction is unknown
    no_difference, ///< nothing that could be seen
    no_base,       ///< nothing to compare with
    not_relevant,  ///< the benchmark said so of the commit
};

/// An alert of cb changes that this commit raised.
struct RaisedAlert {
    std::string commit{}; ///< full name: the one to blame
    std::string summary{};
    std::string lines{}; ///< a line per change
    bool has_regression = false;
};

/// What there is to say of one commit, all its jobs together. Texts are as they were stored.
struct Message {
    Source source{};     ///< \pre has a commit
    std::string story{}; ///< a manifest from which this can be made again
    Standing standing{};
    bool is_failing = false; ///< whether a status says failure
    std::string verdict{};   ///< one line
    std::string verdict_markdown{};
    std::optional<std::string> base{}; ///< the commit that it was compared with
    std::optional<verdict::ComparisonReport> comparison{};
    std::vector<std::string> failures{}; ///< a line per failed job
    std::vector<RaisedAlert> alerts{};
    std::string command{}; ///< that reproduces it, quoted for a shell; empty without a comparison
    std::string report_url{}; ///< may be empty
};

/// Which commits are told where people are disturbed: in chats and mail.
enum class When {
    regression, ///< regressions and failed jobs
    change,     ///< any change, too
    always,
};

[[nodiscard]] bool is_wanted(const Message& message, When when);

} // namespace notify

template <>
inline constexpr auto words<notify::Standing> = std::array{
    Word{notify::Standing::failed, "failed"},
    Word{notify::Standing::unmeasured, "unmeasured"},
    Word{notify::Standing::regression, "regression"},
    Word{notify::Standing::improvement, "improvement"},
    Word{notify::Standing::change, "change"},
    Word{notify::Standing::no_difference, "no_difference"},
    Word{notify::Standing::no_base, "no_base"},
    Word{notify::Standing::not_relevant, "not_relevant"},
};
template <>
inline constexpr auto words<notify::When> = std::array{
    Word{notify::When::regression, "regression"},
    Word{notify::When::change, "change"},
    Word{notify::When::always, "always"},
};

} // namespace cb
