#include "engine/container/container_cli.hpp"
#include "health/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::health {

namespace {

struct NoLog final : Log {
    void write(Level /*level*/, std::string_view /*message*/) override {}
};

bool needs(const std::vector<Project>& projects, std::optional<Engine> engine)
{
    return std::any_of(projects.begin(), projects.end(), [engine](const Project& project) {
        return project.engines.contains(engine);
    });
}

Check check_named(Engine engine, bool is_needed)
{
    Check check{.code = engine_code, .status = Status::ok, .subject = std::string{to_word(engine)}};
    const engine::ContainerCli cli{engine};
    try {
        cli.require();
        check.found = "answers";
        return check;
    } catch (const engine::NotInstalled& error) {
        check.status = is_needed ? Status::problem : Status::note;
        check.found = error.what();
    } catch (const Error& error) {
        check.status = is_needed ? Status::problem : Status::warning;
        check.found = error.what();
    }
    if (is_needed) {
        check.cost = "Projects build and run with it; their jobs stay due.";
        check.remedy = fmt::format("{} info shows why, as the user of cb", cli.program());
    }
    return check;
}

} // namespace

Checks check_engine(const Installation& installation, std::optional<Engine> engine)
{
    const bool is_needed = needs(installation.projects, engine);
    if (engine) {
        return {check_named(*engine, is_needed)};
    }
    if (!is_needed) {
        return {};
    }
    NoLog log;
    const auto any = engine::answering_engine(log);
    Check check{.code = engine_code,
                .status = any ? Status::ok : Status::problem,
                .found = any ? any->program() + " answers" : any.error(),
                .subject = "any"};
    if (!any) {
        check.cost = "Projects that name no engine need one; their jobs stay due.";
        check.remedy = "start docker or podman, or write engine = \"native\" into the project file";
    }
    return {check};
}

} // namespace cb::health
