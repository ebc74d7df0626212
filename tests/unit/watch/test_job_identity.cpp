#include "catch.hpp"
#include "manifest/job_identity.hpp"

#include <set>

using cb::job_identity;

namespace {

cb::Source source()
{
    cb::Source source;
    source.repo = "mirage/index";
    source.commit = cb::CommitId::parse(std::string(40, 'a')).value();
    return source;
}

} // namespace

TEST_CASE("the identity of a job does not change from version to version")
{
    CHECK(job_identity(source(), {}, 1).text() == "492db713a8455ff9a8064e95faceea85");
}

TEST_CASE("where a commit was found is not part of the identity")
{
    auto other = source();
    other.branch = "side";
    other.url = "/somewhere/else";
    other.subject = "a subject";
    CHECK(job_identity(other, {}, 1) == job_identity(source(), {}, 1));
}

TEST_CASE("everything that makes another benchmark makes another identity")
{
    std::set<cb::JobId> ids{job_identity(source(), {}, 1), job_identity(source(), {}, 2)};
    auto other = source();
    other.repo = "mirage/irmin";
    ids.insert(job_identity(other, {}, 1));
    other = source();
    other.commit = cb::CommitId::parse(std::string(40, 'b')).value();
    ids.insert(job_identity(other, {}, 1));
    other.commit.reset();
    ids.insert(job_identity(other, {}, 1));
    std::vector<cb::Config> configs(8);
    configs[0].name = "fast";
    configs[1].command = {"make", "bench"};
    configs[2].command = {"make bench"};
    configs[3].command = {"make", "", "bench"};
    configs[4].command = {R"(make","bench)"};
    configs[5].worker = "big";
    configs[6].worker = "";
    configs[7].worker = "null";
    for (const auto& config : configs) {
        ids.insert(job_identity(source(), config, 1));
    }
    CHECK(ids.size() == 5 + configs.size());
    cb::Config with_options;
    with_options.options.by_command["run"]["cpu"] = {"3"};
    CHECK(job_identity(source(), with_options, 1) == job_identity(source(), {}, 1));
}
