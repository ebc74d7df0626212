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
    [[nodiscard]] bool may_begin(char first) const override { return first == ' ' || first == '#'; }

    void know(const TextFacts& facts) override
    {
        iterations_ = std::max<std::size_t>(facts.iterations, 1);
    }
    [[nodiscard]] bool is_sure_of(std::string_view line) const override
    {
        return line.ends_with(" elapsed") || line.ends_with(" user") || line.ends_with(" sys") ||
               line.ends_with(')');
    }
    [[nodiscard]] Next read_line() override
    {
        auto title = line().text;
        if (line().text.starts_with('#')) {
            read_comment();
        } else if (take(title, " Performance counter stats for ")) {
            end_test();
            begin(title);
        } else if (test_) {
            read_row();
        }
        return test_ ? Next::every : Next::some;
    }

    void end_text() override { end_test(); }

private:
    /// "#           time             counts unit events" above the rows of -I
    void read_comment() const
    {
        const LineWords words{line().text};
        if (words.size() == 5 && words[1] == "time" && words[2] == "counts" && words[3] == "unit" &&
            words[4] == "events") {
            reject({}, "perf stat -I", "the text of intervals is not read; use perf stat -I -j");
        }
    }

    /// "'sleep 0.1':", "'sleep 0.1' (3 runs):", "process id '20651':"
    void begin(std::string_view title)
    {
        const auto open = title.find('\'');
        const auto close = title.rfind('\'');
        const bool is_quoted = open != std::string_view::npos && close > open;
        start_test(is_quoted ? title.substr(open + 1, close - open - 1) : trimmed(title));
        is_surplus_ = false;
        if (title.starts_with("process id ") || title.starts_with("thread id ")) {
            start_test(title.substr(0, title.find(' '))); // the number is another one each time
            test_->add_label("id", title.substr(open + 1, close - open - 1));
            is_surplus_ = ++attached_ > iterations_;
        }
        key_ = title.ends_with(" runs):") ? "avg" : "";
        has_end_ = false;
        are_parts_ = false;
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
        } else if (!has_end_ && is_part(words)) {
            are_parts_ = true;
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

    /// "CPU0   101.92 msec task-clock", "S0   2   82   page-faults"
    bool is_part(const LineWords& words) const
    {
        const auto subject = words[0];
        const auto digit = subject.find_first_of("0123456789");
        constexpr std::array kinds{"CPU", "S", "D", "N", "C"};
        return line().text.front() != ' ' && digit != std::string_view::npos && words.size() > 2 &&
               contains(kinds, subject.substr(0, digit));
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
        if (are_parts_) {
            refuse_test(
                "its rows are of parts of the machine, as with -A and --per-socket; use perf "
                "stat -j, which names them");
        } else if (std::exchange(is_surplus_, false)) {
            refuse_test("perf counts another process, and nothing but its number tells it from the "
                        "one before; use perf stat with a command");
        } else if (has_end_) {
            give_test();
        } else {
            TextFormat::end_text();
        }
    }

    std::string_view key_{}; ///< of the figures: "avg" for several runs, empty for samples
    bool are_parts_ = false; ///< the rows are of CPUs, sockets …
    /// how many tests are of processes that perf was attached to
    std::size_t attached_ = 0, iterations_ = 1;
    bool is_surplus_ = false; ///< the test is of one that cannot be told from another
    bool has_end_ = false;    ///< the elapsed time has been read
};

} // namespace

std::unique_ptr<LineFormat> make_perf_stat()
{
    return std::make_unique<PerfStat>();
}

} // namespace cb::parse
