#include "base/apart.hpp"
#include "base/collect.hpp"
#include "base/file.hpp"
#include "catch.hpp"

#include <csignal>
#include <filesystem>
#include <unistd.h>

using namespace cb;
using namespace std::chrono_literals;

namespace {

[[noreturn]] void hang()
{
    for (;;) {
        ::pause();
    }
}

std::string said(const Answer& answer)
{
    return answer ? *answer : std::string{"! "} + answer.error().what();
}

} // namespace

TEST_CASE("works answer in order, or with their error")
{
    const std::vector<Work> works{[] { return std::string{}; },
                                  []() -> std::string {
                                      throw Error{Errc::bad_input, "no"};
                                  },
                                  []() -> std::string { throw std::runtime_error{"other"}; },
                                  [] { return std::string(200'000, 'x'); }};
    const auto answers = run_apart(works, {.time = 60s});
    REQUIRE(answers.size() == 4);
    CHECK(said(answers[0]).empty());
    CHECK(said(answers[1]) == "! no");
    CHECK(answers[1].error().code() == Errc::bad_input);
    CHECK(said(answers[2]) == "! other");
    CHECK(answers[2].error().code() == Errc::system);
    CHECK(said(answers[3]).size() == 200'000);
}

TEST_CASE("a work that hangs or crashes does not hide the others")
{
    const std::vector<Work> works{[]() -> std::string { hang(); },
                                  []() -> std::string {
                                      ::raise(SIGKILL);
                                      return "";
                                  },
                                  []() -> std::string {
                                      ::signal(SIGTERM, SIG_IGN);
                                      hang();
                                  },
                                  [] { return std::string(2000, 'x'); },
                                  [] { return std::string{"here"}; }};
    const auto start = std::chrono::steady_clock::now();
    const auto answers = run_apart(works, {.time = 1s, .answer = Bytes{1000}});
    CHECK(std::chrono::steady_clock::now() - start < 30s);
    CHECK(said(answers[0]) == "! no answer within 1 s");
    CHECK(answers[0].error().code() == Errc::unavailable);
    CHECK(said(answers[1]) == "! it was killed by signal 9 (Killed)");
    CHECK(said(answers[2]) == "! no answer within 1 s");
    CHECK(answers[3].error().code() == Errc::bad_input);
    CHECK(said(answers[4]) == "here");
}

TEST_CASE("a work that is ended removes its temporary files")
{
    const TempDir parent;
    const Work work = [&parent]() -> std::string {
        const TempDir own{parent.path()};
        static_cast<void>(wait_readable(-1, std::nullopt));
        return "";
    };
    static_cast<void>(run_apart({&work, 1}, {.time = 1s}));
    CHECK(std::filesystem::is_empty(parent.path()));
}
