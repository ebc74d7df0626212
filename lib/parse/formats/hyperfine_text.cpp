#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr ResultMetric time_metric{"time", "s", Direction::lower};
constexpr ResultMetric user_metric{"user", "s", Direction::lower};
constexpr ResultMetric system_metric{"system", "s", Direction::lower};

/// "sleep 0.01" for "Benchmark 1: sleep 0.01", or "Benchmark #1: …" before version 1.12.
std::optional<std::string_view> command_of(std::string_view line)
{
    if (!take(line, "Benchmark ")) {
        return std::nullopt;
    }
    static_cast<void>(take(line, "#"));
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos || !is_count(line.substr(0, colon))) {
        return std::nullopt;
    }
    return trimmed(line.substr(colon + 2));
}

/// The human-readable output of hyperfine (src/benchmark/mod.rs).
class HyperfineText final : public TextFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    [[nodiscard]] bool may_begin(char first) const override { return first == 'B'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        if (const auto command = command_of(line().text)) {
            end_test();
            start_test(*command);
            state_ = State::named;
        } else if (test_) {
            read_in_test();
        }
        return test_ ? Next::every : Next::some;
    }

    void end_text() override { end_test(); }

private:
    enum class State : std::uint8_t { named, interrupted, measured, failed };

    void read_in_test()
    {
        auto text = line().text;
        if (state_ == State::measured && take(text, "  Range (")) {
            read_range(text);
        } else if (state_ == State::measured && text.starts_with("  Warning: Ignoring non-zero")) {
            state_ = State::failed;
        } else if (state_ != State::measured && state_ != State::failed && take(text, "  Time (")) {
            read_time(text);
        } else if (text.starts_with("Error: ")) {
            is_in_use_ = true;
            end_test();
        } else if (state_ == State::named && !trimmed(text).empty()) {
            state_ = State::interrupted;
        } else if ((state_ == State::measured || state_ == State::failed) && !text.empty() &&
                   text.front() != ' ') {
            end_test();
        }
    }

    /// "mean ± σ):      20.0 ms ±   9.6 ms    [User: 1.3 ms, System: 0.0 ms]", and for a single run
    /// "abs ≡):         55.7 ms               [User: 1.4 ms, System: 0.0 ms]".
    void read_time(std::string_view text)
    {
        const bool is_one_run = text.starts_with("abs");
        const auto end = text.find("):");
        if (end == std::string_view::npos) {
            return;
        }
        is_in_use_ = true;
        if (state_ == State::interrupted) {
            refuse_test("other lines are between the name and its figures: if they are part of the "
                        "command, name it with --command-name, or use --export-json");
            return;
        }
        if (!text.ends_with(']')) {
            refuse_test("the line with its figures is not complete");
            return;
        }
        state_ = State::measured;
        const LineWords words{text.substr(end + 2)};
        if (is_one_run) {
            read_figure(time_metric, "", words[0], words[1]);
        } else {
            read_figure(time_metric, "avg", words[0], words[1]);
            read_figure(time_metric, "stddev", words[3], words[4]);
        }
        read_usage(user_metric, "User: ");
        read_usage(system_metric, "System: ");
    }

    void read_usage(const ResultMetric& metric, std::string_view key)
    {
        const auto at = line().text.find(key);
        if (at != std::string_view::npos) {
            const auto rest = line().text.substr(at + key.size());
            const LineWords words{rest.substr(0, rest.find_first_of(",]"))};
            read_figure(metric, "avg", words[0], words[1]);
        }
    }

    /// "min … max):    11.5 ms …  32.5 ms    5 runs"
    void read_range(std::string_view text)
    {
        const auto end = text.find("):");
        if (end != std::string_view::npos && text.ends_with(" runs")) {
            const LineWords words{text.substr(end + 2)};
            read_figure(time_metric, "min", words[0], words[1]);
            read_figure(time_metric, "max", words[3], words[4]);
        }
    }

    /// A line "Benchmark 1: …" without figures comes from hyperfine only if other lines do.
    void end_test()
    {
        if (state_ == State::measured) {
            give_test();
        } else if (state_ == State::failed) {
            refuse_test("the exit code of a run was not 0");
        } else if (is_in_use_) {
            refuse_test("has no figures");
        }
        test_.reset();
    }

    State state_ = State::named; ///< for test_
    bool is_in_use_ = false;     ///< other output came from hyperfine
};

} // namespace

std::unique_ptr<LineFormat> make_hyperfine_text()
{
    return std::make_unique<HyperfineText>();
}

} // namespace cb::parse
