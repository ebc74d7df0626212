#include "engine/container/init_volume.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/created_container.hpp"
#include "engine/measure/meter.hpp"
#include "engine/owner.hpp"
#include "host/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace cb::engine {

namespace {

constexpr std::string_view name_start = "cb-init-";
constexpr std::size_t hash_length = 64;
constexpr Bytes largest_init{64U << 20U};

bool is_init_volume(std::string_view name)
{
    return name.starts_with(name_start) && name.size() == name_start.size() + hash_length &&
           name.find_first_not_of("0123456789abcdef", name_start.size()) == std::string_view::npos;
}

/// Whether the process was started as "PROGRAM --name NAME …": run_words().
bool has_name(pid_t pid, std::string_view run_name)
{
    constexpr std::string_view option{"--name\0", 7};
    const auto words = read_small_file(fmt::format("/proc/{}/cmdline", pid)).value_or("");
    auto rest = std::string_view{words}.substr(std::min(words.find('\0'), words.size()));
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 1));
    if (!rest.starts_with(option)) {
        return false;
    }
    rest.remove_prefix(option.size());
    return rest.substr(0, rest.find('\0')) == run_name;
}

} // namespace

/// The engine names the program that it cannot start.
InitTrust judge_init(const Supervised& supervised, const std::string& program)
{
    if (supervised.ready || supervised.end != Supervised::End::closed) {
        return InitTrust::sound;
    }
    if (supervised.log.find(program) != std::string::npos) {
        return InitTrust::refused;
    }
    return trimmed(supervised.log).empty() ? InitTrust::doubtful : InitTrust::sound;
}

InitVolume::InitVolume()
    : hash_{sha256_hex(read_file(shipped_init(), largest_init))}, name_{fmt::format(
                                                                      "{}{}", name_start, hash_)}
{}

bool InitVolume::is_program_of(pid_t pid) const
{
    try {
        return sha256_hex(read_file(fmt::format("/proc/{}/exe", pid), largest_init)) == hash_;
    } catch (const Error& error) {
        return error.code() == Errc::system;
    }
}

void InitVolume::fill(const ContainerCli& cli, const Image& image, Log& log) const
{
    const FillPlan plan{cli.engine(), image.id, make_run_name(), name_};
    log.info(fmt::format("{}: filling the volume {}", cli.program(), name_));
    const CreatedContainer container{cli, container_name(plan.run_name), log};
    for (auto& words : fill_words(plan)) {
        const auto done = cli.run(std::move(words));
        if (!done.ok()) {
            throw Error{Errc::unavailable,
                        fmt::format("{}: cb-init could not be put into the volume {}: {}",
                                    cli.program(),
                                    name_,
                                    get_message(done))};
        }
    }
}

/// The newest processes first, because it is one of them.
std::optional<pid_t> find_init_process(std::string_view run_name, const Ready& ready)
{
    auto pids = host::list_processes();
    std::sort(pids.begin(), pids.end(), std::greater{});
    const auto found = std::find_if(pids.begin(), pids.end(), [&](pid_t pid) {
        return has_name(pid, run_name) && is_that_init(pid, ready);
    });
    return found == pids.end() ? std::nullopt : std::optional{*found};
}

std::vector<std::string> list_unused_init_volumes(const ContainerCli& cli)
{
    const auto listed = cli.run({"volume",
                                 "ls",
                                 "--quiet",
                                 "--filter",
                                 "dangling=true",
                                 "--filter",
                                 fmt::format("name={}", name_start)});
    std::vector<std::string> found;
    for (auto& name : split_output(listed.out)) {
        if (is_init_volume(name)) {
            found.push_back(std::move(name));
        }
    }
    return found;
}

} // namespace cb::engine
