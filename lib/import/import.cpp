#include "import/import.hpp"

#include "base/text.hpp"
#include "import/input.hpp"
#include "import/output.hpp"
#include "import/readers.hpp"
#include "parse/manifest_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace cb::imports {

namespace {

bool starts_with_object_of(std::string_view text, std::string_view key)
{
    return trimmed(text).starts_with(fmt::format("{{\"{}\":", key));
}

bool is_export_csv(const Input& input)
{
    return input.start.starts_with("repository,commit,");
}

/// Whether the first line names a column "commit", as otava's files do.
bool is_table_of_commits(const Input& input)
{
    auto line = std::string_view{input.start}.substr(0, input.start.find_first_of("\r\n"));
    const auto separator = line.find_first_of(",;\t");
    while (separator != std::string_view::npos && !line.empty()) {
        const auto end = std::min(line.find_first_of(",;\t"), line.size());
        const auto name = trimmed(line.substr(0, end));
        if (name == "commit" || name == "Commit" || name == "\"commit\"") {
            return true;
        }
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return false;
}

/// What kind of history a file is, by its start.
Format detect(const Input& input)
{
    if (parse::is_manifest_stream(input.start)) {
        return Format::manifests;
    }
    if (starts_with_object_of(input.start, "repository")) {
        return Format::jsonl;
    }
    return is_export_csv(input) || is_table_of_commits(input) ? Format::csv : Format::automatic;
}

void add_file(const std::filesystem::path& path, Output& output)
{
    auto input = open_input(path);
    output.progress().begin_file(path, input.fd.get());
    const auto asked = output.settings().format;
    const auto format = asked == Format::automatic ? detect(input) : asked;
    switch (format) {
    case Format::manifests:
        return import_manifests(std::move(input), output);
    case Format::jsonl:
        return import_jsonl(std::move(input), output);
    case Format::csv:
        return is_export_csv(input)
                   ? import_csv(std::move(input), output)
                   : import_history_file(std::move(input), parse::Format::csv, output);
    case Format::asv:
        return import_history_file(std::move(input), parse::Format::asv, output);
    case Format::github_action_benchmark:
        return import_history_file(
            std::move(input), parse::Format::github_action_benchmark, output);
    case Format::lnt:
        return import_history_file(std::move(input), parse::Format::lnt, output);
    case Format::nyrkio:
        return import_history_file(std::move(input), parse::Format::nyrkio, output);
    case Format::automatic:
        return import_history_file(std::move(input), parse::Format::automatic, output);
    case Format::logs:
        break;
    }
    throw Error{
        Errc::usage,
        fmt::format("{} is a file, and the format logs is a directory of logs", path.string())};
}

/// Reports it if the whole input cannot be understood.
void add(const std::filesystem::path& path,
         Output& output,
         void (*add_one)(const std::filesystem::path&, Output&))
{
    try {
        add_one(path, output);
        output.progress().end_file();
    } catch (const Error& error) {
        if (error.code() != Errc::bad_input) {
            throw;
        }
        output.refuse(path.string(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        throw Error{Errc::system, error.what()};
    }
}

/// What kind of history a directory is; automatic: one of files with a history each.
Format detect_directory(const std::filesystem::path& path, Format asked)
{
    if (asked != Format::automatic) {
        return asked;
    }
    if (is_asv_directory(path)) {
        return Format::asv;
    }
    return is_log_directory(path) ? Format::logs : Format::automatic;
}

void add_directory(const std::filesystem::path& path, Output& output)
{
    switch (detect_directory(path, output.settings().format)) {
    case Format::asv:
        return import_asv(path, output);
    case Format::logs:
        return import_logs(path, output);
    default:
        for (const auto& file : list_files(path)) {
            add(file, output, &add_file);
        }
    }
}

} // namespace

Importer::Importer(Settings settings, CommitFacts* git, Emit emit, Log& log)
    : output_{std::make_unique<Output>(std::move(settings), git, std::move(emit), log)}
{}
Importer::~Importer() = default;

void Importer::add(std::span<const std::filesystem::path> paths)
{
    output_->progress().begin(paths);
    for (const auto& path : paths) {
        std::error_code problem; // opening the file reports it
        const bool is_directory = std::filesystem::is_directory(path, problem);
        imports::add(path, *output_, is_directory ? &add_directory : &add_file);
    }
    output_->progress().pause();
}

void Importer::add_current_bench(const db::Conninfo& conninfo)
{
    output_->progress().begin();
    import_current_bench(conninfo, *output_);
    output_->progress().pause();
}

const std::vector<AliasRecord>& Importer::aliases() const
{
    return output_->aliases();
}

Summary Importer::summary() const
{
    return output_->summary();
}

} // namespace cb::imports
