#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"

#include <algorithm>
#include <limits>

// Texts from repositories and benchmarks are untrusted.
namespace cb::store {

namespace {

const std::string replaced = "\xEF\xBF\xBD";

/// The summary number with this name.
const Sample& sample_named(const std::vector<Sample>& samples, const std::string& statistic)
{
    const auto at = std::find_if(samples.begin(), samples.end(), [&](const Sample& sample) {
        return sample.statistic == statistic;
    });
    REQUIRE(at != samples.end());
    return *at;
}

std::vector<std::string> hostile_texts()
{
    return {"'; DROP TABLE sample; --",
            "it's \"quoted\" \\ \\\\ \\n \\u0041",
            "tab\tnew\nline\rreturn",
            "\\N",
            "\\.",
            "{a,b}",
            "null",
            "%s $1 ?1 :a",
            "\xF0\x9F\x98\x80 \xC3\xA4 \xE2\x80\xAE",
            std::string{"\x01\x1f\x7f"},
            " ",
            "="};
}

} // namespace

TEST_CASE("hostile texts come back as they were, wherever they stand")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    for (const auto& text : hostile_texts()) {
        auto result = result_of(text, {1});
        result.benchmark = result.metric = result.unit = result.description = text;
        result.labels = {{text, text}};
        auto summary = result_of("summary", {});
        summary.summary = {{text, 2}};
        auto source = source_of(text, '1');
        source.branch = source.tag = source.author = source.subject = source.url = text;
        Config config;
        config.name = text;
        config.worker = text;
        config.options.by_command[text][text] = {text};
        auto job = job_from("j", source, {result, summary}, config);
        Run run;
        run.host.key = run.host.name = run.host.cpu = run.host.kernel = text;
        run.output = run.log = run.image = text;
        run.argv = {text};
        job.set(run);
        job.fail({Stage::run, text, text});
        REQUIRE(store->put(std::vector{job}) == std::vector{Put::added});
        const auto samples = all_samples(*store);
        REQUIRE(samples.size() == 2);
        for (const auto& sample : samples) {
            CHECK(sample.repository == text);
            CHECK(sample.branch == text);
            CHECK(sample.worker == text);
            CHECK(sample.host_key == text);
        }
        const auto& sample = samples[samples[0].test == "summary" ? 1 : 0];
        CHECK(sample.benchmark == text);
        CHECK(sample.test == text);
        CHECK(sample.metric == text);
        CHECK(sample.unit == text);
        CHECK(sample_named(samples, text).value == 2);
        CHECK(database.column("SELECT run -> 'argv' ->> 0 FROM job") == std::vector{text});
        database.column("DELETE FROM job");
    }
}

TEST_CASE("a NUL character becomes U+FFFD, in text and in JSON")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto manifest = Manifest::parse(
        R"({"cb":1,"job":"j","status":"ok","source":{"repo":"a\u0000b","url":"\u0000\\u0000"},)"
        R"("results":[{"benchmark":"\u0000","test":"\ud83d\ude00","metric":"m","values":[1]}]})");
    REQUIRE(manifest);
    CHECK(store->put(std::vector{*manifest}) == std::vector{Put::added});
    const auto samples = all_samples(*store);
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].repository == "a" + replaced + "b");
    CHECK(samples[0].benchmark == replaced);
    CHECK(samples[0].test == "\xF0\x9F\x98\x80");
    CHECK(database.column("SELECT source ->> 'url' FROM job") ==
          std::vector<std::string>{replaced + "\\u0000"});
    CHECK(store->put(std::vector{*manifest}) == std::vector{Put::already_there});
}

TEST_CASE("names of a megabyte are names like any other")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    // Incompressible, because PostgreSQL compresses index entries.
    std::string name;
    for (unsigned i = 0, x = 1; i < 1'000'000; ++i) {
        x = x * 1664525U + 1013904223U;
        name += static_cast<char>('!' + (x >> 24U) % 90U);
    }
    auto result = result_of(name, {1});
    result.benchmark = result.metric = result.unit = name;
    auto summary = result_of("s", {});
    summary.summary = {{name, 1}};
    auto source = source_of(name, '1');
    source.branch = source.tag = source.subject = name;
    Config config;
    config.name = name;
    config.worker = name;
    const auto job = [&](std::string_view id) {
        return job_from(id, source, {result, summary}, config);
    };
    CHECK(store->put(std::vector{job("a")}) == std::vector{Put::added});
    CHECK(database.open()->put(std::vector{job("b")}) == std::vector{Put::added});
    CHECK(database.count("repository") == 1);
    CHECK(database.count("series") == 2);
    const auto samples = all_samples(*store);
    REQUIRE(samples.size() == 4);
    CHECK(samples[0].repository == name);
}

TEST_CASE("counts beyond a database's integers are stored")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
    auto source = source_of("r", '1');
    source.pull = Pull{
        .number = huge, .title = "", .author = "", .base = "", .base_commit = {}, .head_repo = {}};
    Manifest job{job_id("j"), source, Config{}};
    job.set(ParseFacts{.format = "cb",
                       .found = huge,
                       .rejected = {{.line = huge, .column = huge, .field = "", .reason = ""}}},
            {});
    Run run;
    run.usage.peak_memory_bytes = huge;
    run.exit_code = std::numeric_limits<int>::min();
    job.set(run);
    CHECK(database.open()->put(std::vector{job}) == std::vector{Put::added});
    CHECK(database.column("SELECT pull_number FROM job")[0] == "9223372036854775807");
}

} // namespace cb::store
