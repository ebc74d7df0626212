#include "base/words.hpp"
#include "catch.hpp"
#include "manifest/manifest.hpp"
#include "samples.hpp"

using namespace cb;
using namespace cb::test;

namespace {

/// The full manifest, failed, with this member text replaced.
std::string full_with(std::string_view piece, std::string_view other)
{
    auto manifest = full_manifest();
    manifest.fail({Stage::run, "exit", "it failed", Fault::machine});
    auto line = manifest.to_json();
    const auto at = line.find(piece);
    REQUIRE(at != std::string::npos);
    return line.replace(at, piece.size(), other);
}

/// A manifest whose failure has these two words.
Manifest failed_with(std::string_view stage, std::string_view fault)
{
    auto manifest =
        Manifest::parse(R"({"cb":1,"job":"j","status":"failed","failure":{"stage":")" +
                        std::string{stage} + R"(","reason":"x","message":"m","fault":")" +
                        std::string{fault} + R"("},"source":{"repo":"r"}})");
    REQUIRE(manifest.has_value());
    return std::move(*manifest);
}

} // namespace

TEST_CASE("a word that this program does not know is kept, wherever it appears")
{
    const auto [piece, other] = GENERATE(table<std::string, std::string>({
        {R"("stage":"run")", R"("stage":"notify")"},
        {R"("fault":"machine")", R"("fault":"nobody")"},
        {R"("build":{"engine":"podman")", R"("build":{"engine":"apptainer")"},
        {R"("run":{"engine":"docker")", R"("run":{"engine":"apptainer")"},
        {R"("outcome":"exit")", R"("outcome":"bored")"},
        {R"("outcome":"signal")", R"("outcome":"bored")"},
        {R"("held_by":"cpuset")", R"("held_by":"glue")"},
        {R"("aslr":"off_verified")", R"("aslr":"")"},
        {R"("verdict":"suspect","reasons")", R"("verdict":"odd","reasons")"},
        {R"("weight":"suspect")", R"("weight":"odd")"},
        {R"("verdict":"suspect","usage")", R"("verdict":"odd","usage")"},
        {R"("reason":"out_of_runs")", R"("reason":"bored")"},
        {R"("order":"AB")", R"("order":"ABC")"},
        {R"("verdict":"slower")", R"("verdict":"stranger")"},
        {R"("direction":"lower")", R"("direction":"sideways")"},
        {R"("authored_at":"2026-01-30T07:00:00Z")", R"("authored_at":"yesterday")"},
        {R"("started_at":"2026-01-31T08:00:00Z")", R"("started_at":"noon")"},
        {R"("read_at":"2026-01-31T08:05:13.100Z")", R"("read_at":"later")"},
        {R"("asked_at":"1970-01-02T00:00:00Z")", R"("asked_at":"once")"},
    }));
    INFO(other);
    const auto line = full_with(piece, other);
    auto manifest = Manifest::parse(line);
    INFO((manifest ? "" : manifest.error()));
    REQUIRE(manifest.has_value());
    CHECK(manifest->to_json() == line);

    // Write the values that were read, as the store and the next run of a stage do.
    manifest->set(Build{manifest->build().value()});
    manifest->set(Run{manifest->run().value()});
    manifest->set(ParseFacts{manifest->parsed().value()}, std::vector{manifest->results()});
    CHECK(manifest->to_json() == line);
}

TEST_CASE("an unknown word has its text and no value")
{
    const auto manifest = failed_with("notify", "nobody");
    const auto& failure = manifest.failure().value();
    CHECK(to_word(failure.stage) == "notify");
    CHECK(failure.stage.known() == std::nullopt);
    CHECK_FALSE(failure.stage == Stage::watch);
    CHECK(failure.fault.value_or(Fault::machine) == Fault::machine);
    CHECK(failure.stage == Open<Stage>::read("notify"));
    CHECK_FALSE(failure.stage == Open<Stage>::read("deploy"));
}

TEST_CASE("a word that is known is its value")
{
    const auto manifest = failed_with("parse", "commit");
    CHECK(manifest.failure()->stage == Stage::parse);
    CHECK(manifest.failure()->fault.known() == Fault::commit);
    CHECK(Open<Turns>::read("ABBA") == Turns{{Turns::Image::other,
                                              Turns::Image::this_one,
                                              Turns::Image::this_one,
                                              Turns::Image::other}});
    CHECK(Open<Turns>::read("ABC").text() == "ABC");
    CHECK(Open<Time>::read("2026-01-31T10:00:00+02:00").text() == "2026-01-31T08:00:00Z");
}

TEST_CASE("the status is acted on, so that an unknown one is refused")
{
    const auto manifest =
        Manifest::parse(R"({"cb":1,"job":"j","status":"skipped","source":{"repo":"r"}})");
    CHECK(manifest.error() == "status: \"skipped\" is not one of ok, failed");
}

TEST_CASE("a worker that is not printable or too long is refused")
{
    const auto with = [](std::string_view worker) {
        return Manifest::parse(R"({"cb":1,"job":"j","status":"ok","worker":")" +
                               std::string{worker} + R"(","source":{"repo":"r"}})");
    };
    CHECK(with("rack-3 \u00e9")->worker() == WorkerName::parse("rack-3 \u00e9").value());
    CHECK_THAT(with("").error(), CB_CONTAINS("worker: \"\" is not the name of a worker"));
    CHECK_FALSE(with(R"(a\u001b[0m)").has_value());
    CHECK_FALSE(with(" a").has_value());
    CHECK_FALSE(with(std::string(129, 'a')).has_value());
    CHECK(with(std::string(128, 'a')).has_value());
    CHECK(WorkerName::of_host("bench-1\n").text() == "bench-1");
    CHECK(WorkerName::of_host("").text() == "unknown");
    const auto hostile = WorkerName::of_host(std::string(1000, '\xff'));
    CHECK(WorkerName::parse(hostile.text()).has_value());
}
