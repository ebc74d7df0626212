#include "base/file.hpp"
#include "catch.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/queries.hpp"
#include "store/store.hpp"
#include "verdict/cached_medians.hpp"
#include "verdict/comparison_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace cb::verdict {

namespace {

using Parents = std::vector<int>;

/// A store of commits, each with a job whose values are its number.
class ComparedStore {
public:
    void add(int number, const Parents& parents, int series = 1)
    {
        auto source = store::source_of("acme/index", '1');
        source.commit = CommitId::parse(store::hash_of(number)).value();
        source.parents.clear();
        for (const int parent : parents) {
            source.parents.push_back(CommitId::parse(store::hash_of(parent)).value());
        }
        source.position = static_cast<std::uint64_t>(number);
        std::vector<Result> results;
        for (int i = 0; i < series; ++i) {
            results.push_back(
                store::result_of(fmt::format("test {}", i), {static_cast<double>(number)}));
        }
        const std::vector jobs{
            store::job_from(fmt::format("job-{}", number), std::move(source), std::move(results))};
        static_cast<void>(store::open(target_, store::Access::write)->put(jobs));
    }

    /// The values before the base, of its only series.
    [[nodiscard]] std::vector<double> history(int base, int candidate, std::size_t commits = 100)
    {
        auto queries = store::open_queries(target_);
        const auto pairs = read_pairs(queries,
                                      {.repository = "acme/index",
                                       .base = store::hash_of(base),
                                       .candidate = store::hash_of(candidate),
                                       .history = commits},
                                      queries.names("acme/index").commits);
        REQUIRE(pairs.size() == 1);
        std::vector<double> values;
        for (const auto& one : pairs.front().history) {
            values.push_back(one.value);
        }
        return values;
    }

    [[nodiscard]] const store::Target& target() const { return target_; }
    [[nodiscard]] std::filesystem::path directory() const { return dir_.path(); }

private:
    SetVariable data_{"CB_DATA_DIR", CB_DATA};
    TempDir dir_{};
    store::Target target_{store::SqliteFile{dir_.path() / "store.db"}};
};

using Values = std::vector<double>;

/// The sum of the medians of each job.
std::map<std::int64_t, double> sums_of(CachedMedians& medians, const std::vector<std::int64_t>& ids)
{
    std::map<std::int64_t, double> sums;
    medians.for_each(ids, [&](std::int64_t /*series*/, std::int64_t job, double median) {
        sums[job] += median;
    });
    return sums;
}

} // namespace

TEST_CASE("the history of a comparison is the first parents of its base")
{
    ComparedStore store;
    store.add(1, {});
    store.add(2, {1});
    store.add(3, {2}); // a branch
    store.add(4, {3});
    store.add(5, {2});
    store.add(6, {5, 4}); // merges it
    store.add(7, {6});
    store.add(8, {6}); // abandoned
    store.add(9, {7});
    store.add(10, {9});
    CHECK(store.history(9, 10) == Values{1, 2, 5, 6, 7});
    CHECK(store.history(9, 10, 3) == Values{5, 6, 7});
    CHECK(store.history(4, 10) == Values{1, 2, 3}); // the base may be of a branch
    CHECK(store.history(1, 10).empty());
}

TEST_CASE("commits whose parents are not stored count as the history of a comparison")
{
    ComparedStore store;
    for (int number = 10; number <= 50; number += 10) {
        store.add(number, {number - 1});
    }
    store.add(60, {});
    store.add(70, {69});
    CHECK(store.history(60, 70) == Values{10, 20, 30, 40, 50});
    CHECK(store.history(60, 70, 2) == Values{40, 50});
}

TEST_CASE("cached medians are those of the store")
{
    ComparedStore store;
    store.add(1, {}, 2);
    store.add(2, {1}, 2);
    store::LinesLog log;
    const ChangesCache cache{store.directory() / "cache", 0};
    auto queries = store::open_queries(store.target());
    const auto ids = [&] {
        std::vector<std::int64_t> all;
        for (const auto& job : queries.jobs("acme/index")) {
            all.push_back(job.id);
        }
        std::sort(all.begin(), all.end());
        return all;
    };
    const auto sums = [&](const std::optional<ChangesCache>& its) {
        CachedMedians medians{queries, "acme/index", its};
        auto found = sums_of(medians, ids());
        CHECK(sums_of(medians, ids()) == found);
        medians.save(log);
        return found;
    };
    CHECK(sums(cache) == sums(std::nullopt));
    CHECK(cache.load("acme/index"));
    CHECK(sums(cache) == sums(std::nullopt));
    store.add(3, {2}, 3);
    CHECK(sums(cache) == sums(std::nullopt));
    CHECK(sums(cache).size() == 3);

    // Another database may call other series by the same ids, and other jobs.
    ComparedStore other;
    other.add(5, {}, 1);
    other.add(6, {5}, 3);
    queries = store::open_queries(other.target());
    CHECK(sums(cache) == sums(std::nullopt));
    CHECK(sums(cache) == std::map<std::int64_t, double>{{ids()[0], 5}, {ids()[1], 18}});

    // A damaged file is read as none.
    cache.save("acme/index", "damaged");
    CHECK(sums(cache) == sums(std::nullopt));
}

} // namespace cb::verdict
