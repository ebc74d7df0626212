#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

struct Row {
    std::string_view key, unit; ///< the unit in which it is printed
    TextMetric metric;
};

constexpr std::array rows{
    Row{"User time (seconds): ", "s", {"user", "s", Direction::lower}},
    Row{"System time (seconds): ", "s", {"system", "s", Direction::lower}},
    Row{"Maximum resident set size (kbytes): ", "KiB", {"peak_memory", "B", Direction::lower}},
    Row{"Major (requiring I/O) page faults: ", "", {"major_faults", "", Direction::lower}},
    Row{"Minor (reclaiming a frame) page faults: ", "", {"minor_faults", "", Direction::lower}},
    Row{"Voluntary context switches: ", "", {"voluntary_switches", "", Direction::lower}},
    Row{"Involuntary context switches: ", "", {"involuntary_switches", "", Direction::lower}},
};

constexpr TextMetric elapsed{"time", "s", Direction::lower};

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
class TimeV final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == '\t'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        auto text = line.text;
        static_cast<void>(take(text, "\t"));
        if (auto command = value_behind(text, "Command being timed: ")) {
            finish(collector);
            test_.emplace(
                "default", text_between(*command, "\"", "\"").value_or(*command), line.number);
            is_killed_ = line.previous.starts_with("Command terminated by signal") ||
                         line.previous.starts_with("Command exited with non-zero status");
        } else if (test_) {
            read_row(line, text, collector);
        }
        return test_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override
    {
        if (test_) {
            std::move(*test_).refuse("the output has no end", collector);
            test_.reset();
        }
    }

private:
    void read_row(const TextLine& line, std::string_view text, Collector& collector)
    {
        if (const auto status = value_behind(text, "Exit status: ")) {
            end_test(*status, collector);
            return;
        }
        if (const auto clock =
                value_behind(text, "Elapsed (wall clock) time (h:mm:ss or m:ss): ")) {
            test_->add(elapsed, "", {*clock, ""}, parse_clock(*clock), line, collector);
            return;
        }
        for (const auto& row : rows) {
            if (const auto value = value_behind(text, row.key)) {
                test_->read(row.metric, "", {*value, row.unit}, line, collector);
                return;
            }
        }
    }

    void end_test(std::string_view status, Collector& collector)
    {
        if (status == "0" && !is_killed_) {
            std::move(*test_).give(collector);
        } else {
            std::move(*test_).refuse("the command failed", collector);
        }
        test_.reset();
    }

    std::optional<TextTest> test_{};
    bool is_killed_ = false; ///< the previous line reports a failure
};

} // namespace

std::unique_ptr<LineFormat> make_time_v()
{
    return std::make_unique<TimeV>();
}

} // namespace cb::parse
