// Times the queries of lib/store, which all commands that read are made of.
//
//   queries RUNS REPOSITORY SQLITE-FILE...      one file or "postgres:CONNINFO" per size of the
//   store
//
// Prints a table in Markdown: for each query, the milliseconds with each store, the minimum of
// RUNS. The stores take turns, so that drift of the machine favours none. bench/README.md says how
// to compile it.
#include "store/queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cb::store;
using Work = std::function<std::size_t(Queries&)>;

struct Query {
    std::string name;
    Work work; ///< returns the number of rows
};

Target target_of(std::string_view text)
{
    constexpr std::string_view postgres = "postgres:";
    if (text.starts_with(postgres)) {
        return Postgres{Conninfo::parse(text.substr(postgres.size())).value()};
    }
    return SqliteFile{text};
}

std::vector<Query> all_queries(const std::string& repo, Queries& any)
{
    const auto commits = any.commits(repo);
    const auto series_id = any.series(repo).at(0).id;
    const auto before = commits.at(commits.size() / 2).hash;
    const auto after = commits.back().hash;
    const auto job = any.jobs(repo, {.max_jobs = 1}).at(0).job;
    const auto count_points = [](std::size_t& rows) {
        return [&rows](const SeriesInfo&, std::span<const Point> its) { rows += its.size(); };
    };
    return {
        {"repositories", [](Queries& q) { return q.repositories().size(); }},
        {"commits", [=](Queries& q) { return q.commits(repo).size(); }},
        {"commits of a branch",
         [=](Queries& q) { return q.commits(repo, {.branch = "main"}).size(); }},
        {"series by glob", [=](Queries& q) { return q.series(repo, {.test = "*1"}).size(); }},
        {"history of a series", [=](Queries& q) { return q.history(repo, series_id).size(); }},
        {"history of a series, of a branch",
         [=](Queries& q) { return q.history(repo, series_id, {.branch = "main"}).size(); }},
        {"histories of ten series",
         [=](Queries& q) {
             std::size_t rows = 0;
             q.for_each_history(repo, {.test = "test 0000?"}, {}, count_points(rows));
             return rows;
         }},
        {"latest of each series",
         [=](Queries& q) {
             std::size_t rows = 0;
             q.for_each_latest(repo, {}, {}, count_points(rows));
             return rows;
         }},
        {"a pair of commits",
         [=](Queries& q) {
             std::size_t rows = 0;
             q.for_each_pair(repo, before, after, [&rows](const auto&, auto a, auto b) {
                 rows += a.size() + b.size();
             });
             return rows;
         }},
        {"the last 100 jobs", [=](Queries& q) { return q.jobs(repo, {.max_jobs = 100}).size(); }},
        {"log of a job", [=](Queries& q) { return std::size_t{q.log(repo, job).has_value()}; }},
    };
}

} // namespace

int main(int count, char** words)
{
    if (count < 4) {
        fmt::print(stderr, "usage: queries RUNS REPOSITORY STORE...\n");
        return 2;
    }
    const int runs = std::stoi(words[1]);
    const std::string repository = words[2];
    std::vector<Queries> stores;
    for (int i = 3; i < count; ++i) {
        stores.push_back(open_queries(target_of(words[i])));
    }
    for (std::size_t query = 0; query < all_queries(repository, stores[0]).size(); ++query) {
        std::vector<double> best_ms(stores.size(), std::numeric_limits<double>::max());
        std::size_t rows = 0;
        std::vector<Query> own;
        for (auto& store : stores) { // keys differ from store to store
            own.push_back(all_queries(repository, store)[query]);
        }
        for (int run = 0; run < runs; ++run) {
            for (std::size_t i = 0; i < stores.size(); ++i) {
                const auto start = std::chrono::steady_clock::now();
                rows = own[i].work(stores[i]);
                const std::chrono::duration<double, std::milli> time =
                    std::chrono::steady_clock::now() - start;
                best_ms[i] = std::min(best_ms[i], time.count());
            }
        }
        fmt::print("| {} | {} |", own[0].name, rows);
        for (const double ms : best_ms) {
            fmt::print(" {:.2f} |", ms);
        }
        fmt::print(" {:.2f} |\n", best_ms.back() / best_ms.front());
        std::fflush(stdout);
    }
    return 0;
}
