#include "store/check.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "store/checker.hpp"
#include "store/rows.hpp"

#include <fmt/format.h>

#include <vector>

namespace cb::store {

namespace {

/// Makes a statement for each foreign key of the schema, with its table and the one it refers to.
constexpr const char* postgres_keys =
    "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, "
    "format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)', "
    "k.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), "
    "k.confrelid::regclass, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')) "
    "FROM pg_constraint k CROSS JOIN unnest(k.conkey, k.confkey) AS pair (own, other) "
    "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own "
    "JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other "
    "WHERE k.contype = 'f' AND k.conparentid = 0 AND k.connamespace = (SELECT s.relnamespace "
    "FROM pg_class s WHERE s.oid = to_regclass('schema_migration')) "
    "GROUP BY k.oid, k.conrelid, k.confrelid ORDER BY 1, 2, 3";

/// The same for the tables that triggers check (010_checks_and_places.sql).
constexpr const char* postgres_triggered_keys =
    "SELECT 'measurement', p, format('SELECT count(*) FROM measurement c WHERE NOT EXISTS "
    "(SELECT 1 FROM %I p WHERE p.repository_id = c.repository_id AND p.id = c.%I)', p, p || '_id') "
    "FROM unnest(ARRAY['job', 'series']) AS p";

/// A damaged file can have any number of errors.
constexpr const char* sqlite_errors =
    "SELECT integrity_check FROM pragma_integrity_check(100) WHERE integrity_check <> 'ok'";

std::string orphans(std::string_view parent, std::int64_t count)
{
    return fmt::format("{} of its rows refer to rows of {} that do not exist", count, parent);
}

} // namespace

void Checker::report(std::string_view table, std::string row, std::string problem)
{
    ++checked_.findings;
    on_finding_({std::string{table}, std::move(row), std::move(problem)});
}

void Checker::check_keys()
{
    const Progress progress{log_, {.verb = "checking keys"}};
    const auto transaction = database_.begin_read();
    if (database_.backend() == db::Backend::sqlite) {
        transaction->query(sqlite_errors, {}, [&](const db::Row& row) {
            report("", "the file", std::string{row.text(0)});
        });
        transaction->query("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check "
                           "GROUP BY 1, 2 ORDER BY 1, 2",
                           {},
                           [&](const db::Row& row) {
                               report(row.text(0), "", orphans(row.text(1), row.integer(2)));
                           });
        return;
    }
    for (const auto* const keys : {postgres_keys, postgres_triggered_keys}) {
        transaction->query(keys, {}, [&](const db::Row& key) {
            transaction->query(key.text(2), {}, [&](const db::Row& row) {
                if (row.integer(0) > 0) {
                    report(key.text(0), "", orphans(key.text(1), row.integer(0)));
                }
            });
        });
    }
}

void Checker::compare_digest(std::string_view table,
                             std::string row,
                             std::string_view stored,
                             std::string_view computed)
{
    if (stored != computed) {
        report(table, std::move(row), "its digest is not that of its names");
    }
}

void Checker::check_digests()
{
    const Progress progress{log_, {.verb = "checking names"}};
    database_.stream(
        "SELECT digest, name FROM repository ORDER BY id", {}, [&](const db::Row& row) {
            Source source;
            source.repo = row.text(1);
            ++checked_.repositories;
            compare_digest(
                "repository", source.repo, row.text(0), repository_row_of(source).digest);
        });
    database_.stream("SELECT e.digest, e.host_key, r.name FROM environment e "
                     "JOIN repository r ON r.id = e.repository_id ORDER BY e.repository_id, e.id",
                     {},
                     [&](const db::Row& row) {
                         compare_digest("environment",
                                        fmt::format("{}: {}", row.text(2), row.text(1)),
                                        row.text(0),
                                        environment_digest(row.text(1)));
                     });
    database_.stream(
        "SELECT digest, name, host_key FROM host ORDER BY id", {}, [&](const db::Row& row) {
            compare_digest("host",
                           std::string{row.text(1)},
                           row.text(0),
                           host_digest(row.text(1), row.text(2)));
        });
    database_.stream(
        "SELECT s.digest, s.benchmark, s.test, s.metric, s.unit, s.direction, r.name FROM series s "
        "JOIN repository r ON r.id = s.repository_id ORDER BY s.repository_id, s.id",
        {},
        [&](const db::Row& row) {
            ++checked_.series;
            const auto key =
                series_key(row.text(1), row.text(2), row.text(3), row.text(4), row.text(5));
            compare_digest(
                "series",
                fmt::format("{}: {} {} {}", row.text(6), row.text(1), row.text(2), row.text(3)),
                row.text(0),
                sha256_hex(key));
        });
}

Checked check(const Target& target, const OnFinding& on_finding, Log& log)
{
    const auto database = db::open_database(target, db::Access::read);
    Checker checker{*database, on_finding, log};
    checker.check_keys();
    checker.check_digests();
    checker.check_current_runs();
    checker.check_figures();
    checker.check_logs();
    return checker.checked();
}

std::string to_line(const Finding& finding)
{
    constexpr std::size_t max_bytes = 1000;
    std::string where = finding.table;
    if (!finding.row.empty()) {
        where += (where.empty() ? "" : ": ") + finding.row;
    }
    return printable(where, max_bytes) + ": " + printable(finding.problem, max_bytes) + "\n";
}

std::string to_line(const Checked& checked)
{
    return fmt::format("checked {} repositories, {} jobs, {} series, {} measurements and {} logs: "
                       "{}\n",
                       checked.repositories,
                       checked.jobs,
                       checked.series,
                       checked.measurements,
                       checked.logs,
                       checked.findings == 0 ? "nothing is wrong"
                                             : fmt::format("{} findings", checked.findings));
}

std::string to_json(const Finding& finding)
{
    JsonWriter json;
    json.begin_object()
        .member("table", finding.table)
        .member("row", finding.row)
        .member("problem", finding.problem)
        .end_object();
    return json.take() + "\n";
}

} // namespace cb::store
