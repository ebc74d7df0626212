#include "catch.hpp"
#include "parse/found.hpp"

#include <cstddef>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// The starts of all lines except the first; for a long text, a sample of them.
std::vector<std::size_t> line_starts(std::string_view text)
{
    constexpr std::size_t max_count = 60;
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const auto step = lines / max_count + 1;
    std::vector<std::size_t> starts;
    for (std::size_t line = 1, at = text.find('\n'); at != std::string_view::npos;
         ++line, at = text.find('\n', at + 1)) {
        if (line % step == 0 && at + 1 < text.size()) {
            starts.push_back(at + 1);
        }
    }
    return starts;
}

bool names_it(const Found& found)
{
    const auto rejected = all_rejected(found);
    return std::any_of(rejected.begin(), rejected.end(), [](const cb::Rejected& entry) {
        return entry.reason.find("was expected here") != std::string::npos;
    });
}

} // namespace

// Output of a program on the same stream may appear anywhere in the output of its benchmark
// library.
TEST_CASE("a line in the midst of a tool's JSON takes nothing away without a word")
{
    const std::string name = GENERATE(as<std::string>{},
                                      "asv-made.json",
                                      "benchmarkdotnet-made-brief.json",
                                      "benchmarkdotnet-made-full.json",
                                      "bmf-made.json",
                                      "catch2-3.7.1.json",
                                      "criterion-made-benchmark.json",
                                      "criterion-made-estimates.json",
                                      "criterion-made-sample.json",
                                      "github-action-benchmark-custom-made.json",
                                      "google-benchmark-1.7.1.json",
                                      "google-benchmark-1.9.5.json",
                                      "hyperfine-1.15.json",
                                      "jmh-made.json",
                                      "lnt-made.json",
                                      "nanobench-made.json",
                                      "nyrkio-made.json",
                                      "pyperf-made.json",
                                      "pyperf-suite-made.json",
                                      "pytest-benchmark-3.2.2.json");
    const std::string noise = GENERATE(
        as<std::string>{}, "***WARNING*** CPU scaling is enabled", "warning: no \"quotes\" [here]");
    const auto text = sample(name);
    const auto whole = find_results(text, Format::automatic);
    for (const auto start : line_starts(text)) {
        const auto found = find_results(text.substr(0, start) + noise + "\n" + text.substr(start),
                                        Format::automatic);
        INFO(name << ": \"" << noise << "\" before " << text.substr(start, 80));
        CHECK((result_lines(found) == result_lines(whole) || names_it(found)));
    }
}

TEST_CASE("a line between the rows of google-benchmark costs no row")
{
    const auto text = sample("google-benchmark-1.9.5.json");
    const auto whole = find_results(text, Format::automatic);
    for (const std::string_view before : {"  \"benchmarks\"", "    {\n", "  ]\n"}) {
        const auto at = text.find(before);
        REQUIRE(at != std::string::npos);
        const auto found = find_results(
            text.substr(0, at) + "***WARNING*** [slow]\n" + text.substr(at), Format::automatic);
        CHECK(result_lines(found) == result_lines(whole));
        CHECK(rejected_lines(found).size() == rejected_lines(whole).size());
    }
}

TEST_CASE("a line that begins another object ends the broken one")
{
    const auto found =
        find_results("{\"context\": 1,\nKilled\nx " + with_value("7") + "\n", Format::automatic);
    CHECK(result_lines(found).size() == 1);
}

TEST_CASE("an object that never ends does not take the log behind it")
{
    std::string log = "{\"context\": 1,\n";
    while (log.size() < 10 * Automaton::max_passed_over) {
        log += "a line of a log\n";
    }
    const auto found = scan(log + "}", {{"context"}});
    CHECK(found.objects.empty());
    CHECK(found.rejections.size() == 1);
}
