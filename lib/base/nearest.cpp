#include "base/nearest.hpp"

#include <algorithm>
#include <array>

namespace cb {

namespace {

constexpr std::size_t longest = 100; // no command or option is longer

/// The optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::array<std::vector<std::size_t>, 3> rows; // of i - 2, i - 1, i
    rows.fill(std::vector<std::size_t>(b.size() + 1));
    for (std::size_t j = 0; j <= b.size(); ++j) {
        rows[2][j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::rotate(rows.begin(), rows.begin() + 1, rows.end());
        rows[2][0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
            auto least = std::min({rows[1][j] + 1, rows[2][j - 1] + 1, rows[1][j - 1] + wrong});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                least = std::min(least, rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
    }
    return rows[2][b.size()];
}

std::optional<std::string> only_completion(std::string_view word,
                                           const std::vector<std::string>& candidates)
{
    const auto is_completion = [word](const std::string& candidate) {
        return candidate.starts_with(word);
    };
    const auto first = std::find_if(candidates.begin(), candidates.end(), is_completion);
    const bool is_only = std::count_if(first, candidates.end(), is_completion) == 1;
    return is_only ? std::optional{*first} : std::nullopt;
}

} // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates)
{
    if (word.empty() || word.size() > longest) {
        return std::nullopt;
    }
    std::optional<std::string> best;
    auto least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        const auto wrong = distance(word, candidate);
        if (wrong < least) {
            least = wrong;
            best = candidate;
        }
    }
    return best ? best : only_completion(word, candidates);
}

} // namespace cb
