#include "base/id_set.hpp"
#include "catch.hpp"

#include <random>

using namespace cb;

TEST_CASE("a set reads single numbers and ranges in any order, and prints them merged")
{
    const auto [text, canonical] = GENERATE(table<std::string, std::string>({
        {"3", "3"},
        {"0-3", "0-3"},
        {"0,2", "0,2"},
        {"2,0", "0,2"},
        {"0-1,2-3", "0-3"},
        {"5,5,5", "5"},
        {"0-3,1-2", "0-3"},
        {"3-3", "3"},
        {"0,1", "0-1"},
        {"8191", "8191"},
        {"0-8191", "0-8191"},
        {"007", "7"},
    }));
    INFO(text);
    CHECK(CpuSet::parse(text)->to_string() == canonical);
}

TEST_CASE("what is no set is refused, and says which kind of set it is not")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "0--2",
                               "0-2-",
                               "-1",
                               "3-1",
                               ",",
                               "0,",
                               ",0",
                               "0,,1",
                               "a",
                               "1a",
                               "0x1",
                               " 1",
                               "1 ",
                               "1-",
                               "1 - 2",
                               "+1",
                               "1.0",
                               "0\n",
                               std::string("1\0", 2));
    INFO(text);
    REQUIRE_FALSE(CpuSet::parse(text).has_value());
    CHECK_THAT(CpuSet::parse(text).error(), CB_CONTAINS("is not a list of CPUs"));
    CHECK_THAT(NodeSet::parse(text).error(), CB_CONTAINS("is not a list of memory nodes"));
}

TEST_CASE("numbers that no kernel knows are refused before they take memory")
{
    CHECK_THAT(CpuSet::parse("8192").error(), CB_CONTAINS("the highest possible is 8191"));
    CHECK_THAT(CpuSet::parse("0-4294967295").error(), CB_CONTAINS("names CPU 4294967295"));
    CHECK_FALSE(CpuSet::parse("0-4294967296").has_value());
    CHECK_FALSE(CpuSet::parse("99999999999999999999999").has_value());
}

TEST_CASE("a list of megabytes of ranges is refused before they take time and memory")
{
    std::string hostile;
    while (hostile.size() < std::size_t{8} << 20U) {
        hostile += "0-8191,";
    }
    const auto parsed = CpuSet::parse(hostile + "0");
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().size() < 300);
}

TEST_CASE("the longest list that a set prints can be read")
{
    std::vector<unsigned> ids;
    for (unsigned id = 0; id <= CpuSet::limit; id += 2) {
        ids.push_back(id);
    }
    const auto longest = CpuSet::of(ids);
    CHECK(CpuSet::parse(longest.to_string()) == longest);
}

TEST_CASE("what a set prints reads back as the set")
{
    std::mt19937 random{GENERATE(range(1U, 50U))};
    std::vector<unsigned> ids;
    const auto size = 1 + random() % 60;
    for (unsigned i = 0; i < size; ++i) {
        ids.push_back(static_cast<unsigned>(random() % (i % 2 == 0 ? 20 : 8192)));
    }
    const auto set = CpuSet::of(ids);
    CHECK(CpuSet::parse(set.to_string()) == set);
    CHECK(set.contains(ids.front()));
    CHECK_FALSE(set.contains(8192));
    CHECK(std::is_sorted(set.ids().begin(), set.ids().end()));
}

TEST_CASE("what is in one set, in both, or in either")
{
    const auto set = [](const char* text) { return CpuSet::parse(text).value(); };
    CHECK(minus(set("0-3,8"), set("1,8-9")).to_string() == "0,2-3");
    CHECK(minus(set("0"), set("0")).empty());
    CHECK(minus(CpuSet{}, set("0")).empty());
    CHECK(common(set("0-3,8"), set("1,8-9")).to_string() == "1,8");
    CHECK(common(set("0"), set("1")).empty());
    CHECK(united(set("0-3"), set("1,8")).to_string() == "0-3,8");
    CHECK(united(set("0"), CpuSet{}).to_string() == "0");
}
