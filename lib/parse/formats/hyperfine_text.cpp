#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

constexpr TextMetric time_metric{"time", "s", Direction::lower};
constexpr TextMetric user_metric{"user", "s", Direction::lower};
constexpr TextMetric system_metric{"system", "s", Direction::lower};

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
class HyperfineText final : public LineFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    [[nodiscard]] bool may_begin(char first) const override { return first == 'B'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        if (const auto command = command_of(line.text)) {
            end_test(collector);
            test_.emplace("default", *command, line.number);
            state_ = State::named;
        } else if (test_) {
            read_in_test(line, collector);
        }
        return test_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override { end_test(collector); }

private:
    enum class State : std::uint8_t { named, interrupted, measured, failed };

    void read_in_test(const TextLine& line, Collector& collector)
    {
        auto text = line.text;
        if (state_ == State::measured && take(text, "  Range (")) {
            read_range(line, text, collector);
        } else if (state_ == State::measured && text.starts_with("  Warning: Ignoring non-zero")) {
            state_ = State::failed;
        } else if (state_ != State::measured && state_ != State::failed && take(text, "  Time (")) {
            read_time(line, text, collector);
        } else if (text.starts_with("Error: ")) {
            is_in_use_ = true;
            end_test(collector);
        } else if (state_ == State::named && !trimmed(text).empty()) {
            state_ = State::interrupted;
        } else if ((state_ == State::measured || state_ == State::failed) && !text.empty() &&
                   text.front() != ' ') {
            end_test(collector);
        }
    }

    /// "mean ± σ):      20.0 ms ±   9.6 ms    [User: 1.3 ms, System: 0.0 ms]", and for a single run
    /// "abs ≡):         55.7 ms               [User: 1.4 ms, System: 0.0 ms]".
    void read_time(const TextLine& line, std::string_view text, Collector& collector)
    {
        const bool is_one_run = text.starts_with("abs");
        const auto end = text.find("):");
        if (end == std::string_view::npos) {
            return;
        }
        is_in_use_ = true;
        if (state_ == State::interrupted) {
            refuse("other lines are between the name and its figures: if they are part of the "
                   "command, name it with --command-name, or use --export-json",
                   collector);
            return;
        }
        if (!text.ends_with(']')) {
            refuse("the line with its figures is not complete", collector);
            return;
        }
        state_ = State::measured;
        const LineWords words{text.substr(end + 2)};
        if (is_one_run) {
            test_->read(time_metric, "", {words[0], words[1]}, line, collector);
        } else {
            test_->read(time_metric, "avg", {words[0], words[1]}, line, collector);
            test_->read(time_metric, "stddev", {words[3], words[4]}, line, collector);
        }
        read_usage(line, user_metric, "User: ", collector);
        read_usage(line, system_metric, "System: ", collector);
    }

    void read_usage(const TextLine& line,
                    const TextMetric& metric,
                    std::string_view key,
                    Collector& collector)
    {
        const auto at = line.text.find(key);
        if (at != std::string_view::npos) {
            const auto rest = line.text.substr(at + key.size());
            const LineWords words{rest.substr(0, rest.find_first_of(",]"))};
            test_->read(metric, "avg", {words[0], words[1]}, line, collector);
        }
    }

    /// "min … max):    11.5 ms …  32.5 ms    5 runs"
    void read_range(const TextLine& line, std::string_view text, Collector& collector)
    {
        const auto end = text.find("):");
        if (end != std::string_view::npos && text.ends_with(" runs")) {
            const LineWords words{text.substr(end + 2)};
            test_->read(time_metric, "min", {words[0], words[1]}, line, collector);
            test_->read(time_metric, "max", {words[3], words[4]}, line, collector);
        }
    }

    void refuse(std::string reason, Collector& collector)
    {
        std::move(*test_).refuse(std::move(reason), collector);
        test_.reset();
    }

    /// A line "Benchmark 1: …" without figures comes from hyperfine only if other lines do.
    void end_test(Collector& collector)
    {
        if (test_ && state_ == State::measured) {
            std::move(*test_).give(collector);
        } else if (test_ && state_ == State::failed) {
            refuse("the exit code of a run was not 0", collector);
        } else if (test_ && is_in_use_) {
            refuse("has no figures", collector);
        }
        test_.reset();
    }

    std::optional<TextTest> test_{};
    State state_ = State::named; ///< for test_
    bool is_in_use_ = false;     ///< other output came from hyperfine
};

} // namespace

std::unique_ptr<LineFormat> make_hyperfine_text()
{
    return std::make_unique<HyperfineText>();
}

} // namespace cb::parse
