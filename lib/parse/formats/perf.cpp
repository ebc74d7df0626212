#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The human-readable output of `perf stat` (tools/perf/util/stat-display.c).
class PerfStat final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == ' '; }

    [[nodiscard]] bool is_sure_of(std::string_view line) const override
    {
        return line.ends_with(" elapsed") || line.ends_with(" user") || line.ends_with(" sys") ||
               line.ends_with(')');
    }
    [[nodiscard]] Next read_line() override
    {
        auto title = line().text;
        if (take(title, " Performance counter stats for ")) {
            end_test();
            begin(title);
        } else if (test_) {
            read_row();
        }
        return test_ ? Next::every : Next::some;
    }

    void end_text() override { end_test(); }

private:
    /// "'sleep 0.1':", "'sleep 0.1' (3 runs):"
    void begin(std::string_view title)
    {
        const auto open = title.find('\'');
        const auto close = title.rfind('\'');
        const bool is_quoted = open != std::string_view::npos && close > open;
        start_test(is_quoted ? title.substr(open + 1, close - open - 1) : trimmed(title));
        key_ = title.ends_with(" runs):") ? "avg" : "";
        has_end_ = false;
    }

    /// "  0.83 msec task-clock      #    0.006 CPUs utilized": a number, a unit for some events,
    /// and the event.
    void read_row()
    {
        const auto text = line().text.substr(0, line().text.find(" # "));
        const LineWords words{text.substr(0, text.find(" ("))};
        const auto name = words[words.size() > 0 ? words.size() - 1 : 0];
        if (words.size() == 0) {
            return;
        }
        if (words[1] == "seconds" || words[3] == "seconds") {
            read_time(words);
        } else if (has_end_ || !line().text.starts_with("  ")) {
            end_test();
        } else if (words[0] == "<not" && words[1] == "counted>") {
            add_figure({name, ""}, key_, words[0], tl::unexpected{std::string{"was not counted"}});
        } else if (words[0] != "<not" && (words.size() == 2 || words.size() == 3)) {
            const auto unit = words.size() == 3 ? words[1] : std::string_view{};
            const bool is_whole = unit.empty() || unit == "ns"; // other units have a fraction
            const auto kind = is_whole ? PerfNumber::count : PerfNumber::measure;
            add_figure({name, unit, direction_of_perf_event(name)},
                       key_,
                       words[0],
                       parse_perf_number(words[0], kind));
        }
    }

    /// "0.135843421 seconds time elapsed", "0.11736 +- 0.00661 seconds time elapsed",
    /// "0.001605000 seconds user"
    void read_time(const LineWords& words)
    {
        const auto word = words[1] == "seconds" ? words[2] : words[4];
        const auto metric = word == "sys" ? std::string_view{"system"} : word;
        if (metric != "time" && metric != "user" && metric != "system") {
            refuse_time(words[0], word);
            return;
        }
        add_figure({metric, "s", Direction::lower},
                   key_,
                   words[0],
                   parse_perf_number(words[0], PerfNumber::measure));
        has_end_ = true;
        if (word == "sys") {
            end_test();
        }
    }

    /// "0.001605000 seconds us", which is cut off, or a line of something else.
    void refuse_time(std::string_view number, std::string_view word)
    {
        if (line().text.starts_with("  ")) {
            reject(number,
                   fmt::format("{}/seconds", test_->name()),
                   fmt::format("\"{:.40}\" is not time, user or sys", to_name(word)));
        } else {
            end_test();
        }
    }

    void end_test()
    {
        if (has_end_) {
            give_test();
        } else {
            TextFormat::end_text();
        }
    }

    std::string_view key_{}; ///< of the figures: "avg" for several runs, empty for samples
    bool has_end_ = false;   ///< the elapsed time has been read
};

} // namespace

std::unique_ptr<LineFormat> make_perf_stat()
{
    return std::make_unique<PerfStat>();
}

} // namespace cb::parse
