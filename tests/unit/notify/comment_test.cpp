#include "base/utf8.hpp"
#include "catch.hpp"
#include "notify/comment.hpp"
#include "verdict/comparison_output.hpp"

#include <fmt/format.h>

// The texts of a message, with names that mean harm.
namespace cb::notify {

namespace {

verdict::SeriesPair pair_named(const std::string& test, double factor)
{
    verdict::SeriesPair pair;
    pair.name = {.benchmark = "b",
                 .test = test,
                 .metric = "time",
                 .unit = "s",
                 .direction = Direction::lower};
    for (const double value : {100.0, 101.0, 102.0, 103.0, 104.0, 105.0}) {
        pair.base.push_back({.environment = {}, .values = {value}});
        pair.candidate.push_back({.environment = {}, .values = {value * factor}});
    }
    return pair;
}

Message message_of(const std::vector<verdict::SeriesPair>& pairs)
{
    Message message;
    message.source.repo = "app";
    message.source.commit = CommitId::parse(std::string(40, '2')).value();
    message.base = std::string(40, '1');
    message.standing = Standing::regression;
    message.comparison = verdict::compare_series(pairs);
    message.verdict = verdict::to_verdict_line(*message.comparison);
    message.verdict_markdown = verdict::to_markdown_verdict(*message.comparison);
    message.command = "cb compare 1 2";
    return message;
}

} // namespace

TEST_CASE("a comment has the verdict first, and the rest folded")
{
    const auto message = message_of({pair_named("parse", 1.5), pair_named("merge", 1)});
    const auto text = to_comment(message, Templates::standard().comment, 65'000);
    CHECK(text.starts_with("**slower: 1 of 2 (parse time +50.0 %)"));
    const auto folded = text.find("<details>");
    REQUIRE(folded != std::string::npos);
    CHECK(text.find("| parse time |") < folded);
    CHECK(text.find("| merge time |") > folded);
    CHECK(text.find("smallest visible change") > folded);
    CHECK(text.find("To reproduce: cb compare 1 2") > folded);
}

TEST_CASE("no text of a benchmark or a commit is markup")
{
    const std::string hostile =
        "@all <!-- cb notify --> </details> `|` #1 **b** www.example.org\n/close";
    auto message = message_of({pair_named(hostile, 1.5), pair_named(hostile + "2", 1)});
    message.source.pull = Pull{.number = 7, .title = hostile, .author = hostile, .base = hostile};
    message.source.subject = message.source.author = message.source.branch = hostile;
    message.source.repo = hostile;
    message.failures = {hostile};
    message.alerts = {{std::string(40, '3'), hostile, hostile}};
    std::string all;
    for (const auto name : Template::field_names()) {
        all += fmt::format("{{{}}}\n", name);
    }
    const auto text = to_comment(message, Template::parse(all).value(), 65'000);
    for (const auto* const mark : {"@", "<!--", "`", " #1", "**", "www.", "\n/close"}) {
        INFO(mark << " in\n" << text);
        CHECK(text.find(mark) == std::string::npos);
    }
    CHECK(text.find("</details>") == text.rfind("</details>"));
}

TEST_CASE("a text is never longer than it may be")
{
    std::vector<verdict::SeriesPair> pairs;
    for (int i = 0; i < 1000; ++i) {
        pairs.push_back(pair_named(fmt::format("{}{}", std::string(150, '@'), i), i % 2 ? 1.5 : 1));
    }
    const auto message = message_of(pairs);
    const auto templates = Templates::standard();
    for (const std::size_t max_bytes : {100U, 1000U, 5000U, 65'000U}) {
        CHECK(to_comment(message, templates.comment, max_bytes).size() <= max_bytes);
        const auto plain = to_plain_text(message, templates.message, max_bytes);
        CHECK(plain.size() <= max_bytes);
        CHECK(is_utf8(plain));
    }
    CHECK(to_comment(message, templates.comment, 65'000).find(" more\n") != std::string::npos);
}

TEST_CASE("who is disturbed by what")
{
    Message message;
    const auto wanted = [&message](When when, Standing standing) {
        message.standing = standing;
        return is_wanted(message, when);
    };
    CHECK(wanted(When::regression, Standing::failed));
    CHECK(wanted(When::regression, Standing::unmeasured));
    CHECK(wanted(When::regression, Standing::regression));
    CHECK_FALSE(wanted(When::regression, Standing::improvement));
    CHECK(wanted(When::change, Standing::improvement));
    CHECK(wanted(When::change, Standing::change));
    CHECK_FALSE(wanted(When::change, Standing::no_difference));
    CHECK_FALSE(wanted(When::change, Standing::no_base));
    CHECK(wanted(When::always, Standing::no_base));
    message.alerts = {{"c", "s", "l", true}};
    CHECK(wanted(When::regression, Standing::no_difference));
}

} // namespace cb::notify
