#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/job.hpp"

using namespace cb;
using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// The jobs of a text that arrives in pieces.
std::vector<Manifest> followed(std::string_view text, std::size_t piece)
{
    FollowedText followed{acme_index(), {}, Format::automatic};
    std::vector<Manifest> jobs;
    const auto keep = [&jobs](std::vector<Manifest> more) {
        std::move(more.begin(), more.end(), std::back_inserter(jobs));
    };
    while (!text.empty()) {
        followed.feed(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
        keep(followed.take());
    }
    keep(followed.finish());
    return jobs;
}

std::vector<std::string> texts(const std::vector<Manifest>& jobs)
{
    std::vector<std::string> list;
    for (const auto& job : jobs) {
        list.push_back(job.to_json());
    }
    return list;
}

const std::string two_objects =
    "start\n" + with_value("1") + "\nbetween\n" + with_value("[2,3]") + "\n";

} // namespace

TEST_CASE("a followed text gives a job an object, as soon as it is complete")
{
    FollowedText text{acme_index(), {}, Format::automatic};
    text.feed(two_objects.substr(0, two_objects.find("between")));
    CHECK(text.take().size() == 1);
    text.feed(two_objects.substr(two_objects.find("between")));
    const auto jobs = text.take();
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].results().at(0).values == std::vector<double>{2, 3});
    CHECK(jobs[0].parsed()->format == "cb");
    CHECK(text.finish().empty());
}

TEST_CASE("how a followed text is cut changes nothing of its jobs")
{
    const auto whole = texts(followed(two_objects, 1000));
    CHECK(whole.size() == 2);
    CHECK(whole[0] != whole[1]);
    CHECK(texts(followed(two_objects, 1)) == whole);
    CHECK(texts(followed(two_objects, 50)) == whole);
}

TEST_CASE("the same result twice is two jobs, because their lines differ")
{
    const auto jobs = followed(with_value("1") + "\n" + with_value("1"), 1000);
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].job() != jobs[1].job());
}

TEST_CASE("each line of a followed text is a job, also after others")
{
    const std::string_view text = "BenchmarkA 1 1 ns/op\nBenchmarkA 1 2 ns/op\n"
                                  "BenchmarkA 1 3 ns/op\nBenchmarkA 1 4 ns/op\n";
    const auto whole = texts(followed(text, 1000));
    CHECK(whole.size() == 4);
    CHECK(texts(followed(text, 42)) == whole); // two lines, then two more
}

TEST_CASE("what a followed text has rejected is in the next job, or in a failed one at the end")
{
    const auto jobs =
        followed(with_value("NaN") + "\n" + with_value("1") + "\n" + with_value("x"), 1000);
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].status() == Status::ok);
    CHECK(jobs[0].parsed()->rejected.size() == 1);
    CHECK(jobs[1].failure()->reason == "no_results");
    CHECK(jobs[1].parsed()->rejected.size() == 1);
}

TEST_CASE("a followed text without results is a failed job")
{
    const auto jobs = followed("nothing", 1);
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].failure()->reason == "no_results");
}
