#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr ResultMetric redis_throughput{"throughput", "requests/s", Direction::higher};
constexpr ResultMetric redis_latency{"latency", "ms", Direction::lower};
constexpr ResultMetric median_latency{"median_latency", "ms", Direction::lower};
constexpr std::string_view unit = " requests per second";

/// The output of redis-benchmark and its descendants (src/redis-benchmark.c), in full or with `-q`.
class RedisBenchmark final : public TextFormat {
public:
    /// A command may begin with any letter.
    [[nodiscard]] bool may_begin(char first) const override { return first != '{' && first != ' '; }
    /// "====== SET ======"; "SET: 15267.18 requests per second, p50=0.455 msec".
    [[nodiscard]] bool may_end(char last) const override
    {
        return last == '=' || last == 'c' || last == 'd';
    }

    [[nodiscard]] bool is_sure_of(std::string_view line) const override
    {
        return line.ends_with(" requests per second") || line.ends_with(" msec");
    }
    [[nodiscard]] Next read_line() override
    {
        constexpr std::string_view rule = "======";
        const auto command = text_between(line().text, "====== ", " ======");
        if (command && !command->starts_with('=')) {
            end_text();
            start_test(*command);
            is_used_ = false;
        } else if (test_) {
            read_in_test();
        } else if (!line().text.starts_with(rule)) {
            read_quiet();
        }
        return test_ ? Next::every : Next::some;
    }

    void end_text() override
    {
        if (is_used_) { // otherwise a heading of something else
            TextFormat::end_text();
        }
        test_.reset();
    }

private:
    void read_in_test()
    {
        const auto text = trimmed(line().text);
        const LineWords words{text};
        if (!is_used_) { // the first line below the name
            is_used_ = text.find(" requests completed in ") != std::string_view::npos;
            if (!is_used_) {
                test_.reset();
            }
        } else if (text.ends_with(" parallel clients")) {
            test_->add_parameter("clients", words[0]);
        } else if (text.ends_with(" bytes payload")) {
            test_->add_parameter("payload", words[0]);
        } else if (const auto threads = value_behind(text, "threads: ")) {
            test_->add_parameter("threads", *threads);
        } else if (auto rest = text; take(rest, "throughput summary: ") && rest.ends_with(unit)) {
            read_figure(redis_throughput, "", LineWords{rest}[0]);
        } else if (words[0] == "avg" && words[5] == "max") {
            is_latency_next_ = true;
        } else if (is_latency_next_ && is_latency(words)) {
            read_latency(words);
        } else if (words.size() == 4 && text.ends_with(unit)) { // the last line before version 6.2
            read_figure(redis_throughput, "", words[0]);
            end_test();
        }
    }

    /// Whether the line consists of six numbers, unlike other output.
    static bool is_latency(const LineWords& words)
    {
        bool are_numbers = words.size() == 6;
        for (std::size_t i = 0; i < words.size(); ++i) {
            are_numbers = are_numbers && words.finite(i);
        }
        return are_numbers;
    }

    void read_latency(const LineWords& words)
    {
        constexpr std::array<std::string_view, 6> keys{"avg", "min", "median", "p95", "p99", "max"};
        for (std::size_t i = 0; i < keys.size(); ++i) {
            read_figure(redis_latency, keys[i], words[i]);
        }
        end_test();
    }

    /// "SET: 15267.18 requests per second, p50=0.455 msec"
    void read_quiet()
    {
        const auto end = line().text.rfind(unit);
        const auto colon = line().text.substr(0, std::min(end, line().text.size())).rfind(": ");
        if (end == std::string_view::npos || colon == std::string_view::npos) {
            return;
        }
        const auto name = trimmed(line().text.substr(0, colon));
        const auto number = line().text.substr(colon + 2, end - colon - 2);
        auto rest = line().text.substr(end + unit.size());
        const bool has_median = take(rest, ", p50=") && rest.ends_with(" msec");
        const bool is_old = rest.empty() && is_command(name) && has_two_decimals(number);
        if (name.empty() || !parse_finite(number) || (!has_median && !is_old)) {
            return; // a sentence
        }
        start_test(name);
        read_figure(redis_throughput, "", number);
        if (has_median) {
            read_figure(median_latency, "", LineWords{rest}[0]);
        }
        give_test();
    }

    /// "PING_INLINE", "LRANGE_100 (first 100 elements)"
    static bool is_command(std::string_view name)
    {
        const auto word = name.substr(0, name.find(' '));
        return std::all_of(word.begin(), word.end(), [](char c) {
            return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        });
    }

    static bool has_two_decimals(std::string_view number)
    {
        return number.size() > 3 && number[number.size() - 3] == '.';
    }

    void end_test()
    {
        give_test();
        is_latency_next_ = false;
    }

    bool is_used_ = false;         ///< the test is really one of redis-benchmark
    bool is_latency_next_ = false; ///< the next line has the figures
};

} // namespace

std::unique_ptr<LineFormat> make_redis_benchmark()
{
    return std::make_unique<RedisBenchmark>();
}

} // namespace cb::parse
