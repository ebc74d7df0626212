#include "report/drawings.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace cb::report {

namespace {

constexpr int levels = 63;

struct Extent {
    double low, high;
};

std::optional<Extent> extent_of(std::span<const std::optional<double>> values)
{
    std::optional<Extent> extent;
    for (const auto& value : values) {
        if (value) {
            extent = extent ? Extent{std::min(extent->low, *value), std::max(extent->high, *value)}
                            : Extent{*value, *value};
        }
    }
    return extent;
}

char level_of(double value, const Extent& all)
{
    // Divided first, so that the difference of two large values does not overflow.
    const double size = std::max({std::abs(all.low), std::abs(all.high), 1e-300});
    const double height = all.high / size - all.low / size;
    const double share = height > 0 ? (value / size - all.low / size) / height : 0.5;
    return static_cast<char>('0' + std::lround(share * levels));
}

constexpr int spark_width = 144;
constexpr int spark_height = 28;

std::string place_text(double place)
{
    return fmt::format(FMT_STRING("{:.1f}"), place);
}

/// The vertical places of the levels in a picture.
std::array<std::string, levels + 1> list_heights()
{
    std::array<std::string, levels + 1> heights;
    for (int level = 0; level <= levels; ++level) {
        heights[static_cast<std::size_t>(level)] =
            place_text(spark_height - 3 - level * (spark_height - 6.0) / levels);
    }
    return heights;
}

/// The horizontal places of the columns in a picture of `count`.
std::vector<std::string> list_columns(std::size_t count)
{
    std::vector<std::string> columns;
    for (std::size_t column = 0; column < count; ++column) {
        columns.push_back(place_text((static_cast<double>(column) + 0.5) * spark_width /
                                     static_cast<double>(count)));
    }
    return columns;
}

/// The points of a line. A site has thousands of them, so the texts of places are made once.
std::string list_points(std::string_view spark)
{
    static const auto heights = list_heights();
    static const auto all_columns = list_columns(spark_columns);
    const auto count = spark.size() / 2;
    const auto few_columns =
        count == spark_columns ? std::vector<std::string>{} : list_columns(count);
    const auto& columns = count == spark_columns ? all_columns : few_columns;
    std::string points;
    for (std::size_t column = 0; column < count; ++column) {
        for (const char level : spark.substr(2 * column, 2)) {
            if (level != ' ') {
                points += points.empty() ? "" : " ";
                points += columns[column];
                points += ',';
                points += heights[static_cast<std::size_t>(level - '0')];
            }
        }
    }
    return points;
}

} // namespace

std::size_t spark_step(std::size_t commits)
{
    return std::max<std::size_t>((commits + spark_columns - 1) / spark_columns, 1);
}

std::string to_spark(std::span<const std::optional<double>> values)
{
    const auto all = extent_of(values);
    if (!all) {
        return {};
    }
    std::string spark;
    const auto step = spark_step(values.size());
    for (std::size_t first = 0; first < values.size(); first += step) {
        const auto count = std::min(step, values.size() - first);
        if (const auto own = extent_of(values.subspan(first, count))) {
            spark += level_of(own->low, *all);
            spark += level_of(own->high, *all);
        } else {
            spark += "  ";
        }
    }
    return spark;
}

std::string to_spark_svg(std::string_view spark, std::string_view text)
{
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img">)"
        "<title>{2}</title>"
        R"(<polyline points="{3}" fill="none" stroke="#4c78a8" stroke-width="1.5" stroke-linejoin="round"/></svg>)"
        "\n",
        spark_width,
        spark_height,
        to_xml_text(text),
        list_points(spark));
}

std::string to_badge_svg(std::string_view label, std::string_view text, Tone tone)
{
    constexpr std::size_t letter_width = 7;
    constexpr std::size_t margin = 12;
    constexpr std::size_t max_letters = 60;
    const auto shown_label = printable(label, max_letters);
    const auto shown_text = printable(text, max_letters);
    const auto left = shown_label.size() * letter_width + margin;
    const auto right = shown_text.size() * letter_width + margin;
    const auto* const color = tone == Tone::bad    ? "#b3261e"
                              : tone == Tone::good ? "#1a7f4b"
                                                   : "#57606a";
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20" role="img"><title>{1}: {2}</title>)"
        R"(<rect width="{0}" height="20" rx="3" fill="#3d444d"/><rect x="{3}" width="{4}" height="20" rx="3" fill="{5}"/>)"
        R"(<g fill="#fff" text-anchor="middle" font-family="DejaVu Sans,Verdana,sans-serif" font-size="11">)"
        R"(<text x="{6}" y="14" textLength="{7}">{1}</text><text x="{8}" y="14" textLength="{9}">{2}</text></g></svg>)"
        "\n",
        left + right,
        to_xml_text(shown_label),
        to_xml_text(shown_text),
        left,
        right,
        color,
        left / 2,
        left - margin,
        left + right / 2,
        right - margin);
}

std::string to_xml_text(std::string_view text)
{
    std::string xml;
    for (const char c : to_utf8(text)) {
        switch (c) {
        case '&':
            xml += "&amp;";
            break;
        case '<':
            xml += "&lt;";
            break;
        case '>':
            xml += "&gt;";
            break;
        case '"':
            xml += "&quot;";
            break;
        default:
            xml += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return xml;
}

} // namespace cb::report
