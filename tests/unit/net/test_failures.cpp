#include "../base/forked.hpp"
#include "base/stop.hpp"
#include "catch.hpp"
#include "local_server.hpp"

#include <fmt/format.h>

#include <csignal>
#include <unistd.h>

using namespace cb;
using cb::test::in_child;
using cb::test::KeptLog;
using cb::test::LocalServer;
using cb::test::quick_settings;
using cb::test::reply;

namespace {

net::Request request_to(net::Url url, net::Method method = net::Method::get)
{
    return {.doing = "asking",
            .method = method,
            .url = std::move(url),
            .secrets = {{"Private-Token", "", net::Secret{"tok-en"}}}};
}

/// Answers each request with the next of these, and then with the last one.
LocalServer::Answer in_turn(std::vector<std::string> answers)
{
    return [answers = std::move(answers), next = std::size_t{0}](const std::string&) mutable {
        return answers[std::min(next++, answers.size() - 1)];
    };
}

net::Failing failing_of(net::Client& client, const net::Request& request)
{
    try {
        static_cast<void>(client.send(request));
    } catch (const net::NoResponse& failure) {
        CHECK_THAT(std::string{failure.what()},
                   Catch::StartsWith("asking: " + request.url.origin()));
        CHECK_THAT(std::string{failure.what()}, !CB_CONTAINS("tok-en"));
        CHECK(failure.code() == Errc::unavailable);
        return failure.failing();
    }
    FAIL("there was a response");
    return {};
}

} // namespace

TEST_CASE("what passes is tried again")
{
    const auto first =
        GENERATE(as<std::string>{},
                 reply("500 x"),
                 reply("502 x"),
                 reply("503 x", "Retry-After: 0\r\n"),
                 reply("429 x"),
                 reply("403 x", "Retry-After: 0\r\n"),
                 reply("403 x", "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1\r\n"),
                 reply("403 x", "RateLimit-Remaining: 0\r\nRateLimit-Reset: 1\r\n"),
                 std::string{},                          // the connection is cut
                 std::string{"HTTP/1.1 200 OK\r\nCont"}, // in the middle
                 std::string{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"});
    const LocalServer server{in_turn({first, first, reply("200 OK", "", "good")})};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(client.send(request_to(server.url())).body == "good");
    CHECK(server.requests().size() == 3);
    CHECK_THAT(log.text, CB_CONTAINS("another attempt in"));
    CHECK_THAT(log.text, !CB_CONTAINS("tok-en"));
}

TEST_CASE("what lasts is given up")
{
    const LocalServer server{in_turn({reply("500 x")})};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(client.send(request_to(server.url())).status == 500);
    CHECK(server.requests().size() == 3);
}

TEST_CASE("what the server may have done is not done twice")
{
    const auto answer = GENERATE(as<std::string>{}, reply("500 x"), std::string{});
    const auto repeat = GENERATE(net::Repeat::by_method, net::Repeat::allowed);
    const LocalServer server{in_turn({answer, reply("200 OK")})};
    KeptLog log;
    net::Client client{quick_settings(), log};
    auto request = request_to(server.url(), net::Method::post);
    request.repeat = repeat;
    std::optional<unsigned> status;
    try {
        status = client.send(request).status;
    } catch (const net::NoResponse& failure) {
        CHECK(failure.failing() == net::Failing::cut);
    }
    const auto first = answer.empty() ? std::nullopt : std::optional{500U};
    CHECK(status == (repeat == net::Repeat::allowed ? std::optional{200U} : first));
    CHECK(server.requests().size() == (repeat == net::Repeat::allowed ? 2 : 1));
}

TEST_CASE("a rate limit that ends after the deadline is an error at once")
{
    const auto reset = fmt::format(
        "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: {}\r\n",
        std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count() + 3600);
    const auto headers = GENERATE_COPY(as<std::string>{}, reset, "Retry-After: 3600\r\n");
    const LocalServer server{in_turn({reply("403 x", headers)})};
    KeptLog log;
    net::Client client{quick_settings(), log};
    const auto started = now();
    try {
        static_cast<void>(client.send(request_to(server.url())));
        FAIL("there was a response");
    } catch (const net::RateLimited& limited) {
        CHECK(limited.until() > started + std::chrono::minutes{59});
        CHECK(limited.code() == Errc::unavailable);
        CHECK_THAT(std::string{limited.what()}, CB_CONTAINS("try again after 20"));
    }
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a server that is silent or slow is left at the deadline")
{
    LocalServer* self = nullptr;
    const bool is_slow = GENERATE(true, false);
    LocalServer server{[&](const std::string&) {
        return is_slow ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab" + self->hang()
                       : self->hang();
    }};
    self = &server;
    KeptLog log;
    auto settings = quick_settings();
    settings.max_total_time = std::chrono::milliseconds{300};
    net::Client client{settings, log};
    const auto started = std::chrono::steady_clock::now();
    CHECK(failing_of(client, request_to(server.url())) == net::Failing::time);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{2});
}

TEST_CASE("a response has a limit")
{
    const auto answer = GENERATE(
        as<std::string>{}, reply("200 OK", "", std::string(5000, 'x')), "HTTP/1.1 200 OK\r\n" + [] {
            std::string lines;
            for (int i = 0; i < 6000; ++i) {
                lines += fmt::format("X-{}: {}\r\n", i, std::string(40, 'y'));
            }
            return lines;
        }() + "\r\n");
    const LocalServer server{in_turn({answer})};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(failing_of(client, request_to(server.url())) == net::Failing::size);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("nothing listens, or the host is unknown")
{
    const auto closed = [] { return LocalServer{[](const std::string&) { return ""; }}.url(); }();
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(failing_of(client, request_to(closed, net::Method::post)) == net::Failing::connection);
    CHECK_THAT(log.text, CB_CONTAINS("Connection refused; another attempt in"));
    CHECK(failing_of(client, request_to(net::Url::parse("http://host.invalid/").value())) ==
          net::Failing::unknown_host);
}

TEST_CASE("a signal ends a request, and a pause")
{
    const bool is_pause = GENERATE(true, false);
    constexpr int interrupted = 42;
    const auto started = std::chrono::steady_clock::now();
    CHECK(in_child([&] {
              LocalServer* self = nullptr;
              LocalServer server{[&](const std::string&) {
                  return is_pause ? reply("503 x", "Retry-After: 60\r\n") : self->hang();
              }};
              self = &server;
              install_stop_signals();
              std::thread{[] {
                  std::this_thread::sleep_for(std::chrono::milliseconds{100});
                  ::kill(::getpid(), SIGTERM);
              }}.detach();
              KeptLog log;
              auto settings = quick_settings();
              settings.transfer.limits.max_time = std::chrono::seconds{20};
              settings.max_total_time = std::chrono::seconds{90};
              net::Client client{settings, log};
              try {
                  static_cast<void>(client.send(request_to(server.url())));
              } catch (const Interrupted& stop) {
                  return stop.signal() == SIGTERM ? interrupted : 1;
              }
              return 0;
          }) == interrupted);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{10});
}
