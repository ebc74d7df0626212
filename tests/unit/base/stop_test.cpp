#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/lines.hpp"
#include "base/stop.hpp"
#include "base/subprocess.hpp"
#include "catch.hpp"
#include "forked.hpp"

#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace cb;
using cb::test::in_child;

namespace {

constexpr int interrupted = 42;

/// The exit status of a child that installs the stop handler and receives a signal while `wait`
/// waits.
int stopped_while(const std::function<void()>& wait, int signal = SIGTERM)
{
    return in_child([&] {
        install_stop_signals();
        std::thread{[signal] {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            ::kill(::getpid(), signal);
        }}.detach();
        try {
            wait();
        } catch (const Interrupted& stop) {
            return stop.signal() == signal ? interrupted : 1;
        }
        return 0;
    });
}

} // namespace

TEST_CASE("without handlers there is nothing to wait for")
{
    CHECK(stop_fd() == -1);
    CHECK_NOTHROW(throw_if_stopped());
}

TEST_CASE("a stop ends every wait")
{
    const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    CHECK(stopped_while(
              [] {
                  const auto pipe = make_pipe();
                  static_cast<void>(wait_readable(pipe.read.get(), std::nullopt));
              },
              signal) == interrupted);
}

TEST_CASE("a stop ends the reading of lines")
{
    CHECK(stopped_while([] {
              const auto pipe = make_pipe();
              static_cast<void>(LineReader{pipe.read.get(), Bytes{10}}.next());
          }) == interrupted);
}

TEST_CASE("a stop ends the waiting for a program")
{
    CHECK(stopped_while([] {
              static_cast<void>(run_to_end({{CB_CHILD, "sleep"}}));
          }) == interrupted);
}

TEST_CASE("a stop ends the waiting for a lock")
{
    const TempDir dir;
    const FileLock held{dir.path() / "lock"};
    CHECK(stopped_while([&] { const FileLock second{dir.path() / "lock"}; }) == interrupted);
}

TEST_CASE("a stop ends a write that nobody reads")
{
    CHECK(stopped_while([] {
              const auto pipe = make_pipe();
              write_all(pipe.write.get(), std::string(1000000, 'x'), "a pipe");
          }) == interrupted);
    CHECK(stopped_while([] {
              const auto pipe = make_pipe();
              ::fcntl(pipe.write.get(), F_SETFL, O_NONBLOCK);
              write_all(pipe.write.get(), std::string(1000000, 'x'), "a pipe");
          }) == interrupted);
}

TEST_CASE(
    "a stop that was asked for before a write that nobody reads ends it, and one that fits is done")
{
    CHECK(in_child([] {
              install_stop_signals();
              ::raise(SIGTERM);
              const auto pipe = make_pipe();
              write_all(pipe.write.get(), "fits", "a pipe");
              try {
                  write_all(pipe.write.get(), std::string(1000000, 'x'), "a pipe");
              } catch (const Interrupted&) {
                  return interrupted;
              }
              return 0;
          }) == interrupted);
}

TEST_CASE("cleaning up goes on after a stop")
{
    CHECK(in_child([] {
              install_stop_signals();
              ::raise(SIGTERM);
              const auto done = run_to_end({{CB_CHILD, "exit", "5"}}, {.on_stop = OnStop::ignore});
              return done.end == ProcessEnd{Exited{5}} ? interrupted : 1;
          }) == interrupted);
}

TEST_CASE("a second signal kills as usual, and an ignored hangup stays ignored")
{
    CHECK(in_child([] {
              install_stop_signals();
              ::raise(SIGTERM);
              ::raise(SIGTERM);
              return 0;
          }) == 99);
    CHECK(in_child([] {
              ::signal(SIGHUP, SIG_IGN);
              install_stop_signals();
              ::raise(SIGHUP);
              throw_if_stopped();
              return interrupted;
          }) == interrupted);
}

TEST_CASE("a signal leaves errno as it was")
{
    CHECK(in_child([] {
              install_stop_signals();
              const std::string block(65536,
                                      'x'); // fill the pipe so that the handler's write fails
              ::signal(SIGPIPE, SIG_IGN);
              while (::write(stop_fd() + 1, block.data(), block.size()) > 0) {
              }
              errno = ENOSPC;
              ::raise(SIGTERM);
              return errno == ENOSPC ? interrupted : 1;
          }) == interrupted);
}
