#include "base/time.hpp"
#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/job.hpp"

using namespace cb;
using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Source source()
{
    Source source;
    source.repo = "mirage/index";
    source.commit = CommitId::parse(std::string(40, 'a')).value();
    return source;
}

Manifest job()
{
    return {JobId::parse("job-1").value(), source(), {}};
}

Manifest job_that_printed(std::string output)
{
    auto manifest = job();
    Run run;
    run.output = std::move(output);
    manifest.set(std::move(run));
    return manifest;
}

/// The only job of a text.
Manifest from_text(std::string_view text, Source source, Config config, Format format)
{
    TextJob job{std::move(source), std::move(config), format};
    job.feed(text);
    auto jobs = job.finish();
    REQUIRE(jobs.size() == 1);
    return std::move(jobs.front());
}

} // namespace

TEST_CASE("the results of a run are put into its job")
{
    auto manifest =
        job_that_printed("x\n" + with_value("1") + "\n{\"results\":[{\"metrics\":[]}]}\n");
    parse_into(manifest, Format::automatic);
    CHECK(manifest.status() == Status::ok);
    REQUIRE(manifest.parsed());
    CHECK(manifest.parsed()->format == "cb");
    CHECK(manifest.parsed()->found == 1);
    CHECK(manifest.parsed()->rejected.size() == 1);
    CHECK(manifest.results().size() == 1);
    const auto again = Manifest::parse(manifest.to_json());
    REQUIRE(again);
    CHECK(again->results() == manifest.results());
    CHECK(again->parsed() == manifest.parsed());
}

TEST_CASE("a job whose run printed no result fails")
{
    auto manifest = job_that_printed("nothing here\n");
    parse_into(manifest, Format::cb);
    REQUIRE(manifest.failure());
    CHECK(manifest.failure()->stage == Stage::parse);
    CHECK(manifest.failure()->reason == "no_results");
    CHECK(manifest.parsed()->found == 0);
}

TEST_CASE("a job of more series than a job may have fails, and keeps no part of them")
{
    const auto printed = [](std::size_t series) {
        std::string text;
        for (std::size_t i = 0; i < series; ++i) {
            text += R"({"results":[{"name":"b)" + std::to_string(i) +
                    R"(","metrics":[{"name":"m","value":1}]}]})"
                    "\n";
        }
        return text;
    };
    auto many = job_that_printed(printed(max_series + 1));
    parse_into(many, Format::cb);
    REQUIRE(many.failure());
    CHECK(many.failure()->reason == "too_many_series");
    CHECK_THAT(many.failure()->message, CB_CONTAINS("100001 series, and a job may have 100000"));
    CHECK(many.results().empty());
    CHECK(many.parsed()->found == max_series + 1);
    auto few = job_that_printed(printed(max_series));
    parse_into(few, Format::cb);
    CHECK(few.status() == Status::ok);
    CHECK(few.results().size() == max_series);
}

TEST_CASE("a job whose results were all rejected says where the first one is")
{
    auto manifest = job_that_printed("a\nb\n" + with_value("NaN") + with_value("\"x\""));
    parse_into(manifest, Format::cb);
    REQUIRE(manifest.failure());
    CHECK_THAT(manifest.failure()->message, CB_CONTAINS("line 3, column 56"));
    CHECK_THAT(manifest.failure()->message, CB_CONTAINS("NaN"));
    CHECK_THAT(manifest.failure()->message, CB_CONTAINS("first of 2"));
}

TEST_CASE("a job that failed before keeps its failure and the results that it printed")
{
    auto manifest = job_that_printed(with_value("1"));
    const Failure failure{.stage = Stage::run, .reason = "timeout", .message = "too slow"};
    manifest.fail(failure);
    parse_into(manifest, Format::cb);
    CHECK(manifest.failure() == failure);
    CHECK(manifest.results().size() == 1);

    auto empty = job_that_printed("");
    empty.fail(failure);
    parse_into(empty, Format::cb);
    CHECK(empty.failure() == failure);
    CHECK(empty.parsed().has_value());
}

TEST_CASE("a job that never ran passes as it is")
{
    auto manifest = job();
    const auto before = manifest.to_json();
    parse_into(manifest, Format::cb);
    CHECK(manifest.to_json() == before);
}

TEST_CASE("parsing a job again gives the same job, and says when it was read")
{
    const Time then{std::chrono::milliseconds{1'769'846'713'100}};
    auto manifest = job_that_printed(with_value("1"));
    parse_into(manifest, Format::cb, Extent::everything, then);
    const auto once = manifest.to_json();
    CHECK(manifest.parsed()->read_at == cb::parse_rfc3339("2026-01-31T08:05:13.100Z").value());
    parse_into(manifest, Format::cb, Extent::everything, then);
    CHECK(manifest.to_json() == once);
    parse_into(manifest, Format::cb);
    CHECK(manifest.parsed()->read_at.value().known().value() > then);
}

TEST_CASE("a newer reading that finds results takes back the failure of the older one")
{
    auto manifest = job_that_printed("1 2 3\n" + with_value("1"));
    parse_into(manifest, Format::go);
    REQUIRE(manifest.failure());
    parse_into(manifest, Format::cb);
    CHECK(manifest.status() == Status::ok);
    CHECK(Manifest::parse(manifest.to_json())->status() == Status::ok);
}

TEST_CASE("a benchmark's output becomes a job with the source it is given")
{
    const auto manifest = from_text(with_value("1"), source(), {}, Format::automatic);
    CHECK(manifest.status() == Status::ok);
    CHECK(manifest.source() == source());
    CHECK(manifest.results().size() == 1);
    CHECK_FALSE(manifest.run());
    CHECK_FALSE(manifest.parsed()->read_at); // the same text gives the same bytes
    CHECK(Manifest::parse(manifest.to_json()));
}

TEST_CASE("an output without a result becomes a failed job")
{
    const auto manifest = from_text("", source(), {}, Format::cb);
    REQUIRE(manifest.failure());
    CHECK(manifest.failure()->reason == "no_results");
}

TEST_CASE("the same text of the same source and configuration is the same job")
{
    const auto text = with_value("1");
    const auto id = from_text(text, source(), {}, Format::cb).job();
    CHECK(from_text(text, source(), {}, Format::automatic).job() == id);
    CHECK(from_text(text + "\nmore", source(), {}, Format::cb).job() == id);
    CHECK(from_text("\n" + text, source(), {}, Format::cb).job() != id);
    CHECK(from_text(with_value("2"), source(), {}, Format::cb).job() != id);
    CHECK(from_text(with_value("NaN"), source(), {}, Format::cb).job() !=
          from_text(with_value("x"), source(), {}, Format::cb).job());
    Config config;
    config.name = "other";
    CHECK(from_text(text, source(), config, Format::cb).job() != id);
    auto other = source();
    other.branch = "main";
    CHECK(from_text(text, other, {}, Format::cb).job() != id);
}

TEST_CASE("a text that comes in pieces is the same job")
{
    const auto text = with_value("1");
    TextJob in_pieces{source(), {}, Format::cb};
    for (const char c : text) {
        in_pieces.feed({&c, 1});
    }
    CHECK(in_pieces.finish().at(0).to_json() ==
          from_text(text, source(), {}, Format::cb).to_json());
}

namespace {

/// A history with one figure per commit, which is identified by its digit.
std::string history(const std::vector<std::pair<char, int>>& commits)
{
    std::string text;
    for (const auto& [digit, value] : commits) {
        text += fmt::format(
            R"({{"metrics":[{{"name":"m","value":{}}}],"attributes":{{"git_commit":"{}"}}}})",
            value,
            std::string(40, digit));
    }
    return text;
}

std::vector<Manifest> jobs_of(std::string_view text)
{
    TextJob job{source(), {}, Format::automatic};
    job.feed(text);
    return job.finish();
}

/// The lines of a job's results.
std::vector<std::string> lines_of(const Manifest& job)
{
    return result_lines(job.results());
}

} // namespace

TEST_CASE("a text with results of another commit becomes its job")
{
    const auto jobs = jobs_of(history({{'1', 5}, {'1', 7}}));
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].source().commit->hex() == std::string(40, '1'));
    CHECK(jobs[0].source().repo == "mirage/index");
    CHECK(jobs[0].status() == Status::ok);
    REQUIRE(jobs[0].parsed());
    CHECK(jobs[0].parsed()->format == "nyrkio");
    CHECK(lines_of(jobs[0]) == std::vector<std::string>{"default | default | m: 5 7 [] unknown"});
}

TEST_CASE("a text with results of several commits is a history and not one job")
{
    const auto text = history({{'1', 5}, {'2', 6}, {'1', 7}});
    CHECK_THROWS_WITH(jobs_of(text), CB_CONTAINS("2 commits; cb import reads it"));
    FollowedText followed{source(), {}, Format::automatic};
    followed.feed(history({{'1', 5}}));
    CHECK(followed.take().size() == 1);
    followed.feed(history({{'2', 5}}));
    CHECK_THROWS_WITH(followed.take(), CB_CONTAINS("2 commits; cb import reads it"));
}

TEST_CASE("the job of a part of a history is the same when the history has grown")
{
    Past past{.part = "suite"};
    past.source.commit = CommitId::parse(std::string(40, '1')).value();
    past.last_measured_at = parse_rfc3339("2026-01-31T08:00:00Z").value();
    const auto make = [&] { return make_past_job(past, source(), {}, "asv"); };
    const auto before = make();
    CHECK(before.source().repo == "mirage/index");
    CHECK(before.parsed()->read_at == *past.last_measured_at);
    CHECK(before.failure()->reason == "no_results");
    past.results.emplace_back().values = {1};
    CHECK(make().job() == before.job());
    CHECK(make().status() == Status::ok);
    past.part = "other suite";
    CHECK(make().job() != before.job());
    past.part = "";
    const auto without_part = make();
    past.results.back().lines = {{7, 7}};
    CHECK(make().job() == without_part.job());
    past.results.back().values = {2};
    CHECK(make().job() != without_part.job());
}

TEST_CASE("the job of a history says of its run what the history says")
{
    Past past;
    past.source.commit = CommitId::parse(std::string(40, '1')).value();
    CHECK_FALSE(make_past_job(past, source(), {}, "asv").run());
    past.first_measured_at = parse_rfc3339("2026-01-31T08:00:00Z").value();
    past.host.name = "bench1";
    past.provenance = {{"python", "3.11"}};
    const auto job = make_past_job(past, source(), {}, "asv");
    REQUIRE(job.run());
    CHECK(job.run()->engine.text() == "asv");
    CHECK(job.run()->fitness.verdict.text() == "unknown");
    CHECK(job.run()->pins.aslr.text() == "unknown");
    CHECK(job.run()->started_at == *past.first_measured_at);
    CHECK_FALSE(job.run()->wall_s);
    CHECK(job.run()->provenance == past.provenance);
    CHECK(job.worker()->text() == "bench1");
}

TEST_CASE("a job that was read before and has no output is not read again")
{
    Past past{.part = "suite"};
    past.source.commit = CommitId::parse(std::string(40, '1')).value();
    past.host.name = "bench1";
    past.results.emplace_back().values = {1};
    auto job = make_past_job(past, source(), {}, "asv");
    const auto before = job.to_json();
    parse_into(job, Format::automatic);
    CHECK(job.to_json() == before);
}

TEST_CASE("results of the text's own commit and of others are apart")
{
    const auto jobs = jobs_of(with_value("1") + history({{'2', 6}}));
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].source() == source());
    CHECK(lines_of(jobs[0]) == std::vector<std::string>{"default | t | m: 1 [] unknown"});
    CHECK(jobs[1].results().size() == 1);
}

TEST_CASE("what a run prints of other commits is rejected")
{
    auto manifest = job_that_printed(with_value("1") + history({{'2', 6}, {'3', 6}}));
    parse_into(manifest, Format::automatic);
    CHECK(manifest.results().size() == 1);
    REQUIRE(manifest.parsed()->rejected.size() == 1);
    CHECK_THAT(manifest.parsed()->rejected[0].reason, CB_CONTAINS("2 other jobs"));
}
