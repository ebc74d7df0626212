#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "forked.hpp"

#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace cb;

namespace {

bool is_open(int fd)
{
    return ::fcntl(fd, F_GETFD) >= 0;
}

} // namespace

TEST_CASE("a descriptor is closed once, by its last owner")
{
    auto pipe = make_pipe();
    const int number = pipe.read.get();
    {
        Fd owner = std::move(pipe.read);
        CHECK(is_open(number));
        Fd& same = owner;
        owner = std::move(same); // it must survive this
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));
    CHECK_FALSE(static_cast<bool>(pipe.read)); // NOLINT(bugprone-use-after-move)
    const int released = pipe.write.release();
    CHECK(is_open(released));
    ::close(released);
}

TEST_CASE("both ends of a pipe are closed in programs that are started")
{
    const auto pipe = make_pipe();
    CHECK(::fcntl(pipe.read.get(), F_GETFD) == FD_CLOEXEC);
    CHECK(::fcntl(pipe.write.get(), F_GETFD) == FD_CLOEXEC);
}

TEST_CASE("all is written although the pipe takes little at a time and does not block")
{
    auto pipe = make_pipe();
    ::fcntl(pipe.write.get(), F_SETFL, O_NONBLOCK);
    const std::string data(1000000, 'x');
    std::string read;
    std::thread reader{[&] {
        std::array<char, 4096> buffer{};
        ssize_t got = 0;
        while ((got = ::read(pipe.read.get(), buffer.data(), buffer.size())) > 0) {
            read.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }};
    write_all(pipe.write.get(), data, "a pipe");
    pipe.write.reset();
    reader.join();
    CHECK(read == data);
}

TEST_CASE("a pipe without a reader is told apart from an error")
{
    CHECK(test::in_child([] {
              ::signal(SIGPIPE, SIG_IGN);
              auto pipe = make_pipe();
              pipe.read.reset();
              try {
                  write_all(pipe.write.get(), "x", "a pipe");
              } catch (const ClosedPipe&) {
                  return 7;
              }
              return 0;
          }) == 7);
}

TEST_CASE("a full disk is an error that names what was written")
{
    const Fd full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
    CHECK_THROWS_WITH(write_all(full.get(), "x", "the report"),
                      "writing to the report: No space left on device");
    CHECK_THROWS_WITH(write_all(-1, "x", "the report"),
                      "writing to the report: Bad file descriptor");
}

TEST_CASE("each kind of error has its exit code")
{
    CHECK(exit_code(Errc::usage) == 2);
    CHECK(exit_code(Errc::bad_input) == 3);
    CHECK(exit_code(Errc::unavailable) == 4);
    CHECK(exit_code(Errc::system) == 4);
}

TEST_CASE("a parser's complaint becomes an error that says where")
{
    const Parsed<int> bad = tl::unexpected{std::string{"is wrong"}};
    CHECK_THROWS_WITH(value_or_throw(bad, Errc::usage, "--cpu"), "--cpu: is wrong");
    CHECK(value_or_throw(Parsed<int>{3}, Errc::usage, "--cpu") == 3);
}

TEST_CASE("the place in a file is known, and that in a pipe is not")
{
    const TempDir dir;
    replace_file(dir.path() / "file", "0123456789");
    const Fd file{::open((dir.path() / "file").c_str(), O_RDONLY | O_CLOEXEC)};
    REQUIRE(::lseek(file.get(), 4, SEEK_SET) == 4);
    const auto place = find_place(file.get());
    REQUIRE(place.has_value());
    CHECK(place->at == 4);
    CHECK(place->size == 10);
    CHECK_FALSE(find_place(make_pipe().read.get()).has_value());
    CHECK_FALSE(find_place(-1).has_value());
}
