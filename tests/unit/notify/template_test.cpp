#include "catch.hpp"
#include "notify/comment.hpp"

// Texts with fields.
namespace cb::notify {

namespace {

Fields empty_fields()
{
    Fields fields;
    for (const auto name : Template::field_names()) {
        fields.emplace(name, "");
    }
    return fields;
}

std::string fill(std::string_view text, const Fields& values)
{
    auto fields = empty_fields();
    for (const auto& [name, value] : values) {
        fields.at(name) = value;
    }
    return Template::parse(text).value().fill(fields);
}

} // namespace

TEST_CASE("fields are replaced, and values are no templates")
{
    CHECK(fill("a {verdict} b {{c}", {{"verdict", "{title} {{ {"}}) == "a {title} {{ { b {c}\n");
}

TEST_CASE("a line whose fields are all empty is left out, with its empty line")
{
    CHECK(fill("{verdict}\n\nPull: {pull}\n\n{title} {author}\nend\n",
               {{"verdict", "v"}, {"author", "ada"}}) == "v\n\n ada\nend\n");
    CHECK(fill("\n\n{verdict}\n\n\n", {{"verdict", "a\nb\n"}}) == "a\nb\n");
    CHECK(fill("", {}).empty());
}

TEST_CASE("a template says where it is wrong")
{
    CHECK(Template::parse("a\n{verdikt}\n").error().starts_with("line 2: \"verdikt\" is no field"));
    CHECK_FALSE(Template::parse("{verdict"));
    CHECK_FALSE(Template::parse("{}"));
}

TEST_CASE("the texts of the program are templates")
{
    auto fields = empty_fields();
    fields.at("verdict") = "v";
    CHECK(Templates::standard().comment.fill(fields) == "**v**\n");
    CHECK(Templates::standard().message.fill(fields) == "v\n");
}

} // namespace cb::notify
