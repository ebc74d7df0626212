#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Small pictures of a history: for the pages, and as files for the READMEs of projects.
namespace cb::report {

/// At most this many columns, each with the smallest and the largest value of its commits.
inline constexpr std::size_t spark_columns = 48;

/// How many commits a column has, of a history of so many: at least 1. It changes seldom while the
/// history grows.
[[nodiscard]] std::size_t spark_step(std::size_t commits);

/// The course of a history: two characters per column, '0' (smallest) to 'o' (largest, 63 steps
/// above) for the smallest and the largest value; "  " for a column without a value. Keeps all
/// extremes. `values` has an element per commit, or nullopt. Empty if there is no value. One more
/// commit changes the last column at most, and that one rarely, unless its value is an extreme of
/// all or the step changes: a site has thousands of such pictures, which are files.
[[nodiscard]] std::string to_spark(std::span<const std::optional<double>> values);

/// The spark as an SVG picture, with its text for screen readers. \pre to_spark() made it
[[nodiscard]] std::string to_spark_svg(std::string_view spark, std::string_view text);

enum class Tone { good, bad, neutral };

/// A badge "LABEL | TEXT" as an SVG picture.
[[nodiscard]] std::string to_badge_svg(std::string_view label, std::string_view text, Tone tone);

/// Text of XML 1.0: markup is escaped, and characters that XML lacks are replaced.
[[nodiscard]] std::string to_xml_text(std::string_view text);

} // namespace cb::report
