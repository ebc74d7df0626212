#include "base/subprocess.hpp"
#include "base/text.hpp"
#include "health/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cb::health {

namespace {

/// The properties of a unit, by name.
using Unit = std::map<std::string, std::string>;

/// The blocks of `systemctl show`: lines NAME=VALUE, and a blank line between two units.
std::vector<Unit> parse_units(std::string_view text)
{
    std::vector<Unit> units;
    bool is_new = true;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) {
            is_new = true;
        } else {
            if (is_new) {
                units.emplace_back();
                is_new = false;
            }
            units.back()[std::string{line.substr(0, equals)}] = line.substr(equals + 1);
        }
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return units;
}

std::vector<Unit> show_units(const std::vector<std::string>& patterns)
{
    Command command{{"systemctl",
                     "show",
                     "--property=Id,LoadState,UnitFileState,ActiveState,Unit,Result,"
                     "ExecMainStatus,ExecMainExitTimestamp",
                     "--"}};
    command.argv.insert(command.argv.end(), patterns.begin(), patterns.end());
    const auto done = run_to_end(command);
    if (!done.ok()) {
        throw Error{Errc::unavailable,
                    fmt::format("systemctl {}: {}", to_string(done.end), trimmed(done.err))};
    }
    return parse_units(done.out);
}

/// The timers of the project files in /etc/cb.
std::vector<std::string> list_timers(const Installation& installation)
{
    std::vector<std::string> names{"cb@*.timer", "cb-prune.timer"};
    for (const auto& project : installation.projects) {
        const std::filesystem::path path{project.path};
        if (path.parent_path() == installation.root / "etc/cb") {
            names.push_back(fmt::format("cb@{}.timer", path.stem().native()));
        }
    }
    return names;
}

/// What its service said last.
void judge_service(Check& check, Unit& service)
{
    const auto& id = service["Id"];
    const auto& ended_at = service["ExecMainExitTimestamp"];
    if (service["Result"] != "success") {
        check.status = Status::problem;
        check.found = fmt::format("{} ended with {}, status {}, at {}",
                                  id,
                                  service["Result"],
                                  service["ExecMainStatus"],
                                  ended_at);
        check.remedy = "journalctl -u " + id;
    } else if (ended_at.empty()) {
        check.found = "enabled; its service has not run since boot";
    } else {
        check.found = fmt::format("enabled; its service succeeded at {}", ended_at);
    }
}

Check judge(Unit& timer)
{
    const auto& id = timer["Id"];
    Check check{.code = "timer", .status = Status::ok, .subject = id};
    const auto is_prune = id == "cb-prune.timer";
    if (timer["UnitFileState"] != "enabled" || timer["ActiveState"] != "active") {
        check.status = is_prune ? Status::note : Status::warning;
        check.found = timer["LoadState"] == "not-found"
                          ? "not installed"
                          : fmt::format("{}, {}",
                                        timer["UnitFileState"].empty() ? "not enabled"
                                                                       : timer["UnitFileState"],
                                        timer["ActiveState"]);
        check.cost = is_prune ? "Nothing removes old images and trees."
                              : "Nothing looks for new commits, unless another program does.";
        check.remedy = "systemctl enable --now " + id;
        return check;
    }
    for (auto& service : show_units({timer["Unit"]})) {
        judge_service(check, service);
    }
    return check;
}

} // namespace

Checks check_timers(const Installation& installation)
{
    std::error_code ignored;
    if (!std::filesystem::exists(installation.root / "run/systemd/system", ignored)) {
        return {
            {.code = "timer",
             .status = Status::unknown,
             .found = "systemd does not run here; whatever starts the pipeline is not visible"}};
    }
    Checks checks;
    std::set<std::string> known;
    for (auto& timer : show_units(list_timers(installation))) {
        if (known.insert(timer["Id"]).second) {
            checks.push_back(judge(timer));
        }
    }
    return checks;
}

} // namespace cb::health
