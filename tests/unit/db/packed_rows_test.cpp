#include "catch.hpp"
#include "db/packed_rows.hpp"

#include <fmt/format.h>

namespace cb::db {

TEST_CASE("rows that are kept for later come back in order, in memory and from a file")
{
    // In two sizes; the second does not fit in memory.
    const std::size_t text_bytes = GENERATE(10U, 40'000U);
    constexpr std::int64_t count = 1000;
    PackedRows rows;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string text(text_bytes, static_cast<char>('a' + i % 26));
        const std::array<Cell, 4> row{
            i, 0.1 * static_cast<double>(i), std::string_view{text}, Null{}};
        rows.add(row);
    }
    std::int64_t seen = 0;
    rows.for_each([&](const Row& row) {
        CHECK(row.integer(0) == seen);
        CHECK(row.real(1) == 0.1 * static_cast<double>(seen));
        CHECK(row.text(2) == std::string(text_bytes, static_cast<char>('a' + seen % 26)));
        CHECK(row.is_null(3));
        CHECK(!row.time(3));
        ++seen;
    });
    CHECK(seen == count);
}

TEST_CASE("what a database says of another type than it should is refused")
{
    CHECK(parse_numbers("[1,-2.5e300]") == std::vector<double>{1, -2.5e300});
    CHECK(parse_numbers("{1,2}") == std::vector<double>{1, 2});
    CHECK(parse_numbers("[]").empty());
    for (const auto* const text : {"", "[1,x]", "[1", "1"}) {
        INFO(text);
        CHECK_THROWS_AS(parse_numbers(text), Error);
    }
    CHECK_THROWS_AS(parse_integer("1.5"), Error);
    CHECK_THROWS_AS(parse_real(""), Error);
    CHECK_THROWS_AS(parse_time("yesterday"), Error);
}

} // namespace cb::db
