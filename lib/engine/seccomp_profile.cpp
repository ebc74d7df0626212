#include "engine/seccomp_profile.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/quantity.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>

namespace cb::engine {

namespace {

bool has(const std::vector<std::string>& list, const std::string& word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// Whether a rule applies to a process without capabilities on this machine.
bool holds(ObjectReader& rule, const std::string& machine)
{
    if (rule.has("includes")) {
        auto only = rule.object("includes");
        const auto machines = only.strings("arches");
        if (!only.strings("caps").empty() || (!machines.empty() && !has(machines, machine))) {
            return false;
        }
    }
    return !rule.has("excludes") || !has(rule.object("excludes").strings("arches"), machine);
}

std::uint16_t error_number(ObjectReader& object, std::string_view name)
{
    const auto error = object.maybe_count(name).value_or(EPERM);
    if (error > std::numeric_limits<std::uint16_t>::max()) {
        object.note(name, "is not an errno");
    }
    return static_cast<std::uint16_t>(error);
}

CallRule read_rule(ObjectReader& rule)
{
    CallRule read{.names = rule.strings("names")};
    const auto action = rule.string("action");
    if (action == "SCMP_ACT_ERRNO") {
        read.error = error_number(rule, "errnoRet");
    } else if (action != "SCMP_ACT_ALLOW") {
        rule.note("action", "is neither SCMP_ACT_ALLOW nor SCMP_ACT_ERRNO");
    }
    for (auto& argument : rule.objects("args")) {
        read.arguments.push_back({.index = static_cast<unsigned>(argument.count("index")),
                                  .comparison = argument.string("op"),
                                  .value = argument.count("value"),
                                  .second_value = argument.maybe_count("valueTwo").value_or(0)});
    }
    return read;
}

} // namespace

std::filesystem::path seccomp_profile_file(Engine engine)
{
    return shipped_file(engine == Engine::podman ? "profiles/seccomp-podman.json"
                                                 : "profiles/seccomp.json");
}

std::string seccomp_profile_hash(Engine engine)
{
    constexpr Bytes largest{1U << 20U};
    return "sha256:" + sha256_hex(read_file(seccomp_profile_file(engine), largest));
}

Parsed<SeccompProfile> parse_seccomp_profile(std::string_view text, const ProfileMachine& machine)
{
    simdjson::dom::parser parser;
    JsonProblem problem;
    const auto document = parse_json(parser, text);
    if (!document) {
        return tl::unexpected{document.error()};
    }
    ObjectReader top{*document, "", problem};
    SeccompProfile profile{.default_error = error_number(top, "defaultErrnoRet")};
    if (top.string("defaultAction") != "SCMP_ACT_ERRNO") {
        top.note("defaultAction", "is not SCMP_ACT_ERRNO; calls without a rule must be refused");
    }
    for (auto& entry : top.objects("archMap")) {
        if (entry.string("architecture") == machine.architecture) {
            profile.sub_architectures = entry.strings("subArchitectures");
        }
    }
    for (auto& rule : top.objects("syscalls")) {
        if (holds(rule, machine.name)) {
            profile.rules.push_back(read_rule(rule));
        }
    }
    if (problem.first()) {
        return tl::unexpected{*problem.first()};
    }
    return profile;
}

} // namespace cb::engine
