#include "parse/formats/formats.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

/// A row of `perf stat -x,`: value, unit, event, with -r the variation, the time for which the
/// event was counted, and the share of the time.
struct Row {
    std::string_view value, unit, event, deviation;
};

bool is_percent(std::string_view text)
{
    const auto point = text.find('.');
    return point != std::string_view::npos && is_count(text.substr(0, point)) &&
           text.size() == point + 3 && is_count(text.substr(point + 1));
}

bool is_word(std::string_view text)
{
    return text.find_first_of(" \t\"") == std::string_view::npos;
}

std::optional<Row> row_of(std::string_view line, char separator)
{
    constexpr std::size_t most = 7;
    std::array<std::string_view, most> fields;
    std::size_t count = 0;
    for (auto rest = line; count < most; ++count) {
        const auto end = rest.find(separator);
        fields[count] = rest.substr(0, end);
        if (end == std::string_view::npos) {
            ++count;
            break;
        }
        rest.remove_prefix(end + 1);
    }
    const bool has_deviation = fields[3].ends_with('%');
    const std::size_t runtime = has_deviation ? 4 : 3;
    const bool is_row = count > runtime + 1 && is_count(fields[runtime]) &&
                        is_percent(fields[runtime + 1]) && is_word(fields[1]) &&
                        !fields[2].empty() && is_word(fields[2]);
    return is_row
               ? std::optional{Row{fields[0], fields[1], fields[2], has_deviation ? fields[3] : ""}}
               : std::nullopt;
}

/// `perf stat -x,` or `-x;` (tools/perf/util/stat-display.c). The output names neither the command
/// nor perf, so a row is used if its event is known or the previous row was used.
class PerfCsv final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override
    {
        return (first >= '0' && first <= '9') || first == '<';
    }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        const auto end = line.text.find_first_of(",;");
        if (end == std::string_view::npos) {
            return Next::some;
        }
        const auto row = row_of(line.text, line.text[end]);
        if (row && (is_perf_event(row->event) || last_ == line.number - 1)) {
            last_ = line.number;
            if (!row->value.starts_with("<not supported")) {
                read_row(line, *row, collector);
            }
        }
        return Next::some;
    }

private:
    static void read_row(const TextLine& line, const Row& row, Collector& collector)
    {
        TextTest test{"default", "default", line.number};
        const auto value = row.value == "<not counted>"
                               ? tl::unexpected{std::string{"was not counted"}}
                               : parse_finite(row.value);
        test.add({row.event, row.unit, direction_of_perf_event(row.event)},
                 row.deviation.empty() ? "" : "avg",
                 {row.value, ""},
                 value,
                 line,
                 collector);
        std::move(test).give(collector);
    }

    std::optional<std::uint64_t> last_{}; ///< the line of the last row
};

} // namespace

std::unique_ptr<LineFormat> make_perf_csv()
{
    return std::make_unique<PerfCsv>();
}

} // namespace cb::parse
