#include "base/file.hpp"
#include "catch.hpp"
#include "net/secret.hpp"

#include <fmt/format.h>

#include <concepts>
#include <ostream>

using namespace cb;
namespace fs = std::filesystem;

static_assert(!fmt::is_formattable<net::Secret>::value);
static_assert(!std::equality_comparable<net::Secret>);
template <typename T>
concept Printable = requires(std::ostream& out, const T& value)
{
    out << value;
};
static_assert(!Printable<net::Secret>);

TEST_CASE("a token is read without the newline of its file")
{
    const TempDir dir;
    const auto file = dir.path() / "token";
    replace_file(file, " abc_1\r\n", Readers::owner);
    CHECK(net::Secret::read_token(file).reveal() == "abc_1");
    fs::permissions(file, fs::perms{0640});
    CHECK(net::Secret::read_token(file).reveal() == "abc_1");
}

TEST_CASE("a file of a secret that everybody may read is refused")
{
    const TempDir dir;
    const auto file = dir.path() / "token";
    replace_file(file, "abc", Readers::owner);
    const auto mode = GENERATE(0644, 0604, 0602);
    fs::permissions(file, static_cast<fs::perms>(mode));
    CHECK_THROWS_WITH(net::Secret::read(file), CB_CONTAINS("every user may read or write it"));
}

TEST_CASE("a file without a token is refused")
{
    const TempDir dir;
    const auto file = dir.path() / "token";
    CHECK_THROWS_WITH(net::Secret::read(file), CB_CONTAINS("No such file"));
    const auto content = GENERATE("", " \n", "two words", "one\ntwo", "sch\xC3\xB6n");
    replace_file(file, content, Readers::owner);
    CHECK_THROWS_AS(net::Secret::read_token(file), Error);
}

TEST_CASE("what a server repeats is blotted out")
{
    CHECK(net::Secret{"abc"}.redact("abc: abcabc, ab") == "***: ******, ab");
    CHECK(net::Secret{""}.redact("x") == "x");
    CHECK(net::Secret{"*"}.redact("a*") == "a***");
}

TEST_CASE("a secret that was moved or copied is whole")
{
    net::Secret a{"abc"};
    net::Secret b{a};
    net::Secret c{std::move(a)};
    b = std::move(c);
    CHECK(b.reveal() == "abc");
}
