#include "catch.hpp"
#include "parse/collector.hpp"
#include "parse/found.hpp"

#include <fmt/format.h>

#include <map>
#include <random>
#include <string>
#include <vector>

using namespace cb;
using namespace cb::parse;
using namespace cb::parse::test;

namespace {

const Labels no_labels{};

Sample sample_of(std::string_view test, double value, std::string_view unit = "ns")
{
    return {.benchmark = "b",
            .test = test,
            .metric = "time",
            .unit = unit,
            .direction = Direction::lower,
            .value = value,
            .lines = {1, 1},
            .labels = &no_labels};
}

} // namespace

TEST_CASE("samples of many series go to their own, in whatever order they come")
{
    std::mt19937_64 random{20261127};
    for (int round = 0; round < 50; ++round) {
        Collector collector;
        std::map<std::string, std::vector<double>> expected;
        const auto series = random() % 20 + 1;
        for (int i = 0; i < 500; ++i) {
            // Mostly alternating, so that the collector predicts the next one.
            const auto next =
                random() % 4 == 0 ? random() % series : static_cast<unsigned>(i) % series;
            const auto test = "t" + std::to_string(next);
            expected[test].push_back(i);
            REQUIRE_FALSE(collector.add(sample_of(test, i)));
        }
        const auto found = collector.take(Format::cb);
        REQUIRE(found.results.size() == expected.size());
        for (const auto& result : found.results) {
            REQUIRE((result.values == expected.at(result.test)));
        }
    }
}

TEST_CASE("a sample becomes what a result with one value becomes")
{
    const auto unit = GENERATE("ns", "us", "B", "");
    Collector of_samples;
    Collector of_results;
    for (const auto* const next : {"ns", unit, "ns"}) {
        const auto sample = sample_of("t", 2, next);
        CHECK(of_samples.add(sample) == of_results.add(to_result(sample)));
    }
    CHECK(of_samples.take(Format::cb) == of_results.take(Format::cb));
}

TEST_CASE("samples of a commit do not go to the results of another one")
{
    Collector collector;
    for (const auto* const hash : {"1", "2", "1", "2"}) {
        Past past;
        past.source.repo = hash;
        collector.belongs_to(past);
        REQUIRE_FALSE(collector.add(sample_of("t", *hash - '0')));
    }
    collector.belongs_to(std::nullopt);
    REQUIRE_FALSE(collector.add(sample_of("t", 3)));
    const auto found = collector.take(Format::cb);
    REQUIRE(found.past.size() == 2);
    CHECK(found.past[0].results.front().values == std::vector<double>{1, 1});
    CHECK(found.past[1].results.front().values == std::vector<double>{2, 2});
    CHECK(found.results.front().values == std::vector<double>{3});
}

TEST_CASE("samples that stay apart are results of their own")
{
    Collector collector{Same::apart};
    REQUIRE_FALSE(collector.add(sample_of("t", 1)));
    REQUIRE_FALSE(collector.add(sample_of("t", 2)));
    CHECK(collector.take(Format::cb).results.size() == 2);
}

TEST_CASE("each commit keeps its rejected entries, in all a limited number")
{
    Collector collector;
    const auto other_commit = [&](std::size_t number) {
        Past past;
        past.source.repo = std::to_string(number);
        collector.belongs_to(past);
    };
    const std::size_t commits = 20;
    for (std::size_t i = 0; i < commits; ++i) {
        other_commit(i);
        for (std::size_t n = 0; n < 2000; ++n) {
            collector.reject({.line = n, .column = 1, .field = "f", .reason = "r"});
        }
    }
    Collector gathered;
    other_commit(0);
    gathered.absorb(std::move(collector));
    const auto found = gathered.take(Format::cb);
    CHECK(found.rejected.empty());
    REQUIRE(found.past.size() == commits);
    std::size_t kept = 0;
    for (const auto& past : found.past) {
        kept += past.rejected.size();
        CHECK(past.rejected.back().reason ==
              fmt::format("this and {} later entries were rejected, too",
                          2000 - past.rejected.size()));
    }
    CHECK(kept <= Collector::max_rejected_in_all + commits);
}

TEST_CASE("what is rounded counts only where nothing else is known, whichever came first")
{
    const auto result = [](std::string test, double value) {
        cb::Result made;
        made.benchmark = "b";
        made.test = std::move(test);
        made.metric = "time";
        made.values = {value};
        return made;
    };
    Collector lines;
    CHECK_FALSE(lines.rounded().add(result("a", 1)));
    CHECK_FALSE(lines.rounded().add(result("inner", 2)));
    CHECK_FALSE(lines.rounded().add(result("other", 3)));
    Collector objects;
    CHECK_FALSE(objects.add(result("a", 1.25)));
    CHECK_FALSE(objects.add(result("Class::inner", 2.25)));
    objects.absorb(std::move(lines));
    CHECK(result_lines(objects.take(Format::cb)) ==
          std::vector<std::string>{"b | a | time: 1.25 [] unknown",
                                   "b | Class::inner | time: 2.25 [] unknown",
                                   "b | other | time: 3 [] unknown"});
    CHECK(objects.take(Format::cb).results.empty());

    Collector only;
    CHECK_FALSE(only.rounded().add(result("a", 1)));
    Collector empty;
    empty.absorb(std::move(only));
    CHECK(result_lines(empty.take(Format::cb)) ==
          std::vector<std::string>{"b | a | time: 1 [] unknown"});
}
