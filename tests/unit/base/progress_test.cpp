#include "base/progress.hpp"
#include "catch.hpp"

#include <string>
#include <thread>
#include <vector>

using namespace cb;
using namespace std::chrono_literals;

namespace {

/// Notes what a Progress shows.
struct Shown final : Log {
    void write(Level /*level*/, std::string_view message) override { FAIL(message); }
    void begin_progress(const CountedWork& its) override
    {
        work = &its;
        elapsed.push_back(its.elapsed);
    }
    void update_progress() override { done.push_back(work->done); }
    void end_progress() noexcept override { work = nullptr; }

    const CountedWork* work = nullptr; ///< what is shown; null: nothing
    std::vector<std::uint64_t> done{};
    std::vector<std::chrono::nanoseconds> elapsed{}; ///< at each begin
};

} // namespace

TEST_CASE("progress is shown while it lives, and not while it is paused")
{
    Shown shown;
    {
        Progress progress{shown, {.verb = "storing", .singular = "job", .total = 5}};
        REQUIRE(shown.work != nullptr);
        CHECK(shown.work->total == 5U);
        progress.advance();
        progress.set_share(0.5);
        progress.advance(3);
        CHECK(shown.done == std::vector<std::uint64_t>{1, 4});
        CHECK(shown.work->share == 0.5);
        progress.pause();
        progress.pause();
        CHECK(shown.work == nullptr);
        progress.resume();
        progress.resume();
        REQUIRE(shown.work != nullptr);
        CHECK(shown.work->done == 4);
    }
    CHECK(shown.work == nullptr);
}

TEST_CASE("the time of a pause does not count")
{
    Shown shown;
    Progress progress{shown, {.verb = "storing"}};
    std::this_thread::sleep_for(20ms);
    progress.pause();
    const auto before = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(300ms);
    progress.resume();
    const auto paused = std::chrono::steady_clock::now() - before;
    progress.pause();
    progress.resume();
    REQUIRE(shown.elapsed.size() == 3);
    CHECK(shown.elapsed[0] == 0ms);
    CHECK(shown.elapsed[1] >= 20ms);
    CHECK(shown.elapsed[2] - shown.elapsed[1] < paused);
}
