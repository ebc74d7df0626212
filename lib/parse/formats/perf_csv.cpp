#include "base/file.hpp"
#include "base/text.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/formats/same_tests.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

/// A row of `perf stat -x,`: value, unit, event, with -r the variation, the time for which the
/// event was counted, and the share of the time. The locale determines the decimal mark.
struct PerfRow {
    std::string_view value, unit, event, deviation;
    bool is_split = false; ///< the decimal mark is the separator, so that numbers are two fields
};

using PerfFields = std::array<std::string_view, 9>;

bool is_percent(std::string_view text)
{
    const auto point = text.find_first_of(".,");
    return point != std::string_view::npos && is_count(text.substr(0, point)) &&
           text.size() == point + 3 && is_count(text.substr(point + 1));
}

bool is_perf_word(std::string_view text)
{
    return text.find_first_of(" \t\"") == std::string_view::npos;
}

/// The separator, which follows the first field if that is a number or "<not counted>"; 0 if the
/// line is no row. Most lines that begin with a digit begin with a time, and are told by their
/// first bytes.
char separator_of(std::string_view line)
{
    constexpr std::string_view digits = "0123456789";
    auto end = line.starts_with('<') ? line.find('>') + 1 // npos + 1 is 0, where no separator is
                                     : line.find_first_not_of("0123456789.");
    if (end < line.size() && line[end] == ',') { // "1234,56;msec;…"
        const auto fraction_end = line.find_first_not_of(digits, end + 1);
        end = fraction_end < line.size() && line[fraction_end] == ';' ? fraction_end : end;
    }
    return end < line.size() && (line[end] == ',' || line[end] == ';') ? line[end] : '\0';
}

/// The fields, without those that follow the last that a row needs.
std::pair<PerfFields, std::size_t> split_row(std::string_view line, char separator)
{
    PerfFields fields;
    std::size_t count = 0;
    for (auto rest = line; count < fields.size(); ++count) {
        const auto end = rest.find(separator);
        fields[count] = rest.substr(0, end);
        if (end == std::string_view::npos) {
            ++count;
            break;
        }
        rest.remove_prefix(end + 1);
    }
    return {fields, count};
}

/// "1234,56,msec,task-clock,1234560,100,00,…": a locale with a decimal comma, and a comma between
/// the fields. A count such as "77,,page-faults,…" is one field, but its share of the time is two.
std::optional<PerfRow> parse_split_row(const PerfFields& fields)
{
    for (const std::size_t event : {2U, 3U}) {
        const bool has_deviation = fields[event + 2].ends_with('%');
        const auto share = event + (has_deviation ? 4 : 2);
        if (is_perf_event(fields[event]) && is_count(fields[share - 1]) &&
            is_count(fields[share]) && fields[share + 1].size() == 2 &&
            is_count(fields[share + 1])) {
            return PerfRow{.value = fields[0],
                           .unit = fields[event - 1],
                           .event = fields[event],
                           .deviation = "",
                           .is_split = true};
        }
    }
    return std::nullopt;
}

std::optional<PerfRow> parse_row(std::string_view line, char separator)
{
    const auto [fields, count] = split_row(line, separator);
    const bool has_deviation = fields[3].ends_with('%');
    const std::size_t runtime = has_deviation ? 4 : 3;
    const bool is_row = count > runtime + 1 && is_count(fields[runtime]) &&
                        is_percent(fields[runtime + 1]) && is_perf_word(fields[1]) &&
                        !fields[2].empty() && is_perf_word(fields[2]);
    if (is_row) {
        return PerfRow{fields[0], fields[1], fields[2], has_deviation ? fields[3] : ""};
    }
    return separator == ',' ? parse_split_row(fields) : std::nullopt;
}

/// A value has no thousands separators, so a comma is the decimal mark.
Parsed<double> parse_value(const PerfRow& row)
{
    if (row.is_split) {
        return tl::unexpected{
            std::string{"the decimal mark and the separator are both commas; use perf stat -x';'"}};
    }
    if (row.value == "<not counted>") {
        return tl::unexpected{std::string{"was not counted"}};
    }
    std::string value{row.value};
    std::replace(value.begin(), value.end(), ',', '.');
    return parse_finite(value);
}

/// `perf stat -x,` or `-x;` (tools/perf/util/stat-display.c). The output names neither the command
/// nor perf, so a row is used if its event is known or the previous row was used.
class PerfCsv final : public TextFormat {
public:
    void know(const TextFacts& facts) override { same_tests_.set_iterations(facts.iterations); }
    [[nodiscard]] bool may_begin(char first) const override
    {
        constexpr std::string_view subjects = " CSDN"; // of -I and -A
        return (first >= '0' && first <= '9') || first == '<' ||
               subjects.find(first) != std::string_view::npos;
    }

    [[nodiscard]] Next read_line() override
    {
        // Logs and JSON have many indented lines.
        const auto start = std::min(line().text.find_first_not_of(' '), line().text.size() - 1);
        if (start > 0 && !is_digit(line().text[start])) {
            return Next::some;
        }
        const auto separator = separator_of(line().text);
        if (separator == '\0' || !parse_row(line().text, separator)) {
            read_subject();
        }
        if (separator == '\0') {
            return Next::some;
        }
        const auto row = parse_row(line().text, separator);
        if (row && (is_perf_event(row->event) || last_ == line().number - 1)) {
            last_ = line().number;
            if (!row->value.starts_with("<not supported")) {
                read_row(*row);
            }
        }
        return Next::some;
    }

    void end_text() override
    {
        TextFormat::end_text();
        same_tests_.finish(unnamed_perf_command, collector());
    }

private:
    /// "CPU0,83,,page-faults,…", "S0,2,82,,page-faults,…", "     0.050095262,77,,page-faults,…"
    void read_subject()
    {
        constexpr std::string_view separators = ",;";
        auto rest = trimmed(line().text);
        const auto first = rest.find_first_of(separators);
        const bool is_subject = first != std::string_view::npos &&
                                (is_count(rest.substr(first - std::min<std::size_t>(first, 1), 1)));
        for (int fields = 0; is_subject && fields < 2; ++fields) { // the second: a number of CPUs
            const auto end = rest.find_first_of(separators);
            if (end == std::string_view::npos) {
                return;
            }
            const char separator = rest[end];
            rest.remove_prefix(end + 1);
            const auto row = parse_row(rest, separator);
            if (row && is_perf_event(row->event)) {
                const bool is_first = last_subject_ != line().number - 1;
                last_subject_ = line().number;
                if (is_first) {
                    reject({},
                           to_name(row->event),
                           "a row of perf stat -I, -A or the like begins with its time or its part "
                           "of the machine, and such rows are not read; use perf stat -j");
                }
                return;
            }
        }
    }

    void read_row(const PerfRow& row)
    {
        if (row.deviation.empty() && parse_value(row)) { // summaries contradict each other
            same_tests_.begin_output(SameTests::Program::unnamed);
            same_tests_.see(to_name(row.event), line().number);
        }
        start_test("default");
        add_figure({row.event, row.unit, direction_of_perf_event(row.event)},
                   row.deviation.empty() ? "" : "avg",
                   row.value,
                   parse_value(row));
        give_test();
    }

    SameTests same_tests_{};
    /// the last line with a row that is not read
    std::optional<std::uint64_t> last_subject_{};
    std::optional<std::uint64_t> last_{}; ///< the line of the last row
};

} // namespace

std::unique_ptr<LineFormat> make_perf_csv()
{
    return std::make_unique<PerfCsv>();
}

} // namespace cb::parse
