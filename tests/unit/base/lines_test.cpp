#include "base/fd.hpp"
#include "base/lines.hpp"
#include "catch.hpp"

#include <sys/mman.h>

#include <fcntl.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace cb;

namespace {

/// An in-memory file with `text`, positioned at its start.
Fd file_with(std::string_view text)
{
    Fd fd{::memfd_create("lines", MFD_CLOEXEC)};
    write_all(fd.get(), text, "a file in memory");
    ::lseek(fd.get(), 0, SEEK_SET);
    return fd;
}

/// "1:text" per line, with "!" before the text if it was truncated.
std::vector<std::string> lines_of(int fd, std::uint64_t max_value)
{
    std::vector<std::string> found;
    LineReader reader{fd, Bytes{max_value}};
    while (const auto line = reader.next()) {
        found.push_back(std::to_string(line->number) + ":" + (line->is_too_long ? "!" : "") +
                        std::string{line->text});
    }
    CHECK_FALSE(reader.next().has_value()); // still at the end
    return found;
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("lines are read with their numbers, the last one with or without a newline")
{
    CHECK(lines_of(file_with("").get(), 10).empty());
    CHECK(lines_of(file_with("\n").get(), 10) == Lines{"1:"});
    CHECK(lines_of(file_with("a\nb\n").get(), 10) == Lines{"1:a", "2:b"});
    CHECK(lines_of(file_with("a\nb").get(), 10) == Lines{"1:a", "2:b"});
    CHECK(lines_of(file_with("\n\na\n\n").get(), 10) == Lines{"1:", "2:", "3:a", "4:"});
    CHECK(lines_of(file_with("a\r\nb").get(), 10) == Lines{"1:a\r", "2:b"});
}

TEST_CASE("NUL bytes and invalid UTF-8 are part of the line")
{
    const std::string text{"a\0b\n\xff\0\n", 7};
    CHECK(lines_of(file_with(text).get(), 10) ==
          Lines{std::string{"1:a\0b", 5}, std::string{"2:\xff\0", 4}});
}

TEST_CASE("a line that is too long is cut and said to be, and the next is whole")
{
    CHECK(lines_of(file_with("12345\n").get(), 5) == Lines{"1:12345"});
    CHECK(lines_of(file_with("123456\nb\n").get(), 5) == Lines{"1:!12345", "2:b"});
    CHECK(lines_of(file_with("123456").get(), 5) == Lines{"1:!12345"});
    CHECK(lines_of(file_with("123456\n").get(), 5) == Lines{"1:!12345"});
    CHECK(lines_of(file_with("123456\n\n123456").get(), 5) == Lines{"1:!12345", "2:", "3:!12345"});
    CHECK(lines_of(file_with("a\n").get(), 0) == Lines{"1:!"});
}

TEST_CASE("lines around the size of a read are whole")
{
    constexpr std::size_t chunk = 65536;
    for (const std::size_t length :
         {chunk - 2, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 3 * chunk + 7}) {
        const std::string line(length, 'x');
        const auto fd = file_with(line + "\nb\n" + line);
        CHECK(lines_of(fd.get(), 4 * chunk) == Lines{"1:" + line, "2:b", "3:" + line});
    }
}

TEST_CASE("many long lines that are cut leave the others whole")
{
    const std::string line(200000, 'x');
    const auto fd = file_with(line + "\n" + line + "\nshort\n" + line);
    const auto start = "!" + std::string(1000, 'x');
    CHECK(lines_of(fd.get(), 1000) == Lines{"1:" + start, "2:" + start, "3:short", "4:" + start});
}

TEST_CASE("a line may come byte by byte, also from a descriptor that does not block")
{
    auto pipe = make_pipe();
    ::fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK);
    std::thread writer{[&pipe] {
        for (const char c : std::string{"ab\ncd"}) {
            write_all(pipe.write.get(), std::string(1, c), "a pipe");
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
        pipe.write.reset();
    }};
    CHECK(lines_of(pipe.read.get(), 10) == Lines{"1:ab", "2:cd"});
    writer.join();
}

TEST_CASE("what cannot be read is an error")
{
    const Fd directory{::open("/", O_RDONLY | O_CLOEXEC)};
    LineReader reader{directory.get(), Bytes{10}};
    CHECK_THROWS_AS(reader.next(), Error);
}
