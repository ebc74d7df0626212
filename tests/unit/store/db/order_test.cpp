#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"

// The order of an export, tested on both databases.
namespace cb::store {

namespace {

Source source_at(char commit, std::optional<std::uint64_t> position, std::string committed_at)
{
    auto source = source_of("r", commit);
    source.position = position;
    source.committed_at = Open<Time>::read(committed_at);
    return source;
}

std::vector<std::string> jobs_of(Store& store)
{
    std::vector<std::string> jobs;
    for (const auto& sample : all_samples(store)) {
        jobs.push_back(sample.job);
    }
    return jobs;
}

} // namespace

TEST_CASE("an export is in the order of ancestry, dates second")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    Source none;
    none.repo = "r";
    const auto result = [] { return std::vector{result_of("t", {1})}; };
    static_cast<void>(store->put(
        std::vector{job_from("no-commit", none, result()),
                    job_from("third", source_at('a', 3, "2020-01-01T00:00:00Z"), result()),
                    job_from("second", source_at('b', 2, "2021-01-01T00:00:00Z"), result()),
                    job_from("first", source_at('c', 1, "2022-01-01T00:00:00Z"), result()),
                    job_from("beside", source_at('d', 2, "2021-01-01T00:00:01Z"), result()),
                    job_from("unknown", source_at('e', {}, "2030-01-01T00:00:00Z"), result())}));
    CHECK(jobs_of(*store) ==
          std::vector<std::string>{"unknown", "first", "second", "beside", "third", "no-commit"});
    // A later manifest knows the position.
    const auto again = job_from("again", source_at('e', 9, "2030-01-01T00:00:00Z"), result());
    static_cast<void>(store->put(std::vector{again}));
    CHECK(jobs_of(*store) ==
          std::vector<std::string>{
              "first", "second", "beside", "third", "again", "unknown", "no-commit"});
    const auto samples = all_samples(*store);
    CHECK(samples[0].position == 1);
    CHECK(samples[5].position == 9);
    CHECK_FALSE(samples[6].position);
}

TEST_CASE("a position is completed by a manifest whose job is there already")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto job = [](std::optional<std::uint64_t> position) {
        return job_from(
            "j", source_at('a', position, "2020-01-01T00:00:00Z"), {result_of("t", {1})});
    };
    static_cast<void>(store->put(std::vector{job({})}));
    CHECK_FALSE(all_samples(*store)[0].position);
    static_cast<void>(store->put(std::vector{job(7)}));
    CHECK(all_samples(*store)[0].position == 7);
    static_cast<void>(store->put(std::vector{job({})}));
    CHECK(all_samples(*store)[0].position == 7);
}

} // namespace cb::store
