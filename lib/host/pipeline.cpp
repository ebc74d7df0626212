#include "host/pipeline.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace cb::host {

namespace {

namespace fs = std::filesystem;

/// A process, and the pipes that it has open, by their names in /proc: "pipe:[1234]".
struct Process {
    ProcessFacts facts{};
    std::set<std::string> read_pipes{}, written_pipes{};
    bool is_readable = false; ///< its descriptors
};

std::optional<std::string> read_pipe_name(const fs::path& link)
{
    std::array<char, 64> target{}; // longer targets are files
    const auto length = ::readlink(link.c_str(), target.data(), target.size());
    if (length < 0) {
        return std::nullopt;
    }
    std::string name{target.data(), static_cast<std::size_t>(length)};
    return name.starts_with("pipe:") ? std::optional{std::move(name)} : std::nullopt;
}

/// The permissions of a link say for what the descriptor was opened.
void read_pipes(Process& process)
{
    std::error_code error;
    for (fs::directory_iterator it{fmt::format("/proc/{}/fd", process.facts.key.pid), error}, end;
         !error && it != end;
         it.increment(error)) {
        struct stat status {};
        const auto pipe = read_pipe_name(it->path());
        if (!pipe || ::lstat(it->path().c_str(), &status) != 0) {
            continue;
        }
        if ((status.st_mode & S_IRUSR) != 0) {
            process.read_pipes.insert(*pipe);
        }
        if ((status.st_mode & S_IWUSR) != 0) {
            process.written_pipes.insert(*pipe);
        }
    }
    process.is_readable = !error;
}

/// The ancestors of these that are not among these.
std::set<pid_t> find_ancestors(const std::set<ProcessKey>& of)
{
    std::set<pid_t> ancestors;
    for (const auto& process : of) {
        for (auto facts = read_process(process.pid);
             facts && facts->parent > 0 && ancestors.insert(facts->parent).second;) {
            facts = read_process(facts->parent);
        }
    }
    for (const auto& process : of) {
        ancestors.erase(process.pid);
    }
    return ancestors;
}

/// All running processes but the ancestors of these.
std::vector<Process> read_processes(const std::set<ProcessKey>& of)
{
    const auto ancestors = find_ancestors(of);
    std::vector<Process> processes;
    for (const auto pid : list_processes()) {
        const auto facts = read_process(pid);
        if (facts && facts->is_running && !ancestors.contains(pid)) {
            processes.push_back({.facts = *facts});
            read_pipes(processes.back());
        }
    }
    return processes;
}

/// The process groups of these that have a process whose descriptors are not readable.
std::set<pid_t> find_mixed_groups(const std::vector<Process>& processes,
                                  const std::set<ProcessKey>& of)
{
    std::set<pid_t> groups, mixed;
    for (const auto& process : processes) {
        if (of.contains(process.facts.key)) {
            groups.insert(process.facts.group);
        }
    }
    for (const auto& process : processes) {
        if (!process.is_readable && groups.contains(process.facts.group)) {
            mixed.insert(process.facts.group);
        }
    }
    return mixed;
}

bool is_fed_by(const Process& reader, const Process& writer)
{
    return std::any_of(writer.written_pipes.begin(),
                       writer.written_pipes.end(),
                       [&reader](const auto& pipe) { return reader.read_pipes.contains(pipe); });
}

} // namespace

std::set<ProcessKey> find_pipeline(const std::set<ProcessKey>& of)
{
    const auto processes = read_processes(of);
    const auto mixed = find_mixed_groups(processes, of);
    std::set<ProcessKey> found;
    std::vector<const Process*> rest;
    const auto add = [&found, &rest](const Process& process) {
        if (found.size() < max_pipeline && found.insert(process.facts.key).second) {
            rest.push_back(&process);
        }
    };
    for (const auto& process : processes) {
        if (of.contains(process.facts.key) || mixed.contains(process.facts.group)) {
            add(process);
        }
    }
    while (!rest.empty()) {
        const auto& writer = *rest.back();
        rest.pop_back();
        for (const auto& process : processes) {
            if (&process != &writer && is_fed_by(process, writer)) {
                add(process);
            }
        }
    }
    return found;
}

bool is_pipe(int fd)
{
    struct stat status {};
    return ::fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

} // namespace cb::host
