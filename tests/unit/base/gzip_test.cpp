#include "base/collect.hpp"
#include "base/file.hpp"
#include "base/gzip.hpp"
#include "base/rewind.hpp"
#include "catch.hpp"

#include <string>

using namespace cb;

namespace {

constexpr Bytes plenty{1U << 24U};

/// A file with the data.
Fd file_of(std::string_view data)
{
    auto file = make_unnamed_file();
    write_all(file.get(), data, "a file");
    rewind(file.get(), "a file");
    return file;
}

} // namespace

TEST_CASE("gzip: the text of one member, and of several")
{
    const auto text = GENERATE(as<std::string>{}, "", "a", std::string(300'000, 'x') + "end");
    const auto data = gzip(text);
    CHECK(is_gzip(data));
    CHECK(gunzip(data, plenty) == text);
    CHECK(gunzip(data + data + gzip("more"), plenty) == text + text + "more");
    const auto file = file_of(data.substr(5));
    const auto copy = gunzipped(data.substr(0, 5), file.get(), "x.gz");
    std::string read;
    for (auto chunk = read_some(copy.get(), "x"); !chunk.empty();
         chunk = read_some(copy.get(), "x")) {
        read += chunk;
    }
    CHECK((read == text));
}

TEST_CASE("gzip: what is damaged or cut off is named")
{
    const auto data = gzip("some text that is long enough");
    for (std::size_t size = 3; size < data.size(); ++size) {
        CHECK(gunzip(data.substr(0, size), plenty).error() == "is truncated");
    }
    auto damaged = data;
    damaged[data.size() - 6] ^= 1; // in the checksum
    CHECK(gunzip(damaged, plenty).error() == "is damaged");
    CHECK(gunzip(data + "noise behind it", plenty).error() == "is damaged");
    const auto file = file_of("");
    CHECK_THROWS_WITH(gunzipped(data.substr(0, 20), file.get(), "x.json.gz"),
                      CB_CONTAINS("x.json.gz: the gzip data is truncated"));
}

TEST_CASE("gzip: a small file that holds very much text is refused")
{
    const auto bomb = gzip(std::string(64U << 20U, '\0'));
    REQUIRE(bomb.size() < 1'000'000);
    CHECK(gunzip(bomb, plenty).error() == "contains more than 16M of text");
    const auto exact = gzip(std::string(1000, 'x'));
    CHECK(gunzip(exact, Bytes{1000}));
    CHECK_FALSE(gunzip(exact, Bytes{999}));
}
