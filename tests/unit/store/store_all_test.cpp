#include "store_stage.hpp"

#include <fmt/format.h>

namespace cb::store {

TEST_CASE("what comes in is stored, counted, and handed on with what became of it")
{
    StoreStage stage;
    std::vector<std::string> passed;
    stage.on_stored = [&](const Manifest& manifest) { passed.push_back(manifest.to_json()); };
    auto failed = plain_job("b", {});
    failed.fail({Stage::run, "exit", "x"});
    stage.give(plain_job("a", {result_of("t", {1})}));
    stage.give(failed);
    stage.give(plain_job("a", {result_of("t", {1})}));
    const auto summary = stage.run_all();
    CHECK(summary.added == 2);
    CHECK(summary.already_there == 1);
    CHECK(summary.failed_jobs == 1);
    CHECK(summary.recovered == 0);
    REQUIRE(passed.size() == 3);
    CHECK_THAT(passed[0],
               CB_CONTAINS(R"("store":{"backend":"sqlite","new":true,"replaced":false})"));
    CHECK_THAT(passed[2], CB_CONTAINS(R"("new":false)"));
}

TEST_CASE("a manifest that comes alone is stored before the next one comes")
{
    StoreStage stage;
    int stored = 0;
    stage.on_stored = [&](const Manifest&) {
        if (++stored == 3) {
            stage.in.write.reset();
        } else {
            stage.give(plain_job(fmt::format("j{}", stored), {result_of("t", {1})}));
        }
    };
    stage.give(plain_job("j0", {result_of("t", {1})}));
    CHECK(stage.run().added == 3);
}

TEST_CASE("manifests that are there at once are stored together, a hundred at most")
{
    StoreStage stage;
    FakeStore::Told told;
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    for (int i = 0; i < 120; ++i) {
        stage.give(plain_job(fmt::format("j{}", i), {result_of("t", {1})}));
    }
    CHECK(stage.run_all().added == 120);
    CHECK(told.batches == std::vector<std::size_t>{100, 20});
    CHECK(told.statistics == 1); // at the end, and not for each batch
}

TEST_CASE("half a line does not keep what is whole from being stored")
{
    StoreStage stage;
    int stored = 0;
    const auto rest = plain_job("last", {result_of("t", {1})}).to_json();
    stage.on_stored = [&](const Manifest&) {
        if (++stored == 2) {
            write_all(stage.in.write.get(), rest.substr(10) + "\n", "pipe");
            stage.in.write.reset();
        }
    };
    stage.give(plain_job("a", {result_of("t", {1})}));
    stage.give(plain_job("b", {result_of("t", {1})}));
    write_all(stage.in.write.get(), rest.substr(0, 10), "pipe");
    CHECK(stage.run().added == 3);
}

TEST_CASE("a database that is none of cb is said before anything is read")
{
    StoreStage stage;
    stage.open = []() -> std::unique_ptr<Store> {
        throw Error{Errc::bad_input, "not a database of cb"};
    };
    stage.give(plain_job("a", {result_of("t", {1})}));
    const auto [code, message] = error_of(stage);
    CHECK(code == Errc::bad_input);
    CHECK(message == "not a database of cb");
    CHECK(stage.spool.files().empty());
}

TEST_CASE("a time that is none is stored as unknown, and said")
{
    StoreStage stage;
    auto source = source_of("r", '1');
    source.committed_at = cb::Open<cb::Time>::read("yesterday");
    stage.give(job_from("a", source, {result_of("t", {1})}));
    CHECK(stage.run_all().added == 1);
    CHECK_THAT(stage.log.text(), CB_CONTAINS("job a: source/committed_at is no RFC 3339 time"));
}

TEST_CASE("a job that was not measured and did not fail is not stored, and said")
{
    StoreStage stage;
    FakeStore::Told told;
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    stage.give(plain_job("empty", {}));
    stage.give(plain_job("b", {result_of("t", {1})}));
    const auto summary = stage.run_all();
    CHECK(summary.refused == 1);
    CHECK(summary.added == 1);
    CHECK(told.jobs == std::vector<std::string>{"b"});
    CHECK_THAT(stage.log.text(), CB_CONTAINS("job empty: it has neither results nor a failure"));
    CHECK(stage.spool.files().empty());
}

TEST_CASE("a job of more series than a job may have is not stored, and said")
{
    StoreStage stage;
    FakeStore::Told told;
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    std::vector<Result> results;
    for (std::size_t i = 0; i <= max_series; ++i) {
        results.push_back(result_of(fmt::format("t{}", i), {1}));
    }
    auto in = std::exchange(stage.in, {});
    const auto file = stage.dir.path() / "in";
    auto few = results;
    few.pop_back();
    replace_file(file,
                 plain_job("many", std::move(results)).to_json() + "\n" +
                     plain_job("few", std::move(few)).to_json() + "\n");
    stage.in.read = Fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    const auto summary = stage.run();
    CHECK(summary.refused == 1);
    CHECK(told.jobs == std::vector<std::string>{"few"});
    CHECK_THAT(stage.log.text(), CB_CONTAINS("job many: it has 100001 results, of at most 100000"));
}

} // namespace cb::store
