#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

struct TimeRow {
    std::string_view key, unit; ///< the unit in which it is printed
    ResultMetric metric;
};

constexpr std::array time_rows{
    TimeRow{"User time (seconds): ", "s", {"user", "s", Direction::lower}},
    TimeRow{"System time (seconds): ", "s", {"system", "s", Direction::lower}},
    TimeRow{"Maximum resident set size (kbytes): ", "KiB", {"peak_memory", "B", Direction::lower}},
    TimeRow{"Major (requiring I/O) page faults: ", "", {"major_faults", "", Direction::lower}},
    TimeRow{"Minor (reclaiming a frame) page faults: ", "", {"minor_faults", "", Direction::lower}},
    TimeRow{"Voluntary context switches: ", "", {"voluntary_switches", "", Direction::lower}},
    TimeRow{"Involuntary context switches: ", "", {"involuntary_switches", "", Direction::lower}},
};

constexpr ResultMetric elapsed{"time", "s", Direction::lower};

/// "0:00.10" and "1:02:03" in seconds.
Parsed<double> parse_clock(std::string_view text)
{
    double seconds = 0;
    auto rest = text;
    for (int parts = 0; parts < 3; ++parts) {
        const auto colon = rest.find(':');
        const auto value = parse_finite(rest.substr(0, colon));
        if (!value || *value < 0) {
            break;
        }
        seconds = seconds * 60 + *value;
        if (colon == std::string_view::npos) {
            if (parts > 0) {
                return seconds;
            }
            break;
        }
        rest.remove_prefix(colon + 1);
    }
    return tl::unexpected{fmt::format("\"{:.40}\" is not a time", to_name(text))};
}

/// The output of `/usr/bin/time -v`, from GNU and BusyBox.
class TimeV final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == '\t'; }

    [[nodiscard]] Next read_line() override
    {
        auto text = line().text;
        static_cast<void>(take(text, "\t"));
        if (auto command = value_behind(text, "Command being timed: ")) {
            end_text();
            start_test(text_between(*command, "\"", "\"").value_or(*command));
            is_killed_ = line().previous.starts_with("Command terminated by signal") ||
                         line().previous.starts_with("Command exited with non-zero status");
        } else if (test_) {
            read_row(text);
        }
        return test_ ? Next::every : Next::some;
    }

private:
    void read_row(std::string_view text)
    {
        if (const auto status = value_behind(text, "Exit status: ")) {
            end_test(*status);
            return;
        }
        if (const auto clock =
                value_behind(text, "Elapsed (wall clock) time (h:mm:ss or m:ss): ")) {
            add_figure(elapsed, "", *clock, parse_clock(*clock));
            return;
        }
        for (const auto& row : time_rows) {
            if (const auto value = value_behind(text, row.key)) {
                read_figure(row.metric, "", *value, row.unit);
                return;
            }
        }
    }

    void end_test(std::string_view status)
    {
        if (status == "0" && !is_killed_) {
            give_test();
        } else {
            refuse_test("the command failed");
        }
    }

    bool is_killed_ = false; ///< the previous line reports a failure
};

} // namespace

std::unique_ptr<LineFormat> make_time_v()
{
    return std::make_unique<TimeV>();
}

} // namespace cb::parse
