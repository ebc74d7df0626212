#include "catch.hpp"
#include "watch/watching.hpp"

#include <algorithm>
#include <set>

using cb::watch::Extent;
using Subjects = std::vector<std::string>;

namespace {

/// The claims of this pass, and of others.
class FakeClaims : public cb::watch::JobClaims {
public:
    std::set<std::string> held_commits{};  ///< that others hold from the beginning
    std::set<std::string> taken_commits{}; ///< that others take in the meantime
    std::vector<std::size_t> takes{};      ///< the number of jobs of each call
    std::vector<std::string> released{};

    std::vector<std::string> held(std::span<const cb::ClaimableJob> jobs) override
    {
        return select(jobs, [this](const auto& hex) { return held_commits.contains(hex); });
    }
    std::vector<std::string> take(std::span<const cb::ClaimableJob> jobs) override
    {
        takes.push_back(jobs.size());
        return select(jobs, [this](const auto& hex) { return !taken_commits.contains(hex); });
    }
    void release(std::span<const cb::ClaimableJob> jobs) override
    {
        for (const auto& job : jobs) {
            released.push_back(job.commit->hex());
        }
    }

private:
    template <typename Is>
    static std::vector<std::string> select(std::span<const cb::ClaimableJob> jobs, const Is& is)
    {
        std::vector<std::string> works;
        for (const auto& job : jobs) {
            CHECK(job.repository == "project");
            CHECK(job.config == "default");
            if (is(job.commit->hex())) {
                works.push_back(job.work.text());
            }
        }
        return works;
    }
};

struct Scene {
    TempRepository temp{};
    std::vector<cb::CommitId> commits{};
    FakeClaims claims{};
    Watching watching{};

    Scene()
    {
        for (const auto* const subject : {"1", "2", "3", "4", "5"}) {
            commits.push_back(temp.commit(subject));
        }
        watching.claims = &claims;
    }
    cb::watch::WatchRequest history() { return request_for(temp.path(), {{}, Extent::history}); }
};

} // namespace

TEST_CASE("a job on which another pass works is not emitted")
{
    Scene scene;
    scene.claims.held_commits = {scene.commits[1].hex()};
    scene.claims.taken_commits = {scene.commits[3].hex()};
    const auto result = scene.watching.pass(scene.history());
    CHECK(scene.watching.subjects() == Subjects{"5@main", "3@main", "1@main"});
    CHECK(result.due == 3);
    CHECK(result.claimed == 2);
    CHECK(result.stored == 0);
}

TEST_CASE("the limit counts what this pass got")
{
    Scene scene;
    scene.claims.taken_commits = {scene.commits[4].hex(), scene.commits[2].hex()};
    auto request = scene.history();
    request.limit = 2;
    CHECK(scene.watching.pass(request).due == 2);
    CHECK(scene.watching.subjects() == Subjects{"4@main", "2@main"});
    // Nothing is claimed that is not emitted.
    std::size_t asked = 0;
    for (const auto count : scene.claims.takes) {
        asked += count;
    }
    CHECK(asked == 4);
}

TEST_CASE("jobs are claimed in growing numbers")
{
    Scene scene;
    CHECK(scene.watching.pass(scene.history()).due == 5);
    CHECK(scene.claims.takes == std::vector<std::size_t>{1, 2, 2});
}

TEST_CASE("a job that was stored before it could be claimed is given back")
{
    Scene scene;
    struct Storing : FakeClaims {
        std::set<cb::JobId>* stored = nullptr;
        std::vector<std::string> take(std::span<const cb::ClaimableJob> jobs) override
        {
            for (const auto& job : jobs) {
                stored->insert(job.work); // by the pass that had the claim until now
            }
            return FakeClaims::take(jobs);
        }
    } claims;
    claims.stored = &scene.watching.stored;
    scene.watching.claims = &claims;
    const auto result = scene.watching.pass(scene.history());
    CHECK(result.due == 0);
    CHECK(result.stored == 5);
    CHECK(scene.watching.emitted.empty());
    CHECK(claims.released.size() == 5);
}

TEST_CASE("what is stored is not asked for")
{
    Scene scene;
    CHECK(scene.watching.pass_and_store(scene.history()).due == 5);
    scene.claims.takes.clear();
    CHECK(scene.watching.pass(scene.history()).due == 0);
    CHECK(scene.claims.takes.empty());
}
