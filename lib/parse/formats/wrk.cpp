#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"
#include "parse/measure.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cb::parse {

namespace {

constexpr ResultMetric wrk_throughput{"throughput", "requests/s", Direction::higher};
constexpr ResultMetric transfer{"transfer", "B/s", Direction::higher};
constexpr ResultMetric wrk_latency{"latency", "ns", Direction::lower};

/// "7.37ms" in nanoseconds; the "m" in "1.50m" means minutes.
Parsed<double> parse_time(std::string_view word)
{
    const auto measure = parse_measure(word);
    if (!measure) {
        return tl::unexpected{measure.error()};
    }
    const auto unit = measure->unit == "m" ? std::string{"min"} : measure->unit;
    const auto value = nanoseconds(unit);
    return value ? Parsed<double>{converted(measure->value, unit, "ns").value_or(0)}
                 : tl::unexpected{fmt::format("\"{:.40}\" is not a time", to_name(word))};
}

/// "588.09KB", where a KB has 1024 bytes.
Parsed<double> parse_bytes(std::string_view word)
{
    constexpr std::string_view letters = "KMGTP";
    auto number = word;
    if (!number.ends_with('B')) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a size", to_name(word))};
    }
    number.remove_suffix(1);
    const auto at = number.empty() ? std::string_view::npos : letters.find(number.back());
    number.remove_suffix(at == std::string_view::npos ? 0 : 1);
    const auto value = parse_finite(number);
    const auto power = at == std::string_view::npos ? 0 : static_cast<int>(at) + 1;
    return value ? Parsed<double>{*value * std::pow(1024, power)} : value;
}

/// The output of wrk and wrk2 (src/wrk.c).
class Wrk final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == 'R'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        if (const auto address = address_of(line().text)) {
            end_text();
            start_test(*address);
            errors_ = {};
        } else if (test_) {
            read_in_test();
        }
        return test_ ? Next::every : Next::some;
    }

private:
    /// "http://127.0.0.1/" in "Running 2s test @ http://127.0.0.1/".
    static std::optional<std::string_view> address_of(std::string_view line)
    {
        constexpr std::string_view mark = " test @ ";
        if (!take(line, "Running ")) {
            return std::nullopt;
        }
        const auto at = line.find(mark);
        const bool is_first_line =
            at != std::string_view::npos && parse_time(line.substr(0, at)).has_value();
        return is_first_line ? std::optional{trimmed(line.substr(at + mark.size()))} : std::nullopt;
    }

    void read_in_test()
    {
        const LineWords words{line().text};
        if (words[1] == "threads" && words[2] == "and" && words[4] == "connections") {
            test_->add_parameter("threads", words[0]);
            test_->add_parameter("connections", words[3]);
        } else if (words[0] == "Latency" && words.size() == 5) {
            add_figure(wrk_latency, "avg", words[1], parse_time(words[1]));
            add_figure(wrk_latency, "stddev", words[2], parse_time(words[2]));
            add_figure(wrk_latency, "max", words[3], parse_time(words[3]));
        } else if (words.size() == 2 && words[0].ends_with('%')) {
            add_percentile(words);
        } else if (const auto count =
                       value_behind(trimmed(line().text), "Non-2xx or 3xx responses:")) {
            errors_ = to_name(*count);
        } else if (words[0] == "Requests/sec:") {
            add_figure(wrk_throughput, "", words[1], parse_finite(words[1]));
        } else if (words[0] == "Transfer/sec:") {
            add_figure(transfer, "", words[1], parse_bytes(words[1]));
            end_test();
        }
    }

    void add_percentile(const LineWords& words)
    {
        const auto percent = parse_finite(words[0].substr(0, words[0].size() - 1));
        const auto value = parse_time(words[1]);
        if (percent && value) {
            const auto key = fmt::format("p{:.6g}", *percent);
            const auto* const name = key == "p50" ? "median" : key.c_str();
            add_figure(wrk_latency, key == "p100" ? "max" : name, words[1], value);
        }
    }

    void end_test()
    {
        if (errors_.empty()) {
            give_test();
        } else {
            refuse_test(fmt::format("{:.20} responses were none of 2xx and 3xx", errors_));
        }
    }

    std::string errors_{}; ///< the number of failed responses
};

} // namespace

std::unique_ptr<LineFormat> make_wrk()
{
    return std::make_unique<Wrk>();
}

} // namespace cb::parse
