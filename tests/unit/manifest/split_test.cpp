#include "catch.hpp"
#include "json/parse.hpp"
#include "json/writer.hpp"
#include "manifest/split.hpp"

#include <random>

using namespace cb;

namespace {

using Pieces = std::vector<std::pair<std::string, std::string>>;

Pieces split(std::string_view object)
{
    Pieces found;
    for (const auto& [key, value] : members_of(object)) {
        found.emplace_back(key, value);
    }
    return found;
}

/// Generates random JSON that is hard to split.
class Generator {
public:
    explicit Generator(unsigned seed) : random_{seed} {}

    std::string blanks()
    {
        static constexpr std::array<const char*, 5> some{"", "", " ", "\t\r\n ", "  "};
        return some.at(random_() % some.size());
    }

    std::string string()
    {
        static constexpr std::array<const char*, 12> pieces{
            "a", "\\\"", "\\\\", "{", "}", "[", "]", ",", ":", "\\u0022", "\u20ac", "\\/"};
        std::string text = "\"";
        for (auto count = random_() % 6; count > 0; --count) {
            text += pieces.at(random_() % pieces.size());
        }
        return text + "\"";
    }

    std::string value(int depth)
    {
        static constexpr std::array<const char*, 6> scalars{
            "null", "true", "-1.5e+3", "0", "\"\"", "\"\\\\\""};
        switch (random_() % (depth > 0 ? 4 : 2)) {
        case 0:
            return scalars.at(random_() % scalars.size());
        case 1:
            return string();
        case 2:
            return sequence('[', ']', [&] { return value(depth - 1); });
        default:
            return sequence(
                '{', '}', [&] { return string() + blanks() + ":" + blanks() + value(depth - 1); });
        }
    }

    template <typename Item> std::string sequence(char open, char close, Item item)
    {
        std::string text{open};
        const auto count = random_() % 4;
        for (unsigned i = 0; i < count; ++i) {
            text += (i > 0 ? "," : "") + blanks() + item() + blanks();
        }
        return text + blanks() + close;
    }

    unsigned number(unsigned below) { return static_cast<unsigned>(random_() % below); }

private:
    std::mt19937 random_;
};

} // namespace

TEST_CASE("an object is split into its members as they stand")
{
    CHECK(split("{}").empty());
    CHECK(split(" { } ").empty());
    CHECK(split(R"({"a":1})") == Pieces{{"\"a\"", "1"}});
    CHECK(split(R"( { "a" : 1 , "b":[1, 2] } )") == Pieces{{"\"a\"", "1"}, {"\"b\"", "[1, 2]"}});
    CHECK(split(R"({"a":{"b":{"c":"}"}},"d":"\"}{,"})") ==
          Pieces{{"\"a\"", R"({"b":{"c":"}"}})"}, {"\"d\"", R"("\"}{,")"}});
    CHECK(split(R"({"a\":\\":"\\","":""})") ==
          Pieces{{R"("a\":\\")", R"("\\")"}, {"\"\"", "\"\""}});
    CHECK(split("{\"a\"\n:\t[\n]\r}") == Pieces{{"\"a\"", "[\n]"}});
}

TEST_CASE("an array is split into its elements as they stand")
{
    using Elements = std::vector<std::string_view>;
    CHECK(elements_of("[]").empty());
    CHECK(elements_of(" [ ] ").empty());
    CHECK(elements_of("[1]") == Elements{"1"});
    CHECK(elements_of(R"( [ {"a":[1,2]} , "],[" ,[[3 ],4],null ] )") ==
          Elements{R"({"a":[1,2]})", R"("],[")", "[[3 ],4]", "null"});
    CHECK(elements_of(R"([[],{}])") == Elements{"[]", "{}"});
}

TEST_CASE("what was split and is put together again is the object")
{
    Generator random{GENERATE(range(1U, 400U))};
    Pieces members;
    std::string object = random.blanks() + "{" + random.blanks();
    for (unsigned i = random.number(6); i > 0; --i) {
        members.emplace_back(random.string(), random.value(4));
        object +=
            members.back().first + random.blanks() + ":" + random.blanks() + members.back().second;
        object += random.blanks() + (i > 1 ? "," : "") + random.blanks();
    }
    object += "}" + random.blanks();
    INFO(object);
    simdjson::dom::parser parser;
    REQUIRE(parse_json(parser, object).has_value());
    CHECK(split(object) == members);
}

TEST_CASE("text that is no object is split into something, without reading outside of it")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "{",
                               "}",
                               "\"",
                               "{\"",
                               "{\"a",
                               "{\"a\"",
                               "{\"a\":",
                               "{\"a\":\"",
                               "{\"a\":[",
                               "{\"a\":\"\\",
                               "{,",
                               "[1]",
                               "{\"a\":1,",
                               "{\"a\":1,\"",
                               "\"a\":1}",
                               "\\\"");
    for (const auto& [key, value] : members_of(text)) {
        CHECK(key.data() >= text.data());
        CHECK(value.data() + value.size() <= text.data() + text.size());
    }
}
