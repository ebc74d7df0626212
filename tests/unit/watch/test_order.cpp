#include "catch.hpp"
#include "watch/watching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

using cb::watch::Extent;

namespace {

constexpr int commits = 20;

/// main with 20 commits; commit i, from 1, has the time `second(i)`.
void make_history(const TempRepository& temp, const std::function<int(int)>& second)
{
    std::string stream;
    for (int i = 1; i <= commits; ++i) {
        stream +=
            fmt::format("commit refs/heads/main\ncommitter A <a@b> {} +0000\ndata <<E\n{}\nE\n\n",
                        1'700'000'000 + second(i),
                        i);
    }
    cb::replace_file(temp.beside("stream"), stream);
    temp.shell("git fast-import --quiet < ../stream");
}

std::vector<int> numbers_of(const Watching& watching)
{
    std::vector<int> numbers;
    for (const auto& manifest : watching.emitted) {
        numbers.push_back(std::stoi(*manifest.source().subject));
        CHECK(manifest.source().position == numbers.back());
    }
    return numbers;
}

std::vector<int> counted(int first, int last)
{
    std::vector<int> numbers;
    for (int i = first; i != last; i += first < last ? 1 : -1) {
        numbers.push_back(i);
    }
    numbers.push_back(last);
    return numbers;
}

} // namespace

TEST_CASE("a history is in the order of ancestry, whatever the dates say")
{
    const auto second = GENERATE(std::function<int(int)>{[](int) { return 0; }},
                                 std::function<int(int)>{[](int i) { return -i; }},
                                 std::function<int(int)>{[](int i) { return i * 7 % 5; }});
    TempRepository temp;
    make_history(temp, second);
    auto request = request_for(temp.path(), {{}, Extent::history});
    Watching watching;
    watching.pass(request);
    CHECK(numbers_of(watching) == counted(commits, 1));
    request.order = cb::watch::Order::oldest_first;
    watching.pass(request);
    CHECK(numbers_of(watching) == counted(1, commits));
    request.limit = 3;
    watching.pass(request);
    CHECK(numbers_of(watching) == counted(1, 3));
    request.order = cb::watch::Order::newest_first;
    watching.pass(request);
    CHECK(numbers_of(watching) == counted(commits, commits - 2));
}

TEST_CASE("heads are in the order of ancestry, too, and a rebased branch stays whole")
{
    TempRepository temp;
    make_history(temp, [](int i) { return -i; });
    temp.git({"branch", "a-old", "main~12"});
    temp.git({"branch", "b-mid", "main~6"});
    Watching watching;
    watching.pass(request_for(temp.path(), {{"*"}, Extent::head}));
    CHECK(numbers_of(watching) == std::vector<int>{20, 14, 8});
    auto request = request_for(temp.path(), {{"*"}, Extent::head});
    request.order = cb::watch::Order::oldest_first;
    watching.pass(request);
    CHECK(numbers_of(watching) == std::vector<int>{8, 14, 20});
}

TEST_CASE("commits of one position are put in order by date, then by hash")
{
    TempRepository temp;
    temp.commit("root");
    for (const auto* const branch : {"a", "b", "c"}) {
        temp.git({"checkout", "--quiet", "-b", branch, "main"});
        temp.shell(fmt::format("GIT_COMMITTER_DATE='1700000500 +0000' "
                               "git commit --quiet --allow-empty -m {}",
                               branch));
    }
    Watching watching;
    watching.pass(request_for(temp.path(), {{"*"}, Extent::history}));
    REQUIRE(watching.emitted.size() == 4);
    CHECK(watching.emitted[3].source().position == 1);
    CHECK(std::is_sorted(watching.emitted.begin(),
                         watching.emitted.begin() + 3,
                         [](const cb::Manifest& a, const cb::Manifest& b) {
                             return a.source().commit > b.source().commit;
                         }));
}
