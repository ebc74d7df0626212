#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"
#include "parse/measure.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

constexpr TextMetric throughput{"throughput", "requests/s", Direction::higher};
constexpr TextMetric transfer{"transfer", "B/s", Direction::higher};
constexpr TextMetric latency{"latency", "ns", Direction::lower};

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
class Wrk final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == 'R'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        constexpr std::string_view mark = " test @ ";
        const auto at = line.text.find(mark);
        auto duration = line.text.substr(0, at);
        if (at != std::string_view::npos && take(duration, "Running ") &&
            parse_time(duration).has_value()) {
            finish(collector);
            test_.emplace("default", trimmed(line.text.substr(at + mark.size())), line.number);
            errors_ = {};
        } else if (test_) {
            read_in_test(line, collector);
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
    void read_in_test(const TextLine& line, Collector& collector)
    {
        const LineWords words{line.text};
        if (words[1] == "threads" && words[2] == "and" && words[4] == "connections") {
            test_->add_parameter("threads", words[0]);
            test_->add_parameter("connections", words[3]);
        } else if (words[0] == "Latency" && words.size() == 5) {
            test_->add(latency, "avg", {words[1], ""}, parse_time(words[1]), line, collector);
            test_->add(latency, "stddev", {words[2], ""}, parse_time(words[2]), line, collector);
            test_->add(latency, "max", {words[3], ""}, parse_time(words[3]), line, collector);
        } else if (words.size() == 2 && words[0].ends_with('%')) {
            add_percentile(line, words, collector);
        } else if (const auto count =
                       value_behind(trimmed(line.text), "Non-2xx or 3xx responses:")) {
            errors_ = to_name(*count);
        } else if (words[0] == "Requests/sec:") {
            test_->add(throughput, "", {words[1], ""}, parse_finite(words[1]), line, collector);
        } else if (words[0] == "Transfer/sec:") {
            test_->add(transfer, "", {words[1], ""}, parse_bytes(words[1]), line, collector);
            end_test(collector);
        }
    }

    void add_percentile(const TextLine& line, const LineWords& words, Collector& collector)
    {
        const auto percent = parse_finite(words[0].substr(0, words[0].size() - 1));
        const auto value = parse_time(words[1]);
        if (percent && value) {
            const auto key = fmt::format("p{:.6g}", *percent);
            const auto* const name = key == "p50" ? "median" : key.c_str();
            test_->add(
                latency, key == "p100" ? "max" : name, {words[1], ""}, value, line, collector);
        }
    }

    void end_test(Collector& collector)
    {
        if (errors_.empty()) {
            std::move(*test_).give(collector);
        } else {
            std::move(*test_).refuse(
                fmt::format("{:.20} responses were none of 2xx and 3xx", errors_), collector);
        }
        test_.reset();
    }

    std::optional<TextTest> test_{};
    std::string errors_{}; ///< the number of failed responses
};

} // namespace

std::unique_ptr<LineFormat> make_wrk()
{
    return std::make_unique<Wrk>();
}

} // namespace cb::parse
