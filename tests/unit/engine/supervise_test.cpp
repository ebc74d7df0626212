#include "base/fd.hpp"
#include "catch.hpp"
#include "engine/pins.hpp"
#include "engine/supervise.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <string>
#include <thread>
#include <unistd.h>

using namespace cb;
using namespace cb::engine;

namespace {

constexpr auto ready_line = "{\"event\":\"ready\",\"cpus\":\"0\",\"mems\":\"0\",\"shm_options\":"
                            "\"rw,size=64m\",\"shm_bytes\":67108864,\"start_ticks\":77}\n";
constexpr auto end_line =
    R"({"event":"end","started_at_ns":1,"wall_ns":2000000000,"timed_out":false,)"
    R"("exit_code":0,"signal":null,"personality":262144,"user_us":1,"system_us":1})"
    "\n";

struct Pipe {
    Pipe()
    {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        read = Fd{ends[0]};
        write = Fd{ends[1]};
    }
    Fd read, write;
};

/// What cb-init and the command do, on their ends of the descriptors.
class Sandbox {
public:
    Sandbox(Fd word, Fd output, Fd report)
        : word_{std::move(word)}, output_{std::move(output)}, report_{std::move(report)}
    {}

    void print(std::string_view text) const { put(output_, text); }
    void report(std::string_view text) const { put(report_, text); }
    void close_output() { output_.reset(); }

    /// The start message, which is a secret and a newline; empty if cb closed its end first.
    [[nodiscard]] std::string wait_for_word() const
    {
        std::string word;
        for (char byte = 0; ::read(word_.get(), &byte, 1) == 1;) {
            word += byte;
            if (byte == '\n') {
                break;
            }
        }
        return word;
    }

    /// Until cb lets cb-init exit.
    void wait_for_end() const
    {
        for (char byte = 0; ::read(word_.get(), &byte, 1) == 1;) {
        }
    }

private:
    /// Like a process that ignores SIGPIPE: cb may have stopped reading.
    static void put(const Fd& fd, std::string_view text)
    {
        while (!text.empty()) {
            const auto put = ::write(fd.get(), text.data(), text.size());
            if (put <= 0) {
                return;
            }
            text.remove_prefix(static_cast<std::size_t>(put));
        }
    }

    Fd word_, output_, report_;
};

Request small_request()
{
    Request request;
    request.argv = {"./bench"};
    request.output = Bytes{100'000};
    request.timeout = std::chrono::seconds{5};
    return request;
}

/// Supervises a sandbox that behaves as `script` says.
Supervised supervised(const Request& request, const std::function<void(Sandbox&)>& script)
{
    std::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): it cannot fail for this signal
    Pipe word;
    Pipe output;
    Pipe report;
    Channels channels{std::move(word.write), std::move(output.read), std::move(report.read)};
    std::thread sandbox{[&script,
                         box = Sandbox{std::move(word.read),
                                       std::move(output.write),
                                       std::move(report.write)}]() mutable { script(box); }};
    struct Join {
        std::thread& thread;
        ~Join() { thread.join(); }
    } const join{sandbox};
    Meter meter{request, std::nullopt};
    return supervise(std::move(channels), request, meter, [](const Ready&) -> Parsed<pid_t> {
        return tl::unexpected{std::string{"it is a thread of the test"}};
    });
}

} // namespace

TEST_CASE("a run: ready, the start message, the command's two streams, the report")
{
    auto request = small_request();
    request.results = {"out.json", "missing.json"};
    bool was_let_go = false;
    const auto result = supervised(request, [&](Sandbox& sandbox) {
        sandbox.report("docker: a warning\n");
        sandbox.report(ready_line);
        const auto word = sandbox.wait_for_word();
        sandbox.print("result 1\n");
        sandbox.report("on standard error\n");
        sandbox.report("\n" + word + end_line);
        sandbox.wait_for_end();
        was_let_go = true;
        sandbox.report("{\"event\":\"file\",\"size\":2,\"message\":\"\"}\n{}");
    });
    CHECK(result.end == Supervised::End::closed);
    CHECK(result.output == "result 1\n");
    CHECK(result.error_output == "on standard error\n");
    CHECK_FALSE(result.output_truncated);
    CHECK(result.log == "docker: a warning\n");
    REQUIRE(result.ended);
    CHECK(result.ended->wall_s == 2);
    CHECK(result.ended->aslr_is_off);
    CHECK(was_let_go);
    REQUIRE(result.files.size() == 2);
    CHECK(result.files[0].content == "{}");
    CHECK(result.files[0].problem.empty());
    CHECK(result.files[1].problem == "the sandbox did not send it");
}

TEST_CASE("a sandbox that ends before it is ready gives no start message")
{
    const auto result = supervised(small_request(), [](Sandbox& sandbox) {
        sandbox.report("docker: Error response from daemon: no such image\n");
    });
    CHECK_FALSE(result.ready);
    CHECK_FALSE(result.ended);
    CHECK(result.end == Supervised::End::closed);
    CHECK_THAT(result.log, CB_CONTAINS("no such image"));
}

TEST_CASE("nothing starts where the pins are not those that were requested")
{
    auto request = small_request();
    request.cpus = CpuSet::parse("3").value();
    std::string word = "unset";
    CHECK_THROWS_AS(supervised(request,
                               [&](Sandbox& sandbox) {
                                   sandbox.report(ready_line); // on CPU 0
                                   word = sandbox.wait_for_word();
                               }),
                    PinsNotApplied);
    CHECK(word.empty());
}

TEST_CASE("a command that dies with its sandbox has no end")
{
    const auto result = supervised(small_request(), [](Sandbox& sandbox) {
        sandbox.report(ready_line);
        static_cast<void>(sandbox.wait_for_word());
        sandbox.print("half a li");
    });
    CHECK(result.ready);
    CHECK_FALSE(result.ended);
    CHECK(result.end == Supervised::End::closed);
    CHECK(result.output == "half a li");
}

TEST_CASE("what a command writes is never taken for a report")
{
    const auto result = supervised(small_request(), [](Sandbox& sandbox) {
        sandbox.report(ready_line);
        static_cast<void>(sandbox.wait_for_word());
        sandbox.report(end_line); // without the secret before it
        sandbox.report("\n00000000000000000000000000000000\n" + std::string{end_line});
    });
    CHECK_FALSE(result.ended);
    CHECK_THAT(result.error_output, CB_CONTAINS("\"event\":\"end\""));
}

TEST_CASE("both streams together have one limit")
{
    for (const bool on_standard_error : {false, true}) {
        INFO(on_standard_error);
        const auto result = supervised(small_request(), [&](Sandbox& sandbox) {
            sandbox.report(ready_line);
            static_cast<void>(sandbox.wait_for_word());
            sandbox.print(std::string(60'000, 'x'));
            const std::string more(60'000, 'y');
            on_standard_error ? sandbox.report(more) : sandbox.print(more);
            sandbox.wait_for_end();
        });
        CHECK(result.end == Supervised::End::output_limit);
        CHECK(result.output_truncated);
        CHECK(result.output.size() <= 100'000);
    }
}

TEST_CASE("an engine that says very much before it is ready is bounded")
{
    const auto result = supervised(small_request(), [](Sandbox& sandbox) {
        for (int i = 0; i < 2000; ++i) {
            sandbox.report(std::string(1023, 'z') + "\n");
        }
    });
    CHECK_FALSE(result.ready);
    CHECK(result.end == Supervised::End::output_limit);
    CHECK(result.log.size() <= (2U << 20U));
}

TEST_CASE("an output that is closed early ends nothing")
{
    const auto result = supervised(small_request(), [](Sandbox& sandbox) {
        sandbox.report(ready_line);
        const auto word = sandbox.wait_for_word();
        sandbox.close_output();
        ::usleep(50'000);
        sandbox.report("\n" + word + end_line);
        sandbox.wait_for_end();
    });
    CHECK(result.end == Supervised::End::closed);
    CHECK(result.ended);
}

TEST_CASE("the arguments of cb-init")
{
    auto request = small_request();
    request.argv = {"./bench", "--", "-x"};
    request.timeout = std::chrono::microseconds{1500};
    request.results = {"a", "--b"};
    request.disk = Bytes{5ULL << 30U};
    CHECK(init_words(request) == std::vector<std::string>{"--aslr",
                                                          "off",
                                                          "--timeout-ms",
                                                          "2",
                                                          "--file-bytes",
                                                          "5368709120",
                                                          "--results",
                                                          "a",
                                                          "--results",
                                                          "--b",
                                                          "--",
                                                          "./bench",
                                                          "--",
                                                          "-x"});
}
