#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

/// The human-readable output of `perf stat` (tools/perf/util/stat-display.c).
class PerfStat final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == ' '; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        auto title = line.text;
        if (take(title, " Performance counter stats for ")) {
            end_test(collector);
            start_test(line, title);
        } else if (test_) {
            read_row(line, collector);
        }
        return test_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override { end_test(collector); }

private:
    /// "'sleep 0.1':", "'sleep 0.1' (3 runs):"
    void start_test(const TextLine& line, std::string_view title)
    {
        const auto open = title.find('\'');
        const auto close = title.rfind('\'');
        const bool is_quoted = open != std::string_view::npos && close > open;
        test_.emplace("default",
                      is_quoted ? title.substr(open + 1, close - open - 1) : trimmed(title),
                      line.number);
        key_ = title.ends_with(" runs):") ? "avg" : "";
        has_end_ = false;
    }

    /// "  0.83 msec task-clock      #    0.006 CPUs utilized": a number, a unit for some events,
    /// and the event.
    void read_row(const TextLine& line, Collector& collector)
    {
        const auto text = line.text.substr(0, line.text.find(" # "));
        const LineWords words{text.substr(0, text.find(" ("))};
        const auto name = words[words.size() > 0 ? words.size() - 1 : 0];
        if (words.size() == 0) {
            return;
        }
        if (words[1] == "seconds" || words[3] == "seconds") {
            read_time(line, words, collector);
        } else if (has_end_ || !line.text.starts_with("  ")) {
            end_test(collector);
        } else if (words[0] == "<not" && words[1] == "counted>") {
            test_->add({name, ""},
                       key_,
                       {words[0], ""},
                       tl::unexpected{std::string{"was not counted"}},
                       line,
                       collector);
        } else if (words[0] != "<not" && (words.size() == 2 || words.size() == 3)) {
            const auto unit = words.size() == 3 ? words[1] : std::string_view{};
            const auto kind = unit.empty() ? PerfNumber::count : PerfNumber::measure;
            test_->add({name, unit, direction_of_perf_event(name)},
                       key_,
                       {words[0], ""},
                       parse_perf_number(words[0], kind),
                       line,
                       collector);
        }
    }

    /// "0.135843421 seconds time elapsed", "0.11736 +- 0.00661 seconds time elapsed",
    /// "0.001605000 seconds user"
    void read_time(const TextLine& line, const LineWords& words, Collector& collector)
    {
        const auto word = words[1] == "seconds" ? words[2] : words[4];
        const auto metric = word == "time" ? "time" : word == "user" ? "user" : "system";
        test_->add({metric, "s", Direction::lower},
                   key_,
                   {words[0], ""},
                   parse_perf_number(words[0], PerfNumber::measure),
                   line,
                   collector);
        has_end_ = true;
        if (word == "sys") {
            end_test(collector);
        }
    }

    void end_test(Collector& collector)
    {
        if (test_ && has_end_) {
            std::move(*test_).give(collector);
        } else if (test_) {
            std::move(*test_).refuse("the output has no end", collector);
        }
        test_.reset();
    }

    std::optional<TextTest> test_{};
    std::string_view key_{}; ///< of the figures: "avg" for several runs, empty for samples
    bool has_end_ = false;   ///< the elapsed time has been read
};

} // namespace

std::unique_ptr<LineFormat> make_perf_stat()
{
    return std::make_unique<PerfStat>();
}

} // namespace cb::parse
