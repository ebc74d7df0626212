#include "catch.hpp"
#include "manifest/alias_record.hpp"

#include <fmt/format.h>

using namespace cb;

namespace {

std::string replaced_once(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const AliasRecord renamed{.repo = "acme/x",
                          .old_series = {"b", "old \"t\"\n", "time", "s", Direction::lower},
                          .new_series = {"b", "", "time", "ms", Direction::unknown},
                          .created_by = "ada",
                          .created_at = parse_rfc3339("2026-01-31T08:00:00.123Z").value(),
                          .reason = "\u202e<b>"};

} // namespace

TEST_CASE("an alias is read as it was written")
{
    const auto line = renamed.to_json();
    CHECK(line.find('\n') == std::string::npos);
    CHECK(AliasRecord::is_alias(line));
    CHECK(AliasRecord::parse(line).value() == renamed);
}

TEST_CASE("what is wrong with an alias is named")
{
    const auto line = renamed.to_json();
    CHECK_FALSE(AliasRecord::is_alias(R"({"cb":1,"job":"a"})"));
    CHECK_FALSE(AliasRecord::is_alias("alias"));
    for (const auto& [from, to, problem] : std::vector<std::array<std::string, 3>>{
             {R"("cb":1)", R"("cb":2)", "an alias of another version than 1"},
             {R"("repo":"acme/x",)", "", "alias: repo is no text"},
             {R"("test":"")", R"("test":null)", "alias: test is no text"},
             {R"("direction":"lower")", R"("direction":"up")", "alias: direction: "},
             {"2026-01-31T", "yesterday ", "alias: at: "}}) {
        const auto parsed = AliasRecord::parse(replaced_once(line, from, to));
        INFO(problem);
        REQUIRE_FALSE(parsed.has_value());
        CHECK_THAT(parsed.error(), Catch::StartsWith(problem));
    }
}
