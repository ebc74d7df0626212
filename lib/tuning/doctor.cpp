#include "tuning/doctor.hpp"

#include "base/file.hpp"
#include "tuning/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace cb::tuning {

namespace {

std::optional<host::Topology> maybe_topology(const host::SysFiles& files)
{
    try {
        return host::read_topology(files.root());
    } catch (const Error&) { // the checks that need it then report unknown
        return std::nullopt;
    }
}

} // namespace

std::string_view to_word(Status status) noexcept
{
    return cb::to_word(status);
}

std::string Subject::cpus_text() const
{
    return choice ? choice->cpus.to_string() : "CPUS";
}

std::string Subject::tune_cpus() const
{
    return "cb tune --cpu " + cpus_text();
}

Check check_number(const host::SysFiles& files, const NumberRule& rule)
{
    const auto number = files.number(rule.path);
    if (!number) {
        return {rule.code, Status::unknown, fmt::format("/{} cannot be read", rule.path)};
    }
    if (*number <= rule.best) {
        return {rule.code, Status::ok, fmt::to_string(*number)};
    }
    return {rule.code, rule.otherwise, fmt::to_string(*number), rule.cost, rule.remedy};
}

Hardware hardware_of(const host::SysFiles& files)
{
    const auto flags = host::field(files.text("proc/cpuinfo").value_or(""), "flags");
    if (!flags) {
        return Hardware::unknown;
    }
    const bool has_flag = (' ' + *flags + ' ').find(" hypervisor ") != std::string::npos;
    return has_flag ? Hardware::virtualized : Hardware::real;
}

std::optional<std::string> kernel_parameter(const host::SysFiles& files, std::string_view name)
{
    const auto text = files.text("proc/cmdline").value_or("");
    std::optional<std::string> found;
    for (std::string_view rest = text; !rest.empty();) {
        const auto word = rest.substr(0, rest.find(' '));
        if (word == "--") { // what follows is for init
            break;
        }
        if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
            found = word.substr(name.size() + 1);
        }
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    }
    return found;
}

std::optional<std::string> line_of(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ' ') {
            return std::string{trimmed(line.substr(name.size()))};
        }
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return std::nullopt;
}

std::vector<Check> diagnose(const host::SysFiles& files,
                            const std::optional<host::CpuChoice>& choice)
{
    static constexpr std::array parts{&check_frequency,
                                      &check_cores,
                                      &check_isolation,
                                      &check_interrupts,
                                      &check_memory,
                                      &check_kernel,
                                      &check_machine,
                                      &check_sandbox};
    const Subject subject{files, maybe_topology(files), choice};
    std::vector<Check> checks;
    for (const auto part : parts) {
        auto some = part(subject);
        std::move(some.begin(), some.end(), std::back_inserter(checks));
    }
    return checks;
}

bool is_fit(const std::vector<Check>& checks)
{
    return std::none_of(checks.begin(), checks.end(), [](const Check& check) {
        return check.status == Status::problem || check.status == Status::warning;
    });
}

} // namespace cb::tuning
