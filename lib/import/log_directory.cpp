#include "base/gzip.hpp"
#include "base/hash.hpp"
#include "import/readers.hpp"
#include "json/writer.hpp"
#include "manifest/foreign_run.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/section_json.hpp"
#include "parse/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace cb::imports {

namespace {

namespace fs = std::filesystem;

/// The hash by which a file or directory is named: the text before the first dot. Shorter ones
/// than git prints are more likely words.
std::string hash_in(const fs::path& name)
{
    constexpr std::size_t min_digits = 7;
    const auto text = name.string();
    auto hash = text.substr(0, text.find('.'));
    return hash.size() >= min_digits && is_hash(hash) ? hash : std::string{};
}

/// The files that belong to one commit.
using Logs = std::map<std::string, std::vector<fs::path>>;

Logs find_logs(const fs::path& directory, Output& output)
{
    Logs logs;
    for (const auto& file : list_files(directory)) {
        const auto inner = file.lexically_relative(directory);
        const auto hash = hash_in(*inner.begin());
        if (hash.empty()) {
            output.lose("files that are not named by a commit", file.string());
        } else {
            logs[hash].push_back(file);
        }
    }
    return logs;
}

/// The text of a log, also compressed by gzip. What is not gzip after all stays as it is.
std::string read_log(const fs::path& file)
{
    auto text = read_whole(file);
    if (is_gzip(text)) {
        if (auto whole = gunzip(text, max_gunzipped)) {
            return std::move(*whole);
        }
    }
    return text;
}

/// One file is what the benchmark printed; several are its results files.
void take_output(Run& run, const std::vector<fs::path>& files, const fs::path& directory)
{
    if (files.size() == 1) {
        run.output = read_log(files.front());
        return;
    }
    for (const auto& file : files) {
        run.files.push_back({.path = file.lexically_relative(directory).string(),
                             .content = read_log(file),
                             .problem = {}});
    }
}

JobId identity_of(const Source& source, const Config& config)
{
    JsonWriter origin;
    origin.begin_array().value("logs").value(source.repo).value(source.commit.value().hex());
    write_identity(origin, config);
    origin.end_array();
    return JobId::from(origin.text());
}

} // namespace

bool is_log_directory(const fs::path& path)
{
    const fs::directory_iterator entries{path};
    return std::any_of(begin(entries), end(entries), [](const fs::directory_entry& entry) {
        return !hash_in(entry.path().filename()).empty();
    });
}

void import_logs(const fs::path& path, Output& output)
{
    for (const auto& [hash, files] : find_logs(path, output)) {
        for (const auto& file : files) {
            output.progress().begin_file(file);
        }
        Source source;
        source.repo = output.project("");
        source.commit = output.find_commit(hash);
        if (!source.commit) {
            output.lose("logs of an abbreviated commit, which needs --git and to be there",
                        files.front().string());
            continue;
        }
        Manifest job{identity_of(source, output.config()), Source{source}, output.config()};
        auto run = make_foreign_run("log");
        take_output(run, files, path);
        job.set(std::move(run));
        parse::parse_into(
            job, parse::Format::automatic, parse::Extent::everything, output.settings().read_at);
        output.put(std::move(job));
    }
}

} // namespace cb::imports
