#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "parse/find.hpp"
#include "store/selection.hpp"
#include "verdict/comparison.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a user compares.
namespace cb::verdict {

/// A side as the user named it.
struct SideName {
    enum class Kind {
        any,  ///< an existing file, "-" for standard input, or a commit
        file, ///< a file, whatever its name looks like
    };
    std::string text;
    Kind kind = Kind::any;
};

struct ComparisonRequest {
    /// The base and the candidate; or one commit, which is compared with its base, or "A..B".
    std::vector<SideName> sides{};
    std::optional<std::string> repository{};
    store::SeriesFilter series{};
    std::optional<std::string> worker{};
    parse::Format format = parse::Format::automatic; ///< of files that are not manifests
    ComparisonOptions options{};
};

using OpenQueries = std::function<store::Queries()>;

/// Reads both sides and compares them. `input` is the standard input. Opens the store only if a
/// side is a commit. Throws Error{usage} for sides that do not exist or must not be compared, and
/// what read_side, read_pairs and compare_series throw.
[[nodiscard]] ComparisonReport
compare_sides(const ComparisonRequest& request, const OpenQueries& open, int input, Log& log);

/// Parses "1%", "0.5 %" or "0" to a fraction.
[[nodiscard]] Parsed<double> parse_percentage(std::string_view text);

/// Parses "regression" and "regression:5%" to the least relative change of a regression that fails.
[[nodiscard]] Parsed<double> parse_fail_on(std::string_view text);

} // namespace cb::verdict
