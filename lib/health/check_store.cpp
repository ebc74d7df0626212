#include "base/disk_space.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "db/data_directory.hpp"
#include "health/parts.hpp"
#include "store/claims.hpp"
#include "store/role.hpp"
#include "store/spool.hpp"
#include "store/successes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cb::health {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t max_named = 5;

double age_s_of(Time time)
{
    return std::max(0.0, std::chrono::duration<double>{now() - time}.count());
}

std::string address_of(const store::Target& target)
{
    const auto* const file = std::get_if<store::SqliteFile>(&target);
    return file != nullptr ? file->path.native()
                           : std::get<store::Postgres>(target).conninfo.address();
}

bool has_file(const store::Target& target)
{
    const auto* const file = std::get_if<store::SqliteFile>(&target);
    std::error_code ignored;
    return file == nullptr || std::filesystem::exists(file->path, ignored);
}

Check check_schema(const db::SchemaVersion& schema)
{
    Check check{.code = "schema",
                .status = Status::ok,
                .found = fmt::format("{}, that of this cb", schema.stored),
                .figures = {{"version", schema.stored}}};
    if (schema.stored == 0) {
        check.status = Status::note;
        check.found = "the database has no store yet";
        check.remedy = "cb store --migrate, or the first cb store";
    } else if (schema.stored < schema.latest) {
        check.status = Status::problem;
        check.found = fmt::format("{}, and that of this cb is {}", schema.stored, schema.latest);
        check.cost = "Commands that only read refuse the store.";
        check.remedy = "cb store --migrate, as the owner of the tables";
    }
    return check;
}

/// A role that may write nothing is one of readers, unless projects are benchmarked here.
Check check_role(const Installation& installation)
{
    const auto rights = store::read_role(installation.target);
    const auto name = printable(rights.role, 80);
    Check check{.code = "role", .status = Status::ok, .found = name + " may read and write"};
    if (!rights.unreadable.empty()) {
        check.status = Status::problem;
        check.found = fmt::format("{} may not read {}", name, fmt::join(rights.unreadable, ", "));
        check.remedy = "GRANT SELECT ON ALL TABLES IN SCHEMA ... TO the role, as the owner";
    } else if (!rights.unwritable.empty()) {
        check.status = installation.projects.empty() ? Status::note : Status::problem;
        check.found = fmt::format("{} may not write {}", name, fmt::join(rights.unwritable, ", "));
        check.cost = "Results cannot be stored, and go to the spool.";
        check.remedy = "GRANT SELECT, INSERT, UPDATE, DELETE on these tables to the role, or chmod "
                       "the file and its directory; a machine that only reads needs neither";
    } else if (rights.owns_tables) {
        check.status = Status::warning;
        check.found = name + " owns the tables";
        check.cost = "Whoever gets its password can delete the store.";
        check.remedy = "let the owner run cb store --migrate only, and the pipeline use a role "
                       "that may SELECT, INSERT, UPDATE and DELETE";
    }
    return check;
}

Check check_server_disk(db::Database& database)
{
    const auto directory = db::find_data_directory(database);
    return directory ? check_disk(*directory)
                     : Check{.code = "disk",
                             .status = Status::unknown,
                             .found = "the server's disk is not visible from here",
                             .subject = "PostgreSQL"};
}

} // namespace

std::string to_age(double age_s)
{
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    constexpr double day = 24 * hour;
    if (age_s < hour) {
        return fmt::format("{:.0f} min", age_s / minute);
    }
    return age_s < 2 * day ? fmt::format("{:.0f} h", age_s / hour)
                           : fmt::format("{:.0f} d", age_s / day);
}

Checks check_database(const Installation& installation)
{
    const auto address = address_of(installation.target);
    if (!has_file(installation.target)) {
        return {{.code = database_code,
                 .status = installation.projects.empty() ? Status::note : Status::problem,
                 .found = address + " is not there",
                 .remedy = "the first cb store makes it; otherwise --db, --conn-info or "
                           "--conn-info-file names another one"}};
    }
    const auto start = steady_clock::now();
    const auto database = db::open_database(installation.target, db::Access::inspect);
    const auto schema = database->schema_version();
    const double answer_s = std::chrono::duration<double>{steady_clock::now() - start}.count();
    Checks checks{{.code = database_code,
                   .status = Status::ok,
                   .found = fmt::format("{} answers in {:.0f} ms", address, answer_s * 1000),
                   .figures = {{"answer_seconds", answer_s}}},
                  check_schema(schema)};
    if (schema.stored == schema.latest) {
        checks.push_back(check_role(installation));
    }
    if (database->backend() == db::Backend::postgres) {
        checks.push_back(check_server_disk(*database));
    }
    return checks;
}

Checks check_repositories(const Installation& installation)
{
    std::set<std::string> expected;
    for (const auto& project : installation.projects) {
        if (project.repository) {
            expected.insert(*project.repository);
        }
    }
    const bool expects_all = expected.empty();
    auto stored = has_file(installation.target) ? store::read_last_stored(installation.target)
                                                : std::vector<store::LastStored>{};
    for (const auto& name : expected) {
        const auto is_it = [&name](const auto& one) { return one.repository == name; };
        if (std::none_of(stored.begin(), stored.end(), is_it)) {
            stored.push_back({.repository = name});
        }
    }
    Checks checks;
    for (const auto& one : stored) {
        const bool is_expected = expects_all || expected.contains(one.repository);
        Check check{.code = "repository",
                    .status = Status::ok,
                    .found = one.any ? "no job has succeeded" : "nothing is stored",
                    .subject = one.repository};
        bool is_late = true;
        if (one.success) {
            const double age_s = age_s_of(*one.success);
            is_late = age_s > seconds(installation.max_age);
            check.found = fmt::format("the last success was {} ago", to_age(age_s));
            check.figures = {
                {"last_success_timestamp_seconds",
                 std::chrono::duration<double>{one.success->time_since_epoch()}.count()},
                {"last_success_age_seconds", age_s}};
        }
        if (is_late) {
            check.status = is_expected ? Status::problem : Status::note;
            check.remedy = is_expected ? "journalctl -u 'cb@*', cb log, and cb watch by hand say "
                                         "why; --max-age sets the limit"
                                       : "";
        }
        checks.push_back(std::move(check));
    }
    return checks;
}

Checks check_claims(const Installation& installation)
{
    if (!has_file(installation.target)) {
        return {};
    }
    const auto claims = store::open_claims(installation.target, db::Access::read).list();
    std::vector<std::string> over;
    for (const auto& claim : claims) {
        if (claim.is_over) {
            over.push_back(fmt::format("{} {} on {}",
                                       claim.repository,
                                       claim.commit.value_or("").substr(0, 12),
                                       claim.worker.empty() ? "an unnamed machine" : claim.worker));
        }
    }
    Check check{.code = "claims",
                .status = Status::ok,
                .found = fmt::format("{} jobs are worked on", claims.size()),
                .figures = {{"held_jobs", static_cast<double>(claims.size() - over.size())},
                            {"ended_jobs", static_cast<double>(over.size())}}};
    if (!over.empty()) {
        const auto shown = std::min(over.size(), max_named);
        check.status = Status::warning;
        check.found = fmt::format(
            "the leases of {} jobs ended: {}{}",
            over.size(),
            fmt::join(over.begin(), over.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
            shown < over.size() ? ", ..." : "");
        check.cost = "Their machine was lost while it worked on them; the next pass takes them.";
        check.remedy = "cb claims lists them; look at that machine";
    }
    return {check};
}

Checks check_spool(const Installation& installation)
{
    const auto spool = store::Spool::of(installation.target);
    const auto waiting = spool.files();
    const auto refused = spool.refused();
    Check check{.code = "spool",
                .status = Status::ok,
                .found = "empty",
                .figures = {{"waiting_files", static_cast<double>(waiting.size())},
                            {"refused_files", static_cast<double>(refused.size())}}};
    if (!refused.empty()) {
        check.status = Status::problem;
        check.found = fmt::format("{} batches of jobs were set aside, because the database refuses "
                                  "them: {}",
                                  refused.size(),
                                  refused.front().native());
        check.remedy = "read the .reason beside the file; cb store < FILE tries again, and the "
                       "file may then be deleted";
    } else if (!waiting.empty()) {
        check.status = Status::warning;
        check.found = fmt::format(
            "{} batches of jobs wait in {}", waiting.size(), spool.directory().native());
        check.cost = "They were not stored, because the database was away.";
        check.remedy = "the next cb store takes them; at once: cb store < /dev/null";
    }
    return {check};
}

} // namespace cb::health
