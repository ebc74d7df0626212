#include "base/apart.hpp"
#include "health/parts.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

namespace cb::health {

namespace {

std::string to_json(const Project& project)
{
    JsonWriter json;
    json.begin_object().member("repository", project.repository).key("faults").begin_array();
    for (const auto& fault : project.faults) {
        json.value(fault);
    }
    json.end_array().key("engines").begin_array();
    for (const auto engine : project.engines) {
        json.value(engine ? std::optional{to_word(*engine)} : std::nullopt);
    }
    json.end_array().end_object();
    return json.take();
}

/// \pre to_json() wrote it
Project parse_project(const std::string& path, const std::string& json)
{
    JsonParser parser;
    const auto root = value_or_throw(parser.parse(json), Errc::system, path);
    Project project{.path = path};
    if (const auto name = root["repository"].any_text()) {
        project.repository = *name;
    }
    for (const auto fault : root["faults"].elements()) {
        project.faults.emplace_back(fault.any_text().value_or(""));
    }
    for (const auto element : root["engines"].elements()) {
        const auto engine = parse_word<Engine>(element.text_or(""));
        project.engines.insert(engine ? std::optional{*engine} : std::nullopt);
    }
    return project;
}

} // namespace

std::vector<Project> read_projects(std::span<const std::string> paths,
                                   const std::function<Project(const std::string& path)>& read,
                                   Duration time)
{
    std::vector<Work> works;
    for (const auto& path : paths) {
        works.emplace_back([&path, &read] { return to_json(read(path)); });
    }
    const auto answers = run_apart(works, {.time = time});
    std::vector<Project> projects;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        projects.push_back(
            answers[i]
                ? parse_project(paths[i], *answers[i])
                : Project{.path = paths[i],
                          .faults = {fmt::format("{}: {}", paths[i], answers[i].error().what())}});
    }
    return projects;
}

Checks check_projects(const Installation& installation)
{
    const auto& projects = installation.projects;
    if (projects.empty()) {
        return {{.code = "project", .status = Status::note, .found = "there is no project file"}};
    }
    Checks checks;
    for (const auto& project : projects) {
        Check check{.code = "project",
                    .status = Status::ok,
                    .found = "valid",
                    .subject = project.path,
                    .figures = {{"faults", static_cast<double>(project.faults.size())}}};
        if (!project.faults.empty()) {
            check.status = Status::problem;
            check.found = project.faults.front();
            if (project.faults.size() > 1) {
                check.found += fmt::format(" (and {} more)", project.faults.size() - 1);
            }
            check.cost = "Its pass fails before it has looked for commits.";
            check.remedy = "cb check " + project.path;
        }
        checks.push_back(std::move(check));
    }
    return checks;
}

} // namespace cb::health
