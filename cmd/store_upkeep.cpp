#include "store_upkeep.hpp"

#include "options.hpp"
#include "stage.hpp"
#include "store/check.hpp"
#include "store/grant.hpp"
#include "store/info.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace cb::cmd {

namespace {

using Task = UpkeepOptions::Task;

Exit check(const UpkeepOptions& options, const store::Target& target, Io& io)
{
    const auto checked = store::check(
        target,
        [&](const store::Finding& finding) {
            print(io, options.json ? to_json(finding) : to_line(finding));
        },
        io.log);
    if (!options.json) {
        print(io, to_line(checked));
    }
    return checked.findings > 0 ? Exit::bad_input : Exit::done;
}

void migrate(const UpkeepOptions& options, const store::Target& target, Io& io)
{
    const auto [from, to] =
        store::migrate(target, {options.partitions}, store::log_migration(io.log));
    if (options.json) {
        print(io, fmt::format("{{\"from\":{},\"to\":{}}}\n", from, to));
    } else if (from == to) {
        print(io, fmt::format("the schema is {} already\n", to));
    } else {
        print(io, fmt::format("the schema was {} and is {}\n", from, to));
    }
}

void print_version(const UpkeepOptions& options, const store::Target& target, Io& io)
{
    const auto [stored, latest] = store::schema_version(target);
    print(io,
          options.json ? fmt::format("{{\"version\":{},\"latest\":{}}}\n", stored, latest)
                       : fmt::format("{}\n", stored));
}

/// All options that a task excludes but its own.
std::vector<std::string> other_tasks(std::string_view name)
{
    std::vector<std::string> others{"--pass"};
    for (const auto* const other :
         {"--info", "--check", "--migrate", "--schema-version", "--grant-read"}) {
        if (name != other) {
            others.emplace_back(other);
        }
    }
    return others;
}

Option describe_task(UpkeepOptions& options, const char* name, const char* sentence, Task task)
{
    return {.name = name,
            .sentence = sentence,
            .binding = set(options.task, task),
            .excludes = other_tasks(name)};
}

Binding take_role(UpkeepOptions& options)
{
    return once(options.role, [&options](std::string_view text) {
        options.task = Task::grant_read;
        return parse_text(text);
    });
}

} // namespace

Group describe_upkeep_options(UpkeepOptions& options)
{
    return {"Instead of storing",
            {describe_task(options,
                           "--info",
                           "Print what is stored, for each repository, and the size of each table",
                           Task::info),
             describe_task(options,
                           "--check",
                           "Check that the database is consistent; exit with 3 if it is not",
                           Task::check),
             describe_task(options,
                           "--migrate",
                           "Create the database or upgrade its schema, with progress",
                           Task::migrate),
             {.name = "--partitions",
              .value = "N",
              .sentence = "Split the measurements of a new PostgreSQL database by repository into "
                          "2 to 1024 tables [default: one table]",
              .binding = once(options.partitions, &store::Partitions::parse),
              .needs = {"--migrate"}},
             describe_task(options,
                           "--schema-version",
                           "Print the number of the database's schema, 0 if it has none",
                           Task::schema_version),
             {.name = "--grant-read",
              .value = "ROLE",
              .sentence = "Let a role of PostgreSQL read the views of docs/storing.md, and nothing "
                          "else",
              .binding = take_role(options),
              .excludes = other_tasks("--grant-read")},
             {.name = "--json",
              .sentence = "Print JSON instead of text for a person",
              .binding = set(options.json)}}};
}

Exit run_upkeep(const UpkeepOptions& options, const store::Target& target, Io& io)
{
    switch (options.task) {
    case Task::check:
        return check(options, target, io);
    case Task::info: {
        const auto info = store::read_info(target);
        print(io, options.json ? to_json(info) : to_text(info));
        break;
    }
    case Task::migrate:
        migrate(options, target, io);
        break;
    case Task::schema_version:
        print_version(options, target, io);
        break;
    case Task::grant_read:
        store::grant_read(target, options.role);
        break;
    case Task::store:
        break;
    }
    return Exit::done;
}

} // namespace cb::cmd
