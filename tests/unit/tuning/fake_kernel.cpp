#include "fake_kernel.hpp"

#include <fmt/format.h>

namespace cb::test {

namespace fs = std::filesystem;

namespace {

std::error_code answer(std::errc error)
{
    return std::make_error_code(error);
}

} // namespace

std::set<std::string> files_below(const fs::path& root)
{
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator{root}) {
        if (entry.is_regular_file()) {
            files.insert(fmt::format("{}: {}",
                                     entry.path().lexically_relative(root).native(),
                                     read_small_file(entry.path()).value()));
        }
    }
    return files;
}

std::string difference(const std::set<std::string>& first, const std::set<std::string>& second)
{
    std::string text;
    for (const auto& file : first) {
        text += second.contains(file) ? "" : "- " + file;
    }
    for (const auto& file : second) {
        text += first.contains(file) ? "" : "+ " + file;
    }
    return text;
}

std::string FakeKernel::text(const std::string& path) const
{
    return files_.text(path).value_or("");
}

void FakeKernel::put(const std::string& path, const std::string& value) const
{
    tree_.write(path, value + "\n");
}

std::error_code FakeKernel::write(const tuning::Knob& knob, std::string_view value)
{
    const auto refused = refuses.find(knob.path());
    if (refused != refuses.end()) {
        return answer(refused->second);
    }
    if (!fs::exists(tree_.root() / knob.path())) {
        return answer(std::errc::no_such_file_or_directory);
    }
    const auto error = take(knob.path(), std::string{value});
    after_write(++written_);
    return error;
}

std::error_code FakeKernel::take(const std::string& path, const std::string& value)
{
    if (path.ends_with("transparent_hugepage/enabled")) {
        std::string choices = "always madvise never";
        const auto at = choices.find(value);
        put(path, choices.replace(at, value.size(), "[" + value + "]"));
    } else if (path.ends_with("default_smp_affinity")) {
        put(path, fmt::format("{:0>8}", value));
    } else if (path.ends_with("/online")) {
        switch_cpu(path.substr(0, path.rfind('/')), value);
    } else if (path.find("cpufreq/policy") != std::string::npos) {
        return take_frequency(path, value);
    } else {
        put(path, value);
        if (path.ends_with("no_turbo") || path.ends_with("cpufreq/boost")) {
            const bool has_boost = value == (path.ends_with("no_turbo") ? "0" : "1");
            for (const auto& name : files_.names(sys_cpu + "cpufreq")) {
                if (name.starts_with("policy")) {
                    reset_window(sys_cpu + "cpufreq/" + name, has_boost);
                }
            }
        }
    }
    return {};
}

/// cpufreq_boost_set_sw() and amd_pstate forget the user's limits.
void FakeKernel::reset_window(const std::string& policy, bool has_boost)
{
    if (!files_.text(policy + "/scaling_governor")) {
        return; // the policy of an offline CPU
    }
    put(policy + "/scaling_max_freq",
        text(policy + (has_boost ? "/cpuinfo_max_freq" : "/base_frequency")));
}

/// Like intel_pstate and amd-pstate in active mode.
std::error_code FakeKernel::take_frequency(const std::string& path, const std::string& value)
{
    const auto policy = path.substr(0, path.rfind('/'));
    if (!files_.text(policy + "/scaling_governor")) {
        return answer(std::errc::device_or_resource_busy); // the policy of an offline CPU
    }
    const bool is_fast = text(policy + "/scaling_governor") == "performance";
    if (path.ends_with("energy_performance_preference") && is_fast && value != "performance") {
        return answer(std::errc::device_or_resource_busy);
    }
    const auto number = [](const std::string& digits) { return std::stoul(digits); };
    if ((path.ends_with("min_freq") &&
         number(value) > number(text(policy + "/scaling_max_freq"))) ||
        (path.ends_with("max_freq") &&
         number(value) < number(text(policy + "/scaling_min_freq")))) {
        return answer(std::errc::invalid_argument);
    }
    put(path, value);
    if (path.ends_with("/boost")) {
        reset_window(policy, value == "1");
    }
    if (path.ends_with("scaling_governor")) {
        put(policy + "/energy_performance_preference",
            value == "performance" ? "performance" : "balance_performance");
        if (files_.text(policy + "/scaling_setspeed")) {
            put(policy + "/scaling_setspeed", value == "userspace" ? "800000" : "<unsupported>");
        }
    }
    return {};
}

/// The policy of an offline CPU is unreadable, and an interrupt that had only this CPU gets all
/// CPUs.
void FakeKernel::switch_cpu(const std::string& cpu, const std::string& value)
{
    put(cpu + "/online", value);
    const auto id = cpu.substr(cpu.rfind("cpu") + 3);
    const auto policy = tree_.root() / (sys_cpu + "cpufreq/policy" + id);
    const auto hidden = tree_.root() / (sys_cpu + "cpufreq/hidden" + id);
    if (value == "1") {
        fs::remove_all(policy);
        fs::rename(hidden, policy);
        put(sys_cpu + "online", "0-3");
        return;
    }
    fs::rename(policy, hidden);
    for (const auto& file : fs::directory_iterator{hidden}) {
        fs::create_directories(policy / file.path().filename()); // exists but is unreadable
    }
    std::string online = "0";
    for (const char* const other : {"1", "2", "3"}) {
        online += text(sys_cpu + "cpu" + other + "/online") == "1" ? fmt::format(",{}", other) : "";
    }
    put(sys_cpu + "online", online);
    for (const auto& irq : files_.names("proc/irq")) {
        const auto path = "proc/irq/" + irq + "/smp_affinity_list";
        if (text(path) == id) {
            put(path, online);
        }
    }
}

} // namespace cb::test
