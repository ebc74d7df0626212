#include "base/quantity.hpp"
#include "catch.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"

using namespace cb;

namespace {

/// A text and its reader.
struct Document {
    explicit Document(std::string_view json)
        : root{parse_json(parser, json).value()}, object{root, "", problem}
    {}
    [[nodiscard]] std::string first() const { return problem.first().value_or("none"); }

    simdjson::dom::parser parser{};
    simdjson::dom::element root;
    JsonProblem problem{};
    ObjectReader object;
};

} // namespace

TEST_CASE("members are read by name and type")
{
    Document json{R"({"s":"x","n":1.5,"c":18446744073709551615,"i":-3,"t":true,"a":["p","q"],
                      "v":[1,2.5,-3],"m":{"k":"v"},"o":{"x":{"y":1}},"l":[{"z":1},{"z":2}]})"};
    CHECK(json.object.string("s") == "x");
    CHECK(json.object.number("n") == 1.5);
    CHECK(json.object.number("i") == -3.0);
    CHECK(json.object.count("c") == 18446744073709551615U);
    CHECK(json.object.maybe_integer("i") == -3);
    CHECK(json.object.maybe_truth("t") == true);
    CHECK(json.object.strings("a") == std::vector<std::string>{"p", "q"});
    CHECK(json.object.string_map("m").at("k") == "v");
    CHECK(json.object.object("o").object("x").count("y") == 1);
    CHECK(json.object.objects("l").at(1).count("z") == 2);
    CHECK(json.first() == "none");
}

TEST_CASE("missing and null are the same: empty where that is allowed")
{
    Document json{R"({"n":null})"};
    const auto name = GENERATE("n", "missing");
    CHECK_FALSE(json.object.has(name));
    CHECK_FALSE(json.object.maybe_string(name).has_value());
    CHECK_FALSE(json.object.maybe_number(name).has_value());
    CHECK_FALSE(json.object.maybe_count(name).has_value());
    CHECK_FALSE(json.object.maybe_truth(name).has_value());
    CHECK(json.object.strings(name).empty());
    CHECK(json.object.objects(name).empty());
    CHECK(json.object.string_map(name).empty());
    CHECK(json.first() == "none");
}

TEST_CASE("what must be there and is not is named")
{
    CHECK_THAT((Document{"{}"}.object.string("a")), Catch::Equals(""));
    const auto problem_of = [](auto read) {
        Document json{R"({"o":{}})"};
        read(json.object);
        return json.first();
    };
    CHECK(problem_of([](auto& o) { return o.string("a"); }) == "a: is missing");
    CHECK(problem_of([](auto& o) { return o.number("a"); }) == "a: is missing");
    CHECK(problem_of([](auto& o) { return o.count("a"); }) == "a: is missing");
    CHECK(problem_of([](auto& o) { return o.object("a").string("b"); }) == "a: is missing");
    CHECK(problem_of([](auto& o) { return o.object("a").object("b").count("c"); }) ==
          "a: is missing");
    CHECK(problem_of([](auto& o) { return o.object("o").string("b"); }) == "o/b: is missing");
}

TEST_CASE("a wrong type is named with the path to it")
{
    const auto problem_of = [](auto read) {
        Document json{R"({"s":"x","n":1.5,"i":-3,"o":{"l":[{"v":[1,"x"]},2],"m":{"k":1}}})"};
        read(json.object);
        return json.first();
    };
    CHECK(problem_of([](auto& o) { return o.string("n"); }) == "n: must be a string");
    CHECK(problem_of([](auto& o) { return o.number("s"); }) == "s: must be a number");
    CHECK(problem_of([](auto& o) { return o.count("n"); }) ==
          "n: must be a whole number that is not negative");
    CHECK(problem_of([](auto& o) { return o.count("i"); }) ==
          "i: must be a whole number that is not negative");
    CHECK(problem_of([](auto& o) { return o.maybe_integer("n"); }) == "n: must be a whole number");
    CHECK(problem_of([](auto& o) { return o.maybe_truth("n"); }) == "n: must be true or false");
    CHECK(problem_of([](auto& o) { return o.object("s").path(); }) == "s: must be an object");
    CHECK(problem_of([](auto& o) { return o.strings("s"); }) == "s: must be an array");
    CHECK(problem_of([](auto& o) { return o.object("o").objects("l"); }) ==
          "o/l/1: must be an object");
    CHECK(problem_of([](auto& o) { return o.object("o").objects("l").at(0).strings("v"); }) ==
          "o/l/1: must be an object");
    CHECK(problem_of([](auto& o) { return o.object("o").string_map("m"); }) ==
          "o/m: \"k\" must be a string");
    CHECK(problem_of([](auto& o) { return o.object("o").string_map("l"); }) ==
          "o/l: must be an object");
}

TEST_CASE("the path to an element of an array counts from 0")
{
    Document json{R"({"s":["a",null]})"};
    static_cast<void>(json.object.strings("s"));
    CHECK(json.first() == "s/1: must be a string");
}

TEST_CASE("only the first problem is kept")
{
    Document json{R"({"a":1,"b":2})"};
    static_cast<void>(json.object.string("b"));
    static_cast<void>(json.object.string("a"));
    CHECK(json.first() == "b: must be a string");
}

TEST_CASE("if a key appears twice, the first one wins")
{
    Document json{R"({"a":"first","a":"second","m":{"k":"1","k":"2"}})"};
    CHECK(json.object.string("a") == "first");
    CHECK(json.object.string_map("m").at("k") == "1");
}

TEST_CASE("keys are compared by what they mean, not by how they are spelled")
{
    Document json{R"({"\u0061":"x"})"};
    CHECK(json.object.string("a") == "x");
}

TEST_CASE("a parser of text says what is wrong in the member's name")
{
    Document json{R"({"size":"4Q","good":"4K"})"};
    CHECK(json.object.maybe_parsed("good", &Bytes::parse) == Bytes{4096});
    CHECK_FALSE(json.object.maybe_parsed("size", &Bytes::parse).has_value());
    CHECK_THAT(json.first(), Catch::StartsWith("size: \"4Q\" is not a size"));
}

TEST_CASE("the root must be an object")
{
    const auto text = GENERATE(as<std::string>{}, "[]", "1", "\"x\"", "null", "true");
    CHECK(Document{text}.first() == "must be an object");
}
