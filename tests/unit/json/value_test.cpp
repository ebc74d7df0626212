#include "catch.hpp"
#include "json/value.hpp"

#include <string>
#include <vector>

using cb::JsonParser;
using cb::JsonValue;
using cb::paths_of;

namespace {

using Texts = std::vector<std::string>;

/// A text and its value, which must live together.
struct ReadValue {
    explicit ReadValue(std::string_view text) : root{*parser.parse(text)} {}

    JsonParser parser{};
    JsonValue root;
};

} // namespace

TEST_CASE("a JSON value is what its type says, and nothing else")
{
    const ReadValue read{R"({"a":1.5,"b":"x","c":[1,2],"d":null,"e":true,"f":-3,"g":"\u0000"})"};
    const auto root = read.root;
    CHECK(root["a"].number() == 1.5);
    CHECK_FALSE(root["a"].text());
    CHECK_FALSE(root["a"].count());
    CHECK(root["b"].text() == "x");
    CHECK_FALSE(root["b"].number());
    CHECK(root["c"].is_list());
    CHECK(root["c"].size() == 2);
    CHECK(root["c"].at(1).count() == 2U);
    CHECK(root["e"].truth() == true);
    CHECK(root["f"].integer() == -3);
    CHECK_FALSE(root["f"].count());
    CHECK_FALSE(root["g"].text());
    CHECK(root["g"].any_text()->size() == 1);
    CHECK(root["c"].written() == "[1,2]");
}

TEST_CASE("a null member is there and counts as missing; a null element is null")
{
    const ReadValue read{R"({"d":null,"l":[null]})"};
    CHECK(read.root.has("d"));
    CHECK_FALSE(read.root["d"]);
    CHECK_FALSE(read.root["d"].is_null());
    CHECK(read.root["l"].at(0).is_null());
    CHECK_FALSE(read.root["l"].at(0));
    CHECK(read.root.has_any({"x", "d"}));
    CHECK_FALSE(read.root.has_all({"x", "d"}));
}

TEST_CASE("members and elements come in the order of the text, and other types have none")
{
    const ReadValue read{R"({"b":1,"a":[3,4],"b":2})"};
    Texts names;
    for (const auto& [name, value] : read.root.members()) {
        names.emplace_back(name);
    }
    CHECK(names == Texts{"b", "a", "b"});
    CHECK(read.root["b"].number() == 1);
    double sum = 0;
    for (const auto element : read.root["a"].elements()) {
        sum += element.number().value_or(0);
    }
    CHECK(sum == 7);
    CHECK(read.root["b"].elements().to_vector().empty());
    CHECK(read.root["x"].elements().to_vector().empty());
    CHECK(read.root["b"].members().to_vector().empty());
}

TEST_CASE("a path leads to a value, or to the first thing that is missing on the way")
{
    const ReadValue read{R"({"a":[{"b":1},{"b\/":2}],"c":{"d":null}})"};
    const auto root = read.root;
    const auto second = root["a"].at(1);
    CHECK(paths_of(root,
                   {root["a"].at(0)["b"],
                    second["b/"],
                    root["x"]["y"],
                    root["c"]["d"],
                    root["a"].at(5),
                    root["a"]["b"],
                    root,
                    JsonValue{}}) == Texts{"a/0/b", "a/1/b/", "x", "c/d", "a/5", "a/b", "", ""});
}

TEST_CASE("what is no JSON is named")
{
    JsonParser parser;
    CHECK_FALSE(parser.parse("{"));
    CHECK(parser.parse("[1]")->at(0).number() == 1);
}
