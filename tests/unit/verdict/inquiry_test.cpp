#include "base/error.hpp"
#include "catch.hpp"
#include "verdict/inquiry.hpp"
#include "verdict/inquiry_parse.hpp"
#include "verdict/inquiry_text.hpp"

#include <array>
#include <string>
#include <vector>

using namespace cb;
using namespace cb::verdict;

namespace {

Ends ends_of(const std::vector<std::string>& words)
{
    return parse_ends(words);
}

InquirySubject subject_with(Direction direction)
{
    return {.repository = "acme/index",
            .series = store::SeriesInfo{.id = 1,
                                        .benchmark = "index",
                                        .test = "replace",
                                        .metric = "time",
                                        .unit = "ms",
                                        .direction = direction},
            .commits = {{std::string(40, 'a'), "Base"}, {std::string(40, 'b'), "Candidate"}}};
}

Confirmation different(double log_ratio)
{
    Confirmation found;
    found.state = Confirmation::State::different;
    found.pairs = 10;
    found.shift = stats::Shift{log_ratio, stats::Interval{log_ratio, log_ratio, 0.99}};
    return found;
}

} // namespace

TEST_CASE("the ends are two words, a range, or a commit and its parent")
{
    CHECK(ends_of({"v1", "v2"}).from == "v1");
    CHECK(ends_of({"v1", "v2"}).to == "v2");
    CHECK(ends_of({"v1..v2"}).to == "v2");
    CHECK(ends_of({"v1.."}).to == "HEAD");
    CHECK(ends_of({"v2"}).from == "v2^");
    CHECK(ends_of({"v2"}).to == "v2");
    CHECK_THROWS_AS(ends_of({"v1...v2"}), Error);
    CHECK_THROWS_AS(ends_of({"a", "b", "c"}), Error);
}

TEST_CASE("more is slower or faster, depending on the direction")
{
    const auto more = different(0.05);
    CHECK(comparison_of(more, subject_with(Direction::lower)) == Comparison::slower);
    CHECK(comparison_of(more, subject_with(Direction::higher)) == Comparison::faster);
    CHECK(comparison_of(more, subject_with(Direction::unknown)) == Comparison::changed);
    CHECK(comparison_of(different(-0.05), subject_with(Direction::lower)) == Comparison::faster);
    CHECK(!comparison_of({}, subject_with(Direction::lower)));
}

TEST_CASE("a merge is named with the range inside it")
{
    auto subject = subject_with(Direction::lower);
    subject.commits[1].parents = {std::string(40, 'c'), std::string(40, 'd')};
    Bisection found;
    found.state = Bisection::State::found;
    found.ends = different(0.05);
    found.first = found.last = 1;
    found.probability = 0.995;
    const auto text = to_text(found, subject);
    CHECK_THAT(
        text,
        CB_CONTAINS("the first slower commit is bbbbbbbbbbbb (Candidate), probability 0.995"));
    CHECK_THAT(text, CB_CONTAINS("cb bisect cccccccccccc..dddddddddddd"));
}

TEST_CASE("a range of several commits is told with what was measured in it")
{
    auto subject = subject_with(Direction::lower);
    subject.commits.insert(subject.commits.begin() + 1, {std::string(40, 'e'), "Between"});
    Bisection found;
    found.state = Bisection::State::several_commits;
    found.ends = different(0.2);
    found.first = 1;
    found.last = 2;
    found.levels = {{0, 0}, {1, 0.02}, {2, 0.2}};
    const auto uneven = to_text(found, subject);
    CHECK_THAT(uneven, CB_CONTAINS("several of the 2 commits after"));
    CHECK_THAT(uneven, CB_CONTAINS("level of eeeeeeeeeeee (Between): +2.0 %"));
    CHECK(uneven.find("both parts") == std::string::npos);
    found.levels[1].log_ratio = 0.1;
    CHECK_THAT(to_text(found, subject), CB_CONTAINS("and cb bisect eeeeeeeeeeee..bbbbbbbbbbbb"));
    const auto json = to_json(found, subject);
    CHECK_THAT(json, CB_CONTAINS(R"("state":"several_commits")"));
    CHECK_THAT(json, CB_CONTAINS(R"("change":null,"levels":[{"commit":)"));
}

TEST_CASE("figures of the rules are parsed")
{
    CHECK(parse_tolerance("2%").value() == Approx(0.02));
    CHECK(parse_confidence("0.99").value() == Approx(0.99));
    CHECK(parse_probability("0.995").value() == Approx(0.995));
    for (const auto* const wrong : {"", "2", "%", "0%", "51%", "-1%", "nan%"}) {
        CHECK_FALSE(parse_tolerance(wrong));
    }
    for (const auto* const wrong : {"", "0.4", "1", "x", "0.99 "}) {
        CHECK_FALSE(parse_confidence(wrong));
        CHECK_FALSE(parse_probability(wrong));
    }
    CHECK_FALSE(parse_probability("0.999"));
}
