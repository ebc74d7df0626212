#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "manifest/alias_record.hpp"
#include "store/alias_list.hpp"
#include "store/export.hpp"

#include <span>
#include <sstream>

// Aliases leave a store as records in an export of manifests, and come into another, on both
// databases.
namespace cb::store {

namespace {

Result in_seconds(std::string test, std::vector<double> values)
{
    auto result = result_of(std::move(test), std::move(values));
    result.unit = "s";
    return result;
}

/// A store in which index/old, in seconds, was renamed to index/new, in milliseconds. One job
/// measured both.
void fill(const Database& database)
{
    const std::vector jobs{job_from("j1",
                                    source_of("acme/x", '1'),
                                    {in_seconds("old", {0.001, 0.002}), result_of("other", {7})}),
                           job_from("j2",
                                    source_of("acme/x", '2'),
                                    {result_of("new", {30}), in_seconds("old", {0.9})})};
    static_cast<void>(database.open()->put(jobs));
    LinesLog log;
    static_cast<void>(add_aliases(database.target(),
                                  {.old_name = "index/old",
                                   .new_name = "index/new",
                                   .created_by = "ada",
                                   .reason = "it's \"so\""},
                                  log));
}

} // namespace

TEST_CASE("an export as manifests has the measured names, and the aliases as records")
{
    const Database from{GENERATE(Backend::sqlite, Backend::postgres)};
    const Database to{GENERATE(Backend::sqlite, Backend::postgres)};
    fill(from);
    const auto text = exported(from.target(), ExportFormat::manifests);
    CHECK_THAT(text, CB_CONTAINS(R"("test":"old")"));

    std::istringstream lines{text};
    std::vector<Manifest> jobs;
    std::vector<AliasRecord> records;
    for (std::string line; std::getline(lines, line);) {
        if (AliasRecord::is_alias(line)) {
            records.push_back(AliasRecord::parse(line).value());
        } else {
            jobs.push_back(Manifest::parse(line).value());
        }
    }
    REQUIRE(records.size() == 1);
    CHECK(records[0].old_series.unit == "s");
    CHECK(records[0].created_by == "ada");
    static_cast<void>(to.open()->put(jobs));
    LinesLog quiet;
    CHECK(to.open()->put_aliases(records, quiet) == 1);
    CHECK(to.open()->put_aliases(records, quiet) == 0);
    CHECK(quiet.text().empty());
    CHECK(exported(to.target(), ExportFormat::manifests) == text);
    CHECK(exported(to.target(), ExportFormat::jsonl) ==
          exported(from.target(), ExportFormat::jsonl));
}

TEST_CASE("an alias of an export that contradicts the store is named and left out")
{
    const Database database{GENERATE(Backend::sqlite, Backend::postgres)};
    fill(database);
    const auto name = [](std::string test, std::string unit) {
        return SeriesName{"index", std::move(test), "time", std::move(unit), Direction::lower};
    };
    const auto at = parse_rfc3339("2026-01-31T08:00:00Z").value();
    const auto refused = [&](const AliasRecord& record) {
        LinesLog warnings;
        CHECK(database.open()->put_aliases(std::span{&record, 1}, warnings) == 0);
        return warnings.text();
    };
    CHECK(refused({"acme/x", name("old", "s"), name("other", "ms"), "eve", at, ""}) ==
          "the alias of index/old time for index/other time is not stored: it counts as index/new "
          "time already\n");
    CHECK(refused({"acme/x", name("new", "ms"), name("old", "s"), "eve", at, ""}) ==
          "the alias of index/new time for index/old time is not stored: that counts as the former "
          "already\n");
    CHECK(refused({"nobody", name("a", "s"), name("b", "s"), "eve", at, ""}) ==
          "the store has no job of nobody; its aliases are not stored (1)\n");
    // A name that was never measured may be a link of a chain.
    LinesLog quiet;
    const std::vector<AliasRecord> chain{
        {"acme/x", name("oldest", "us"), name("between", "us"), "ada", at, ""},
        {"acme/x", name("between", "us"), name("old", "s"), "ada", at, ""}};
    CHECK(database.open()->put_aliases(chain, quiet) == 2);
    CHECK(quiet.text().empty());
}

} // namespace cb::store
