#include "health/installation.hpp"

#include "health/parts.hpp"

#include <algorithm>
#include <array>

namespace cb::health {

std::vector<Probe> list_probes(const Installation& installation)
{
    struct Part {
        const char* code;
        Checks (*check)(const Installation&);
    };
    static constexpr std::array parts{Part{database_code, &check_database},
                                      Part{"repository", &check_repositories},
                                      Part{"claims", &check_claims},
                                      Part{"spool", &check_spool},
                                      Part{"project", &check_projects},
                                      Part{"timer", &check_timers}};
    std::vector<Probe> probes;
    for (const auto& part : parts) {
        probes.push_back(
            {part.code, "", [&installation, part] { return part.check(installation); }});
    }
    for (const auto engine :
         {std::optional{Engine::docker}, std::optional{Engine::podman}, std::optional<Engine>{}}) {
        probes.push_back({engine_code,
                          engine ? std::string{to_word(*engine)} : "any",
                          [&installation, engine] { return check_engine(installation, engine); }});
    }
    for (const auto& directory : list_directories(installation)) {
        probes.push_back(
            {"disk", directory.native(), [directory] { return Checks{check_disk(directory)}; }});
    }
    return probes;
}

Condition condition_of(const Checks& checks)
{
    const auto is_problem = [](const Check& check) { return check.status == Status::problem; };
    const auto is_away = [&](const Check& check) {
        return is_problem(check) && (check.code == database_code || check.code == engine_code);
    };
    if (std::any_of(checks.begin(), checks.end(), is_away)) {
        return Condition::unavailable;
    }
    return std::any_of(checks.begin(), checks.end(), is_problem) ? Condition::wrong
                                                                 : Condition::good;
}

} // namespace cb::health
