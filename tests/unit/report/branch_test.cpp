#include "base/error.hpp"
#include "catch.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "report/branch.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <map>

namespace cb::report {

namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>; ///< content by path

CommitId branch_commit(int number)
{
    return CommitId::parse(fmt::format("{:040x}", number)).value();
}

/// A job of commit `number`. From commit 30 on everything is slower; test 3 begins with commit 50.
Manifest branch_job(int number, std::string_view worker, double factor = 1)
{
    auto source = store::source_of("acme/index", '1');
    source.commit = branch_commit(number);
    source.parents = {branch_commit(number - 1)};
    source.position = static_cast<std::uint64_t>(number);
    std::vector<Result> results;
    for (int i = 0; i < (number < 50 ? 3 : 4); ++i) {
        const double level = (number < 30 ? 10.0 : 13.0) * factor;
        const double noise = (number * 7919 + i * 104729) % 211 / 2110.0;
        results.push_back(store::result_of(fmt::format("test {}", i), {level + noise, level}));
    }
    auto job = store::job_from(
        fmt::format("{}-{}", worker, number), std::move(source), std::move(results));
    job.set(WorkerName::parse(worker).value());
    return job;
}

/// A store whose branch is written with caches and without.
class BranchBench {
public:
    void put(const std::vector<Manifest>& jobs)
    {
        static_cast<void>(store::open(target_, store::Access::write)->put(jobs));
    }

    SiteCounts update(store::SelectionRequest selection = {})
    {
        return write({store::open_queries(target_),
                      verdict::ChangesCache{dir_.path() / "changes", 0},
                      verdict::ChangesCache{dir_.path() / "histories", 0}},
                     "updated",
                     std::move(selection));
    }

    /// The site that was updated, and one that is written now without caches.
    void check(store::SelectionRequest selection = {})
    {
        fs::remove_all(dir_.path() / "new");
        static_cast<void>(write({store::open_queries(target_), std::nullopt, std::nullopt},
                                "new",
                                std::move(selection)));
        const auto updated = files_of("updated");
        const auto fresh = files_of("new");
        CHECK(updated.size() == fresh.size());
        for (const auto& [path, content] : fresh) {
            CAPTURE(path);
            const auto at = updated.find(path);
            REQUIRE(at != updated.end());
            CHECK(at->second == content);
        }
    }

private:
    struct Source {
        store::Queries queries;
        std::optional<verdict::ChangesCache> changes, histories;
    };

    SiteCounts write(Source source, const std::string& directory, store::SelectionRequest selection)
    {
        Site site{dir_.path() / directory};
        static_cast<void>(write_branch({source.queries, source.changes, source.histories},
                                       {.repository = "acme/index",
                                        .directory = "data/main",
                                        .branch = "main",
                                        .selection = std::move(selection)},
                                       site,
                                       log_));
        return site.finish();
    }

    [[nodiscard]] Files files_of(const std::string& directory) const
    {
        Files files;
        const auto top = dir_.path() / directory;
        for (const auto& entry : fs::recursive_directory_iterator{top}) {
            if (entry.is_regular_file()) {
                files[entry.path().lexically_relative(top)] =
                    read_file(entry.path(), Bytes{8U << 20U});
            }
        }
        return files;
    }

    SetVariable data_{"CB_DATA_DIR", CB_DATA};
    TempDir dir_{};
    store::LinesLog log_{};
    store::Target target_ = store::SqliteFile{dir_.path() / "store.db"};
};

std::vector<Manifest> branch_jobs(int first, int last)
{
    std::vector<Manifest> jobs;
    for (int number = first; number <= last; ++number) {
        jobs.push_back(branch_job(number, "one"));
    }
    return jobs;
}

} // namespace

TEST_CASE("an update of a branch writes what a new site has")
{
    BranchBench bench;
    bench.put(branch_jobs(1, 47));
    const auto whole = bench.update();
    CHECK(whole.written == whole.files);
    bench.check();
    CHECK(bench.update().written == 0);

    bench.put(branch_jobs(48, 49)); // two chunks get points
    bench.update();
    bench.check();
    bench.put(branch_jobs(50, 70)); // a new series
    bench.update();
    bench.check();
    bench.put({branch_job(69, "two"), branch_job(71, "two")}); // a new setting
    bench.update();
    bench.check();
    bench.put(branch_jobs(72, 90));
    bench.update();
    bench.check();
    bench.put({branch_job(5, "two", 2)}); // the history before changes
    bench.update();
    bench.check();
}

TEST_CASE("one more commit writes one file of points for each file of the layout")
{
    BranchBench bench;
    bench.put(branch_jobs(1, 299));
    bench.update();
    bench.put(branch_jobs(300, 300));
    const auto more = bench.update();
    // The points, the commits, the index; the changes if one is judged anew; at most four
    // sparklines.
    CHECK(more.written <= 8);
    bench.check();
}

TEST_CASE("a selection of a branch takes what an update without it has kept")
{
    BranchBench bench;
    bench.put(branch_jobs(1, 80));
    bench.update();
    const store::SelectionRequest last{.range =
                                           store::Range{branch_commit(20).hex(), std::nullopt}};
    bench.update(last);
    bench.check(last);
    const store::SelectionRequest first{.range =
                                            store::Range{std::nullopt, branch_commit(30).hex()}};
    bench.update(first);
    bench.check(first);
    bench.update();
    bench.check();
}

} // namespace cb::report
