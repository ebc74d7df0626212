#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "engine/native/sandbox.hpp"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <unistd.h>

using namespace cb;
using namespace cb::engine;
namespace fs = std::filesystem;

namespace {

/// All that is written to a pipe until each of its writers has ended; fails after ten silent
/// seconds.
std::string read_to_end(const Fd& pipe)
{
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        pollfd waited{pipe.get(), POLLIN, 0};
        REQUIRE(::poll(&waited, 1, 10'000) == 1);
        const auto got = ::read(pipe.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        REQUIRE(got >= 0);
        if (got == 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

std::string namespace_of(const char* kind)
{
    return fs::read_symlink(fs::path{"/proc/self/ns"} / kind).native();
}

/// A sandbox around a shell in the place of cb-init, with a tree that has the file "old".
struct SandboxScene {
    explicit SandboxScene(const std::string& script)
    {
        for (const auto& directory : {dir.path(), tree, scratch}) {
            fs::create_directories(directory);
            fs::permissions(directory, fs::perms{0755});
        }
        replace_file(tree / "old", "old");
        plan.tree = tree;
        plan.scratch = scratch;
        plan.init = fs::canonical("/bin/sh");
        plan.init_words = {"-c", script};
        plan.user = ::geteuid() == 0 ? nobody : UserIds{::geteuid(), ::getegid()};
    }

    [[nodiscard]] Sandbox make()
    {
        return {plan, {nothing.get(), output.write.get(), output.write.get()}};
    }

    /// What the script prints.
    [[nodiscard]] std::string run()
    {
        auto sandbox = make();
        output.write.reset();
        sandbox.go_on();
        return read_to_end(output.read);
    }

    /// The message of the error with which the sandbox does not start.
    [[nodiscard]] std::string refusal()
    {
        auto sandbox = make();
        output.write.reset();
        try {
            sandbox.go_on();
        } catch (const Error& error) {
            CHECK(error.code() == Errc::system);
            CHECK(read_to_end(output.read).empty()); // no process is left
            return error.what();
        }
        return "it started";
    }

    TempDir dir{};
    fs::path tree = dir.path() / "tree";
    fs::path scratch = dir.path() / "scratch";
    Fd nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    Pipe output = make_pipe();
    SandboxPlan plan{};
};

} // namespace

TEST_CASE("a sandbox's program is the first process of its own namespaces")
{
    SandboxScene scene{"echo $$; hostname; pwd; for n in pid mnt ipc uts net cgroup user; do "
                       "readlink /proc/self/ns/$n; done"};
    const auto printed = scene.run();
    CHECK(printed.starts_with("1\ncb\n/work\n"));
    for (const char* const kind : {"pid", "mnt", "ipc", "uts", "net", "cgroup", "user"}) {
        CAPTURE(kind, printed);
        CHECK(printed.find(std::string{"\n"} + kind + ":[") != std::string::npos);
        CHECK(printed.find(namespace_of(kind)) == std::string::npos);
    }
}

TEST_CASE("a sandbox shares the host's network if it is told to")
{
    SandboxScene scene{"readlink /proc/self/ns/net"};
    scene.plan.request.network = Network::host;
    CHECK(scene.run() == namespace_of("net") + "\n");
}

TEST_CASE("a sandbox's program has no privileges, no foreign descriptors and its own environment")
{
    const Fd secret{
        ::open("/etc/passwd", O_RDONLY)}; // NOLINT(android-cloexec-open): what the test is about
    REQUIRE(secret);
    REQUIRE(::setenv("CB_TEST_SECRET", "secret", 1) == 0);
    SandboxScene scene{
        "id -u; grep -E '^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs|Groups):' /proc/self/status | "
        "tr -d '\\t '; ls /proc/$$/fd; env | sort"};
    scene.plan.request.env = {{"HOME", "/other"}, {"N", "a b"}};
    const auto printed = scene.run();
    ::unsetenv("CB_TEST_SECRET");
    CAPTURE(printed);
    CHECK(printed.starts_with(std::to_string(scene.plan.user.uid) + "\n"));
    for (const char* const set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
        CHECK(printed.find(std::string{"\n"} + set + ":0000000000000000\n") != std::string::npos);
    }
    CHECK(printed.find("\nNoNewPrivs:1\n") != std::string::npos);
    CHECK(printed.find("\n0\n1\n2\nHOME=") != std::string::npos);
    CHECK(printed.find("\nHOME=/other\nLANG=C.UTF-8\nN=a b\n") != std::string::npos);
    CHECK(printed.find("secret") == std::string::npos);
    if (::geteuid() == 0) {
        CHECK(printed.find("\nGroups:\n") != std::string::npos);
    }
}

TEST_CASE("an overlay takes what a sandbox writes, and a tree that is prepared keeps it")
{
    const std::string script =
        "cat old && echo new > old && echo new > made && cat old made && ls /";
    {
        SandboxScene scene{script};
        ::chmod((scene.tree / "old").c_str(), 0666);
        ::chmod(scene.tree.c_str(), 0777);
        const auto printed = scene.run();
        CAPTURE(printed);
        CHECK(printed.starts_with("oldnew\nnew\n"));
        CHECK(printed.find("\nroot\n") == std::string::npos);
        CHECK(read_file(scene.tree / "old", Bytes{10}) == "old");
        CHECK_FALSE(fs::exists(scene.tree / "made"));
    }
    SandboxScene scene{script};
    ::chmod((scene.tree / "old").c_str(), 0666);
    ::chmod(scene.tree.c_str(), 0777);
    scene.plan.work = WorkDirectory::tree;
    CHECK(scene.run().starts_with("oldnew\nnew\n"));
    CHECK(read_file(scene.tree / "old", Bytes{10}) == "new\n");
    CHECK(fs::exists(scene.tree / "made"));
}

TEST_CASE("a sandbox that cannot start names the step that failed")
{
    SECTION("no tree")
    {
        SandboxScene scene{"true"};
        scene.plan.tree = "/no/such/tree";
        scene.plan.work = WorkDirectory::tree;
        CHECK_THAT(scene.refusal(), CB_CONTAINS("/no/such/tree"));
    }
    SECTION("no cb-init")
    {
        SandboxScene scene{"true"};
        scene.plan.init = "/no/such/init";
        CHECK_THAT(scene.refusal(), CB_CONTAINS("opening /no/such/init: No such file"));
    }
    SECTION("a cb-init that is no program")
    {
        SandboxScene scene{"true"};
        scene.plan.init = scene.tree / "old";
        CHECK_THAT(scene.refusal(), CB_CONTAINS("starting cb-init: Permission denied"));
    }
    SECTION("a mount that is gone")
    {
        SandboxScene scene{"true"};
        scene.plan.request.mounts = {"/no/such/mount"};
        CHECK_THAT(scene.refusal(), CB_CONTAINS("/no/such/mount"));
    }
    SECTION("memory nodes that no machine has")
    {
        SandboxScene scene{"true"};
        scene.plan.request.mems = NodeSet::parse("4000").value();
        CHECK_THAT(scene.refusal(), CB_CONTAINS("memory node 4000 is out of range"));
    }
}

TEST_CASE("a sandbox's program can open its standard output and standard error again")
{
    SandboxScene scene{
        "echo out > /dev/stdout; echo error > /dev/stderr; echo fd > /proc/self/fd/1"};
    CHECK(scene.run() == "out\nerror\nfd\n");
}

TEST_CASE("the end of a sandbox is the end of all its processes")
{
    SandboxScene scene{"sleep 1000 & setsid sleep 1000 & trap '' TERM; echo started; sleep 1000"};
    {
        auto sandbox = scene.make();
        scene.output.write.reset();
        sandbox.go_on();
        std::array<char, 8> started{};
        REQUIRE(::read(scene.output.read.get(), started.data(), started.size()) == 8);
    }
    CHECK(read_to_end(scene.output.read).empty());
}

TEST_CASE("a sandbox that is never told to go on runs nothing")
{
    SandboxScene scene{"echo ran"};
    {
        const auto sandbox = scene.make();
        scene.output.write.reset();
        CHECK(sandbox.pid() > 0);
    }
    CHECK(read_to_end(scene.output.read).empty());
    CHECK(fs::is_empty(scene.scratch));
}
