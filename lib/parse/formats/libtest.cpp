#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/same_tests.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The output of Rust's libtest for #[bench] functions (library/test/src/formatters/pretty.rs,
/// src/bench.rs), and of other tools in the same form: `criterion --output-format bencher`.
class Libtest final : public TextFormat {
public:
    void know(const TextFacts& facts) override
    {
        listed_ = facts.crates;
        same_tests_.set_iterations(facts.iterations);
    }
    /// "test", "running 3 tests", "     Running benches/fib.rs (target/release/deps/fib-…)"
    [[nodiscard]] bool may_begin(char first) const override
    {
        return first == 't' || first == 'r' || first == ' ';
    }

    [[nodiscard]] bool is_sure_of(std::string_view line) const override
    {
        return line.ends_with(')') || line.ends_with(" MB/s");
    }
    [[nodiscard]] Next read_line() override
    {
        auto rest = line().text;
        if (rest.starts_with(' ')) {
            if (auto program = running_program(rest)) {
                benchmark_ = std::move(*program);
                is_announced_ = true;
            }
        } else if (take(rest, "test result:") || take(rest, "running ")) {
            end_section();
            if (begins_libtest(line().text)) {
                begin_section();
            }
        } else if (take(rest, "test ")) {
            read_test(rest);
        }
        return Next::some;
    }

    void end_text() override
    {
        end_section();
        same_tests_.finish("an earlier program has a test of this name, and nothing names the "
                           "programs. They became one series, which is wrong if they are different "
                           "programs; keep cargo's lines \"Running\" on standard error",
                           collector());
    }

private:
    static constexpr std::size_t prefix_size = 5; ///< "test "

    void begin_section()
    {
        const bool is_listed = sections_ < listed_.size();
        if (is_listed) {
            benchmark_ = listed_[sections_];
        }
        ++sections_;
        const bool is_named = std::exchange(is_announced_, false) || is_listed;
        same_tests_.begin_output(is_named ? SameTests::Program::named
                                          : SameTests::Program::unnamed);
    }

    struct Unmeasured {
        Rejected entry{};
        std::size_t width = 0; ///< of the name and its padding
    };

    void read_test(std::string_view text)
    {
        constexpr std::string_view dots = " ... ";
        const auto end = std::min(text.find(dots), text.size());
        const auto name = trimmed(text.substr(0, end));
        auto rest = text.substr(std::min(end + dots.size(), text.size()));
        if (name.empty()) {
            return;
        }
        if (take(rest, "bench:")) {
            width_ = end;
            same_tests_.see(to_name(name), line().number);
            read_figures(name, rest);
        } else if (rest.starts_with("FAILED")) {
            note_unmeasured(end, "the benchmark failed");
        } else if (take(rest, "ignored")) {
            note_unmeasured(end, fmt::format("the benchmark is ignored{:.200}", to_name(rest)));
        }
    }

    /// "       18,149 ns/iter (+/- 755) = 12 MB/s"
    void read_figures(std::string_view name, std::string_view rest)
    {
        const LineWords time{rest};
        add(name, time[0], time[1]);
        const auto rate = rest.find(" = ");
        if (rate != std::string_view::npos) {
            const LineWords speed{rest.substr(rate + 3)};
            add(name, speed[0], speed[1]);
        }
    }

    void add(std::string_view name, std::string_view word, std::string_view unit)
    {
        const auto value = parse_grouped(word);
        std::string reason;
        if (!value) {
            reason = value.error();
        } else if (unit.empty()) {
            reason = "has no unit";
        } else {
            auto result = make_test(to_name(name), benchmark_);
            result.unit = to_name(unit);
            result.direction = direction_of_unit(result.unit);
            result.metric = result.direction == Direction::higher ? "throughput" : "time";
            result.values = {*value};
            result.lines = {{line().number, line().number}};
            reason = collector().add(std::move(result)).value_or("");
        }
        if (!reason.empty()) {
            reject(word.empty() ? name : word, to_name(name), std::move(reason));
        }
    }

    void note_unmeasured(std::size_t width, std::string reason)
    {
        if (unmeasured_.size() <= Collector::max_rejected) {
            const auto name = trimmed(line().text.substr(prefix_size, width));
            unmeasured_.push_back({.entry = {.line = line().number,
                                             .column = prefix_size + 1,
                                             .field = to_name(name),
                                             .reason = std::move(reason)},
                                   .width = width});
        }
    }

    /// Ends a program's output. With `--bench` all tests are ignored, and in a program without
    /// benchmarks, tests may fail. Only benchmark names are padded, so only names as wide as those
    /// are benchmarks.
    void end_section()
    {
        for (auto& [entry, width] : std::exchange(unmeasured_, {})) {
            if (width == width_) {
                collector().reject(std::move(entry));
            }
        }
        width_.reset();
    }

    std::vector<std::string> listed_{}; ///< the programs, if they are known
    SameTests same_tests_{};
    std::size_t sections_ = 0;  ///< how many have begun
    bool is_announced_ = false; ///< the next one was named in this text
    std::string benchmark_{"default"};
    std::vector<Unmeasured> unmeasured_{}; ///< of the current program
    std::optional<std::size_t> width_{};   ///< of its benchmarks' names
};

} // namespace

std::unique_ptr<LineFormat> make_libtest()
{
    return std::make_unique<Libtest>();
}

} // namespace cb::parse
