#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

/// A line of benchmark.js (Benchmark.prototype.toString): "RegExp#test x 9,226,555 ops/sec ±1.20%
/// (88 runs sampled)".
class BenchmarkJs final : public TextFormat {
public:
    /// A name may begin with any byte.
    [[nodiscard]] bool may_begin(char first) const override { return first != '{'; }
    [[nodiscard]] bool may_end(char last) const override { return last == ')'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        constexpr std::string_view sampled = " sampled)", unit = " ops/sec ", sign = " x ";
        if (!line().text.ends_with(sampled)) {
            return Next::some;
        }
        const auto end = line().text.rfind(unit);
        const auto start = line().text.substr(0, std::min(end, line().text.size())).rfind(sign);
        if (end == std::string_view::npos || start == std::string_view::npos ||
            !is_rest(line().text.substr(end + unit.size()))) {
            return Next::some;
        }
        const auto number =
            trimmed(line().text.substr(start + sign.size(), end - start - sign.size()));
        const auto name = trimmed(line().text.substr(0, start));
        if (!name.empty()) {
            start_test(name);
            read_figure({"throughput", "ops/sec", Direction::higher}, "avg", number);
            give_test();
        }
        return Next::some;
    }

private:
    /// "±1.20% (88 runs sampled)", with the sign in any encoding.
    static bool is_rest(std::string_view text)
    {
        const LineWords words{text};
        return words.size() == 4 && words[0].ends_with('%') && words[1].starts_with('(') &&
               is_count(words[1].substr(1)) && (words[2] == "runs" || words[2] == "run");
    }
};

} // namespace

std::unique_ptr<LineFormat> make_benchmarkjs()
{
    return std::make_unique<BenchmarkJs>();
}

} // namespace cb::parse
