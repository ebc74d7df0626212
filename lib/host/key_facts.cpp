#include "host/key_facts.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace cb::host {

namespace {

using Facts = std::map<std::string, std::string>;

void add(Facts& facts, const std::string& name, const std::optional<std::string>& value)
{
    constexpr std::size_t longest = 4096; // the kernel's own lines are shorter
    if (value && !value->empty()) {
        facts.emplace(name, to_utf8(std::string_view{*value}.substr(0, longest)));
    }
}

/// The values of the fields that are present: "name value name value".
std::optional<std::string> find_fields(std::string_view text,
                                       std::initializer_list<const char*> names)
{
    std::string joined;
    for (const char* const name : names) {
        if (const auto value = field(text, name)) {
            joined += fmt::format("{}{} {}", joined.empty() ? "" : " ", name, *value);
        }
    }
    return joined.empty() ? std::nullopt : std::optional{joined};
}

void add_processor(Facts& facts, const SysFiles& files)
{
    const auto info = files.text("proc/cpuinfo").value_or("");
    auto model = field(info, "model name");
    if (!model) {
        model = find_fields(info, {"CPU implementer", "CPU part"});
    }
    if (!model) {
        model = field(info, "cpu"); // POWER
    }
    add(facts, "cpu", model);
    add(facts,
        "cpu_revision",
        find_fields(info, {"cpu family", "model", "stepping", "CPU variant", "CPU revision"}));
    add(facts, "microcode", field(info, "microcode"));
    if (const auto online = files.list<CpuSet>(cpu_dir / "online")) {
        add(facts, "cpus", fmt::to_string(online->size()));
    }
    add(facts, "smt", files.text(cpu_dir / "smt/control"));
}

/// The command line without the parameters that only locate the boot files. Everything after "--"
/// is for init.
std::string keep_relevant(std::string_view command_line)
{
    constexpr std::array<std::string_view, 6> boot{
        "BOOT_IMAGE=", "initrd=", "root=", "resume=", "init=", "rdinit="};
    std::string kept;
    while (!command_line.empty()) {
        const auto word = command_line.substr(0, command_line.find(' '));
        if (word == "--") {
            break;
        }
        if (!word.empty() &&
            std::none_of(boot.begin(), boot.end(), [word](std::string_view prefix) {
                return word.starts_with(prefix);
            })) {
            kept.append(kept.empty() ? "" : " ").append(word);
        }
        command_line.remove_prefix(std::min(word.size() + 1, command_line.size()));
    }
    return kept;
}

void add_kernel(Facts& facts, const SysFiles& files)
{
    add(facts, "kernel", files.text("proc/sys/kernel/osrelease"));
    add(facts, "kernel_command_line", keep_relevant(files.text("proc/cmdline").value_or("")));
    for (const auto& name : files.names(cpu_dir / "vulnerabilities")) {
        add(facts, "mitigation/" + to_utf8(name), files.text(cpu_dir / "vulnerabilities" / name));
    }
    add(facts, "numa_balancing", files.text("proc/sys/kernel/numa_balancing"));
}

/// The content of the file in each cpufreq policy: one value, or several separated by commas.
std::optional<std::string> join_policies(const SysFiles& files, const char* file)
{
    std::set<std::string> values;
    for (const auto& policy : files.names(cpu_dir / "cpufreq")) {
        if (auto value = files.text(cpu_dir / "cpufreq" / policy / file)) {
            values.insert(std::move(*value));
        }
    }
    return values.empty() ? std::nullopt : std::optional{fmt::format("{}", fmt::join(values, ","))};
}

void add_frequency(Facts& facts, const SysFiles& files)
{
    add(facts, "governor", join_policies(files, "scaling_governor"));
    add(facts, "frequency_driver", join_policies(files, "scaling_driver"));
    if (const auto no_turbo = files.number(cpu_dir / "intel_pstate/no_turbo")) {
        add(facts, "boost", *no_turbo == 0 ? "on" : "off");
    } else if (const auto boost = files.number(cpu_dir / "cpufreq/boost")) {
        add(facts, "boost", *boost == 0 ? "off" : "on");
    }
}

/// The choice in brackets, as in "always [madvise] never".
std::optional<std::string> chosen_word(const std::optional<std::string>& text)
{
    const auto open = text ? text->find('[') : std::string::npos;
    const auto close = text ? text->find(']') : std::string::npos;
    if (open == std::string::npos || close == std::string::npos || close < open) {
        return std::nullopt;
    }
    return text->substr(open + 1, close - open - 1);
}

void add_memory(Facts& facts, const SysFiles& files)
{
    constexpr std::uint64_t gib = std::uint64_t{1} << 30U;
    if (const auto total = meminfo_size(files.text("proc/meminfo").value_or(""), "MemTotal")) {
        add(facts, "memory_gib", fmt::to_string((total->count() + gib - 1) / gib));
    }
    add(facts, "huge_pages", chosen_word(files.text("sys/kernel/mm/transparent_hugepage/enabled")));
}

} // namespace

Facts read_key_facts(const SysFiles& files)
{
    Facts facts;
    add_processor(facts, files);
    add_kernel(facts, files);
    add_frequency(facts, files);
    add_memory(facts, files);
    return facts;
}

} // namespace cb::host
