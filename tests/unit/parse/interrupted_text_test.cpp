#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"

#include <map>
#include <tuple>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

using Name = std::tuple<std::string, std::string, std::string>;
using Figures = std::pair<std::vector<double>, std::optional<std::map<std::string, double>>>;

std::map<Name, Figures> by_name(const Found& found)
{
    std::map<Name, Figures> figures;
    for (const auto& result : found.results) {
        figures[{result.benchmark, result.test, result.metric}] = {result.values, result.summary};
    }
    return figures;
}

/// Whether the figures are a subset of those of the whole text.
bool are_of(const Figures& some, const Figures& all)
{
    const auto& [values, summary] = some;
    const bool are_values = std::all_of(values.begin(), values.end(), [&all](double value) {
        return std::count(all.first.begin(), all.first.end(), value) > 0;
    });
    if (!are_values || !summary) {
        return are_values;
    }
    return all.second && std::all_of(summary->begin(), summary->end(), [&all](const auto& figure) {
               const auto same = all.second->find(figure.first);
               return same != all.second->end() && same->second == figure.second;
           });
}

/// The results that the whole text lacks or has with other figures.
std::vector<std::string> wrong_in(const Found& found, const std::map<Name, Figures>& whole)
{
    std::vector<std::string> wrong;
    for (const auto& [name, figures] : by_name(found)) {
        const auto same = whole.find(name);
        if (same == whole.end() || !are_of(figures, same->second)) {
            wrong.push_back(std::get<1>(name) + " " + std::get<2>(name));
        }
    }
    return wrong;
}

/// The format in the name NAME-VERSION.*, which is faster to read than all formats.
Format format_of(std::string_view sample_name)
{
    auto found = Format::automatic;
    for (const auto& format : list_formats()) {
        if (sample_name.starts_with(fmt::format("{}-", format.name))) {
            found = parse_format(format.name).value();
        }
    }
    return found;
}

std::vector<std::size_t> all_line_starts(std::string_view text)
{
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;) {
        starts.push_back(++at);
    }
    return starts;
}

std::string any_sample()
{
    return GENERATE(as<std::string>{},
                    "benchmark-ips-2.7.2.txt",
                    "benchmarkjs-2.1.4.txt",
                    "divan-made.txt",
                    "google-benchmark-1.7.1-us.txt",
                    "google-benchmark-1.7.1.console.txt",
                    "gungraun-made.txt",
                    "hyperfine-1.15.txt",
                    "jmh-made.txt",
                    "perf-6.1.txt",
                    "perf-6.1.csv",
                    "pgbench-15-scripts.txt",
                    "pytest-benchmark-3.2.2.txt",
                    "redis-benchmark-7.0.15-quiet.txt",
                    "redis-benchmark-7.0.15.txt",
                    "time-1.9.txt",
                    "wrk-4.1.0.txt");
}

} // namespace

TEST_CASE("text for people: a line between its lines makes no figure wrong")
{
    const auto name = any_sample();
    const auto text = sample(name);
    const auto whole = by_name(find_results(text, format_of(name)));
    const std::string line = GENERATE(as<std::string>{},
                                      "warning: 12 files of 3.5 MB took 7 ms\n",
                                      "  indented output of the program: 5\n",
                                      "42 17 ns 17 ns 3\n",
                                      "\n");
    for (const auto at : all_line_starts(text)) {
        auto disturbed = text;
        disturbed.insert(at, line);
        const auto found = find_results(disturbed, format_of(name));
        INFO(name << ", before byte " << at << ": " << line);
        CHECK(wrong_in(found, whole).empty());
    }
}

TEST_CASE("text for people: what is cut off between lines makes no figure wrong")
{
    const auto name = any_sample();
    const auto text = sample(name);
    const auto whole = by_name(find_results(text, format_of(name)));
    for (const auto at : all_line_starts(text)) {
        INFO(name << ", cut off at byte " << at);
        CHECK(wrong_in(find_results(text.substr(0, at), format_of(name)), whole).empty());
    }
}

TEST_CASE("text for people: what never ends takes linear time")
{
    const auto name = any_sample();
    const auto whole = sample(name);
    const auto part = whole.substr(0, whole.size() / 2);
    INFO(name);
    CHECK(grows_linearly([&](std::size_t size) { return repeated(part, size); }, format_of(name)));
}

TEST_CASE("text for people: what is cut off within a line makes no figure wrong")
{
    const std::string name = GENERATE(as<std::string>{},
                                      "benchmark-ips-2.7.2.txt",
                                      "benchmarkjs-2.1.4.txt",
                                      "catch2-2.13.10.console.txt",
                                      "catch2-3.7.1.xml",
                                      "criterion-made.txt",
                                      "csv-google-benchmark-1.7.1.csv",
                                      "csv-hyperfine-1.15.csv",
                                      "divan-made.txt",
                                      "go-1.19.txt",
                                      "go-1.19-json.jsonl",
                                      "google-benchmark-1.7.1-tabular.txt",
                                      "google-benchmark-1.7.1.console.txt",
                                      "gungraun-made.txt",
                                      "hyperfine-1.15.txt",
                                      "jmh-made.txt",
                                      "libtest-1.95.txt",
                                      "perf-6.1.txt",
                                      "perf-6.1-runs.txt",
                                      "perf-6.1.csv",
                                      "perf-6.1-runs.csv",
                                      "pgbench-15.txt",
                                      "pytest-benchmark-3.2.2.txt",
                                      "redis-benchmark-7.0.15-quiet.txt",
                                      "redis-benchmark-7.0.15.txt",
                                      "time-1.9.txt",
                                      "tinybench-6.2.5-table.txt",
                                      "wrk-4.1.0.txt");
    const auto text = sample(name);
    const auto whole = by_name(find_results(text, format_of(name)));
    REQUIRE(!whole.empty());
    constexpr std::size_t max_count = 1500;
    const auto step = text.size() / max_count + 1;
    for (std::size_t size = 0; size < text.size(); size += step) {
        const auto found = find_results(text.substr(0, size), format_of(name));
        if (!wrong_in(found, whole).empty()) {
            INFO(name << ", cut off behind " << text.substr(size < 60 ? 0 : size - 60, size));
            CHECK(wrong_in(found, whole) == std::vector<std::string>{});
        }
    }
}

TEST_CASE("a figure whose end is not certain is named")
{
    const auto rejected = [](std::string_view text) {
        return rejected_lines(find_results(text, Format::automatic));
    };
    const auto go = find_results("BenchmarkA-2 \t 100\t 9 ns/op\t 12 widgets/s", Format::go);
    CHECK(result_lines(go) == Lines{"default | BenchmarkA-2 | time: 9 [ns/op] lower"});
    CHECK(rejected_lines(go) ==
          Lines{"1:30 BenchmarkA-2/widgets/s: the text ends in this line without a newline, so the "
                "unit may be cut off"});
    CHECK(rejected("BenchmarkA-2 \t 100\t 9 ns").size() == 1);
    CHECK(rejected("BenchmarkA-2 \t 100\t 9 ns/op").empty());
    CHECK(rejected("command,mean,stddev,median,user,system,min,max\nx,1,2,3,4,5,6,7").size() == 3);
}
