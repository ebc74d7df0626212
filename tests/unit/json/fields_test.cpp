#include "catch.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"

using namespace cb;

namespace {

struct Inner {
    std::uint64_t x = 0;
    friend bool operator==(const Inner&, const Inner&) = default;
};

struct Outer {
    std::string name;
    double ratio = 0.5;
    unsigned small = 7;
    std::optional<int> code;
    bool is_set = false;
    std::vector<double> values;
    std::vector<std::string> texts;
    std::map<std::string, double> summary;
    std::map<std::string, std::uint64_t> counts;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lines;
    Inner inner;
    std::optional<Inner> maybe_inner;
    std::vector<Inner> list;
    std::string unread = "as it was";
};

} // namespace

template <> inline constexpr auto cb::fields<Inner> = std::tuple{required("x", &Inner::x)};
template <>
inline constexpr auto cb::fields<Outer> =
    std::tuple{Field<Outer, std::string>{"name", &Outer::name, Rule::filled},
               optional("ratio", &Outer::ratio),
               optional("small", &Outer::small),
               optional("code", &Outer::code),
               sparse("is_set", &Outer::is_set),
               sparse("values", &Outer::values),
               sparse("texts", &Outer::texts),
               sparse("summary", &Outer::summary),
               sparse("counts", &Outer::counts),
               sparse("lines", &Outer::lines),
               required("inner", &Outer::inner),
               optional("maybe_inner", &Outer::maybe_inner),
               sparse("list", &Outer::list),
               Field<Outer, std::string>{"unread", &Outer::unread, Rule::by_hand}};

namespace {

struct Read {
    Outer outer;
    std::string problem;
};

Read read(std::string_view text)
{
    simdjson::dom::parser parser;
    JsonProblem problem;
    const ObjectReader object{parse_json(parser, text).value(), "", problem};
    auto outer = read_fields<Outer>(object);
    return {std::move(outer), problem.first().value_or("none")};
}

std::string written(const Outer& outer)
{
    JsonWriter json;
    write_json(json, outer);
    return json.take();
}

} // namespace

TEST_CASE("what is described is read and written alike")
{
    const std::string text =
        R"({"name":"n","ratio":0.25,"small":3,"code":-9,"is_set":true,"values":[1,2.5],)"
        R"("texts":["a","b"],"summary":{"max":2,"min":1},"counts":{"0":18446744073709551615},)"
        R"("lines":[[1,2],[3,3]],"inner":{"x":1},"maybe_inner":{"x":2},"list":[{"x":3},{"x":4}]})";
    const auto [outer, problem] = read(text);
    CHECK(problem == "none");
    CHECK(outer.list == std::vector{Inner{3}, Inner{4}});
    CHECK(outer.counts.at("0") == 18446744073709551615U);
    CHECK(written(outer) == text);
}

TEST_CASE("what is missing or null is what the structure starts with, and may be left out")
{
    const auto [outer, problem] = read(R"({"name":"n","inner":{"x":1},"ratio":null,"code":null})");
    CHECK(problem == "none");
    CHECK(outer.ratio == 0.5);
    CHECK(outer.small == 7);
    CHECK(written(outer) ==
          R"({"name":"n","ratio":0.5,"small":7,"code":null,"inner":{"x":1},"maybe_inner":null})");
}

TEST_CASE("what is wrong with a described member is named with the path to it")
{
    const auto [members, expected] = GENERATE(table<std::string, std::string>({
        {R"("inner":{"x":1})", "name: is missing"},
        {R"("name":"","inner":{"x":1})", "name: must not be empty"},
        {R"("name":"n")", "inner: is missing"},
        {R"("name":"n","inner":{})", "inner/x: is missing"},
        {R"("name":"n","inner":[])", "inner: must be an object"},
        {R"("name":"n","ratio":"1","inner":{"x":1})", "ratio: must be a number"},
        {R"("name":"n","code":2147483648,"inner":{"x":1})", "code: is out of range"},
        {R"("name":"n","code":"1","inner":{"x":1})", "code: must be a whole number"},
        {R"("name":"n","small":-1,"inner":{"x":1})",
         "small: must be a whole number that is not negative"},
        {R"("name":"n","is_set":1,"inner":{"x":1})", "is_set: must be true or false"},
        {R"("name":"n","values":[1,null],"inner":{"x":1})", "values/1: must be a number"},
        {R"("name":"n","texts":["a",1],"inner":{"x":1})", "texts/1: must be a string"},
        {R"("name":"n","summary":{"max":"1"},"inner":{"x":1})",
         "summary: \"max\" must be a number or null"},
        {R"("name":"n","counts":{"0":-1},"inner":{"x":1})", "counts: \"0\" must be a count"},
        {R"("name":"n","lines":[[1]],"inner":{"x":1})", "lines: must hold pairs of line numbers"},
        {R"("name":"n","inner":{"x":1},"maybe_inner":1)", "maybe_inner: must be an object"},
        {R"("name":"n","inner":{"x":1},"list":[{"x":1},{"x":"2"}])",
         "list/1/x: must be a whole number that is not negative"},
        {R"("name":"n","inner":{"x":1},"list":{})", "list: must be an array"},
    }));
    INFO(members);
    CHECK(read("{" + members + "}").problem == expected);
}

TEST_CASE("a null in a map of numbers is left out, and a large count is the largest")
{
    const auto [outer, problem] = read(
        R"({"name":"n","small":4294967296,"summary":{"a":1,"b":null},"inner":{"x":1},"unread":7})");
    CHECK(problem == "none");
    CHECK(outer.summary == std::map<std::string, double>{{"a", 1}});
    CHECK(outer.small == 4294967295U);
    CHECK(outer.unread == "as it was");
}
