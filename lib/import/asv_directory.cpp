#include "import/readers.hpp"
#include "json/value.hpp"
#include "manifest/units.hpp"
#include "parse/formats/commits.hpp"
#include "parse/reader.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace cb::imports {

namespace {

namespace fs = std::filesystem;

constexpr auto config_name = "asv.conf.json";
constexpr auto benchmarks_name = "benchmarks.json";

/// Removes a comma before the end of a list, of JSON outside strings.
void drop_last_comma(std::string& json)
{
    const auto last = json.find_last_not_of(" \t\r\n");
    if (last != std::string::npos && json[last] == ',') {
        json[last] = ' ';
    }
}

/// asv's files may have comments and commas before the end of a list, which JSON lacks: asv reads
/// them as JSON5 (asv/util.py).
std::string to_strict_json(std::string_view text)
{
    std::string json;
    bool is_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto rest = text.substr(at);
        if (is_string && text[at] == '\\') {
            json += rest.substr(0, 2);
            ++at;
            continue;
        }
        if (!is_string && (rest.starts_with("//") || rest.starts_with("/*"))) {
            const auto end = rest[1] == '/' ? rest.find('\n') : rest.find("*/", 2);
            at += end == std::string_view::npos ? rest.size() : end + (rest[1] == '*' ? 1 : 0);
            json += '\n';
            continue;
        }
        if (!is_string && (text[at] == ']' || text[at] == '}')) {
            drop_last_comma(json);
        }
        is_string = is_string != (text[at] == '"');
        json += text[at];
    }
    return json;
}

/// What the other files of the directory say about the results.
struct Project {
    fs::path results;
    std::string repo, url;
    std::map<std::string, std::string, std::less<>> units; ///< by the benchmark's full name
};

void read_config(const fs::path& file, Project& project)
{
    JsonParser parser;
    const auto root = value_or_throw(
        parser.parse(to_strict_json(read_whole(file))), Errc::bad_input, file.string());
    const auto source = parse::source_of_url(root["repo"].text_or(""));
    const bool is_remote = root["repo"].text_or("").find(':') != std::string_view::npos;
    project.repo = is_remote ? source.repo : std::string{root["project"].text_or("")};
    project.url = is_remote ? source.url.value_or("") : "";
    project.results = file.parent_path() / root["results_dir"].text_or("results");
}

void read_units(const fs::path& file, Project& project)
{
    JsonParser parser;
    const auto text = read_whole(file);
    const auto root = value_or_throw(parser.parse(text), Errc::bad_input, file.string());
    for (const auto& [name, benchmark] : root.members()) {
        if (const auto unit = benchmark["unit"].text()) {
            project.units.emplace(name, *unit);
        }
    }
}

Project describe(const fs::path& path, Output& output)
{
    Project project{.results = path, .repo = {}, .url = {}, .units = {}};
    for (const auto& place : {path, path / ".."}) {
        if (fs::is_regular_file(place / config_name)) {
            read_config(place / config_name, project);
            break;
        }
    }
    if (fs::is_regular_file(path / benchmarks_name)) { // it is the results directory itself
        project.results = path;
    }
    if (const auto file = project.results / benchmarks_name; fs::is_regular_file(file)) {
        read_units(file, project);
    } else {
        output.lose("directories without benchmarks.json, so that track_ benchmarks have no unit",
                    project.results.string());
    }
    return project;
}

/// "benchmarks.TimeSuite.time_keys" for the result of that benchmark.
std::string full_name(const Result& result)
{
    auto name = result.benchmark;
    if (const auto environment = name.rfind(" ["); environment != std::string::npos) {
        name.resize(environment);
    }
    const auto function = result.test.substr(0, result.test.find('('));
    return name == "default" ? function : fmt::format("{}.{}", name, function);
}

/// A file of results has the unit of a benchmark only in its name.
void set_units(parse::Past& past, const Project& project)
{
    for (auto& result : past.results) {
        const auto unit = project.units.find(full_name(result));
        if (result.unit.empty() && unit != project.units.end() && unit->second != "unit") {
            result.unit = unit->second;
            result.direction = direction_of_unit(result.unit);
        }
    }
}

void import_results(const fs::path& file, const Project& project, Output& output)
{
    auto found = parse::find_results(read_whole(file), parse::Format::asv);
    if (found.past.empty() && found.rejected.empty()) {
        output.refuse(file.string(), "it has no results of asv");
    }
    for (auto& past : found.past) {
        set_units(past, project);
        if (!project.url.empty()) {
            past.source.url = project.url;
        }
        output.put(std::move(past), project.repo, found.format);
    }
    for (const auto& entry : found.rejected) {
        output.refuse(file.string(), fmt::format("{}: {}", entry.field, entry.reason));
    }
}

} // namespace

bool is_asv_directory(const fs::path& path)
{
    return fs::is_regular_file(path / config_name) || fs::is_regular_file(path / benchmarks_name);
}

void import_asv(const fs::path& path, Output& output)
{
    const auto project = describe(path, output);
    for (const auto& file : list_files(project.results)) {
        const auto name = file.filename();
        const bool is_results = file.extension() == ".json" && name != benchmarks_name &&
                                name != "machine.json" && name != config_name;
        if (is_results && file.parent_path() != project.results) {
            output.progress().begin_file(file);
            import_results(file, project, output);
        }
    }
}

} // namespace cb::imports
