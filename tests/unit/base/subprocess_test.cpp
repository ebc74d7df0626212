#include "base/error.hpp"
#include "base/file.hpp"
#include "base/subprocess.hpp"
#include "catch.hpp"
#include "forked.hpp"

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace cb;
using namespace std::chrono_literals;

namespace {

/// The child's output.
std::string said(std::vector<std::string> arguments, Command command = {})
{
    command.argv = {CB_CHILD};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    const auto done = run_to_end(command);
    REQUIRE(done.ok());
    return done.out;
}

/// Whether the process is gone within seconds. A zombie counts as gone.
bool ends(pid_t pid)
{
    for (int i = 0; i < 500; ++i) {
        const auto stat = read_small_file("/proc/" + std::to_string(pid) + "/stat");
        if (!stat || stat->find(") Z ") != std::string::npos) {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

pid_t pid_in(const std::filesystem::path& file)
{
    return static_cast<pid_t>(parse_count(read_file(file, Bytes{100}), 2, 1U << 30U).value());
}

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator all{"/proc/self/fd"};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

} // namespace

TEST_CASE("a program's two outputs and its end are kept apart")
{
    const auto done = run_to_end({{CB_CHILD, "both"}});
    CHECK(done.ok());
    CHECK(done.out == "to out");
    CHECK(done.err == "to err");
}

TEST_CASE("arguments arrive as they are, and no shell sees them")
{
    CHECK(said({"arguments", "a b", "", "$(id)", "*", "'\"\\", "-x", "\n", "\xff"}) ==
          "[a b][][$(id)][*]['\"\\][-x][\n][\xff]");
}

TEST_CASE("an exit status and a signal are told apart")
{
    CHECK(run_to_end({{CB_CHILD, "exit", "3"}}).end == ProcessEnd{Exited{3}});
    CHECK(run_to_end({{CB_CHILD, "exit", "137"}}).end == ProcessEnd{Exited{137}});
    const auto killed = run_to_end({{CB_CHILD, "signal", "9"}});
    CHECK(killed.end == ProcessEnd{Signaled{9}});
    CHECK_FALSE(killed.ok());
    CHECK(to_string(killed.end) == "was killed by signal 9 (Killed)");
    CHECK(to_string(ProcessEnd{Exited{3}}) == "exited with status 3");
}

TEST_CASE("a program that is not there is an error that names it")
{
    CHECK_THROWS_WITH(run_to_end({{"cb-no-such-program"}}),
                      "starting cb-no-such-program: No such file or directory");
    CHECK_THROWS_WITH(run_to_end({{"/etc/passwd"}}), CB_CONTAINS("Permission denied"));
    CHECK_THROWS_WITH(run_to_end({{CB_CHILD}, {}, "/no/such/directory"}),
                      CB_CONTAINS("No such file or directory"));
}

TEST_CASE("a program that is not there leaves no descriptor open")
{
    const auto before = open_descriptors();
    CHECK_THROWS_AS(run_to_end({{"cb-no-such-program"}}), Error);
    CHECK(run_to_end({{CB_CHILD, "exit", "0"}}).ok());
    CHECK(open_descriptors() == before);
}

TEST_CASE("a child has an empty standard input and no descriptors but its three")
{
    const Fd inherited{::open("/dev/null", O_RDONLY)}; // NOLINT(android-cloexec-open): on purpose
    REQUIRE(inherited.get() > 2);
    CHECK(said({"descriptors"}) == "0 1 2 ");
    CHECK(said({"stdin"}) == "null");
}

TEST_CASE("a child can be given our streams, or none")
{
    auto pipe = make_pipe();
    write_all(pipe.write.get(), "x", "a pipe");
    auto out = make_pipe();
    Subprocess child{{{CB_CHILD, "stdin"}}, {pipe.read.get(), out.write.get(), -1}};
    out.write.reset();
    CHECK(child.wait(deadline_in(20s)) == ProcessEnd{Exited{0}});
    std::array streams{Stream{std::move(out.read), Bytes{100}}};
    CHECK(collect(streams, deadline_in(20s)) == Collected::closed);
    CHECK(streams[0].data == "something");
}

TEST_CASE("a child starts with no signal blocked or ignored")
{
    CHECK(test::in_child([] {
              for (const int signal : {SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGCHLD, SIGUSR1}) {
                  ::signal(signal, signal == SIGCHLD ? SIG_DFL : SIG_IGN);
              }
              sigset_t all;
              sigfillset(&all);
              ::sigprocmask(SIG_BLOCK, &all, nullptr);
              return run_to_end({{CB_CHILD, "signals"}}).out.empty() ? 7 : 0;
          }) == 7);
}

TEST_CASE("a child is in a process group of its own")
{
    CHECK(said({"group"}) == "own");
}

TEST_CASE("variables are added to our environment or replaced in it")
{
    ::setenv("CB_TEST_KEPT", "kept", 1);
    ::setenv("CB_TEST_REPLACED", "old", 1);
    ::setenv("CB_TEST_REPLACED_NOT", "longer name", 1);
    const Command command{{}, {{"CB_TEST_REPLACED", "a=b c"}, {"CB_TEST_NEW", ""}}, {}};
    CHECK(said({"environment", "CB_TEST_KEPT"}, command) == "kept");
    CHECK(said({"environment", "CB_TEST_REPLACED"}, command) == "a=b c");
    CHECK(said({"environment", "CB_TEST_REPLACED_NOT"}, command) == "longer name");
    CHECK(said({"environment", "CB_TEST_NEW"}, command).empty());
    CHECK(said({"environment", "CB_TEST_OTHER"}, command) == "(unset)");
}

TEST_CASE("a child starts where it is told to")
{
    CHECK(said({"directory"}, {{}, {}, "/usr"}) == "/usr");
}

TEST_CASE("a program that does not end is killed at the deadline")
{
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_WITH(run_to_end({{CB_CHILD, "sleep"}}, {.time = 50ms}),
                      CB_CONTAINS("did not end within 0.05 s"));
    CHECK(std::chrono::steady_clock::now() - start < 10s);
}

TEST_CASE("a program that prints without end is killed at the limit")
{
    CHECK_THROWS_WITH(run_to_end({{CB_CHILD, "flood", "100000000"}}, {.output = Bytes{1U << 20U}}),
                      CB_CONTAINS("printed more than 1M"));
}

TEST_CASE("ten megabytes of output arrive whole")
{
    CHECK(run_to_end({{CB_CHILD, "flood", "10485760"}}).out == std::string(10485760, 'x'));
}

TEST_CASE("a child is killed and reaped with its object, and its group with it")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    {
        const Subprocess child{{{CB_CHILD, "leave", file}}, {}};
        while (!std::filesystem::exists(file)) {
            std::this_thread::sleep_for(1ms);
        }
    }
    CHECK(ends(pid_in(file)));
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1); // no child is left
}

TEST_CASE("what a program leaves running in its group is killed when it ends")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    CHECK(run_to_end({{CB_CHILD, "leave", file}}).ok());
    CHECK(ends(pid_in(file)));
}

TEST_CASE("what keeps the output open beyond the deadline is killed as well")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    CHECK_THROWS_AS(run_to_end({{CB_CHILD, "leave-open", file}}, {.time = 2s}), Error);
    CHECK(ends(pid_in(file)));
}

TEST_CASE("a child is killed when the process that started it is killed")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    CHECK(test::in_child([&file] {
              const Subprocess child{{{CB_CHILD, "sleep"}}, {}};
              replace_file(file, std::to_string(child.pid()));
              ::kill(::getpid(), SIGKILL);
              return 0;
          }) == 99);
    CHECK(ends(pid_in(file)));
}

TEST_CASE("a wait that passed its deadline can be asked again, and the end stays known")
{
    Subprocess child{{{CB_CHILD, "sleep"}}, {}};
    CHECK_FALSE(child.wait(deadline_in(10ms)).has_value());
    child.kill(SIGTERM);
    CHECK(child.wait(deadline_in(20s)) == ProcessEnd{Signaled{SIGTERM}});
    CHECK(child.wait(deadline_in(0s)) == ProcessEnd{Signaled{SIGTERM}});
    child.kill(SIGKILL); // no process is affected
}

TEST_CASE("words are quoted so that a shell reads them back as they are")
{
    CHECK(shell_quoted({"docker", "run", "--cpu=0,2"}) == "docker run --cpu=0,2");
    CHECK(shell_quoted({"", "a b", "it's", "$x", "~"}) == R"('' 'a b' 'it'\''s' '$x' '~')");
    const std::vector<std::string> words{
        "printf", "[%s]", "", "a b", "it's\n", "$(id)", "*", "\\", "!", "~"};
    CHECK(run_to_end({{"sh", "-c", shell_quoted(words)}}).out ==
          "[][a b][it's\n][$(id)][*][\\][!][~]");
}
