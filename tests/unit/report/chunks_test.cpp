#include "catch.hpp"
#include "report/chunks.hpp"

namespace cb::report {

TEST_CASE("complete blocks are large, the newest commits are in small ones")
{
    CHECK(divide(0, 0).empty());
    CHECK(divide(0, 5) == std::vector<Chunk>{{0, 5}});
    CHECK(divide(0, 40) == std::vector<Chunk>{{0, 16}, {16, 32}, {32, 40}});
    CHECK(divide(0, 256) == std::vector<Chunk>{{0, 256}});
    CHECK(divide(0, 275) == std::vector<Chunk>{{0, 256}, {256, 272}, {272, 275}});
    CHECK(divide(100, 520) == std::vector<Chunk>{{100, 256}, {256, 512}, {512, 520}});
}

TEST_CASE("blocks cover each commit once, and one more commit changes few")
{
    for (std::size_t end = 1; end < 1100; ++end) {
        const auto before = divide(0, end - 1);
        const auto chunks = divide(0, end);
        std::size_t next = 0;
        std::size_t changed = 0;
        for (std::size_t i = 0; i < chunks.size(); ++i) {
            CHECK(chunks[i].first == next);
            next = chunks[i].end;
            const bool is_same = i < before.size() && before[i] == chunks[i];
            changed += is_same ? 0 : chunks[i].end - chunks[i].first;
        }
        CHECK(next == end);
        CHECK(changed <= (end % 256 == 0 ? 256U : 16U));
    }
}

} // namespace cb::report
