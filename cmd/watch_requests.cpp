#include "base/fd.hpp"
#include "base/lines.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "job_settings.hpp"
#include "project_file.hpp"
#include "watch_options.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cb::cmd {

namespace {

/// The first word of each line, as git rev-list and git log --oneline write it.
watch::RevisionList read_revisions(const std::string& name, int input)
{
    constexpr Bytes max_line{4096};
    constexpr std::size_t max_revisions = 1'000'000;
    Fd file;
    if (name != "-") {
        file = Fd{::open(name.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file) {
            throw Error{
                Errc::usage,
                fmt::format("opening {}: {}", name, std::generic_category().message(errno))};
        }
    }
    LineReader lines{file ? file.get() : input, max_line};
    watch::RevisionList list;
    while (const auto line = lines.next()) {
        const auto text = trimmed(line->text);
        if (list.revisions.size() == max_revisions) {
            throw Error{Errc::usage, fmt::format("{} has more than {} lines", name, max_revisions)};
        }
        if (!text.empty()) {
            list.revisions.emplace_back(text.substr(0, text.find(' ')));
        }
    }
    return list;
}

watch::WatchRequest request_of(const WatchOptions& options,
                               const std::optional<watch::RevisionList>& revisions)
{
    auto request = options.request;
    request.config.name = options.config_name.value_or(request.config.name);
    request.now = now();
    request.mirrors = cache_home() / "mirrors";
    request.forges = access_of(options.forges);
    request.order = options.reverse ? watch::Order::oldest_first : watch::Order::newest_first;
    if (options.range) {
        request.selection = *options.range;
    } else if (options.around) {
        request.selection = watch::Surroundings{*options.around, options.branches.globs};
    } else if (revisions) {
        request.selection = *revisions;
    } else {
        auto branches = options.branches;
        const bool is_history = options.all || request.since || request.steps;
        if (options.has_pulls) {
            branches.pulls = options.pulls;
        }
        branches.extent = options.every_commit ? watch::Extent::pushed
                          : is_history         ? watch::Extent::history
                                               : watch::Extent::head;
        request.selection = std::move(branches);
    }
    return request;
}

/// Whether the pass was asked for this configuration.
bool is_wanted(const Config& config, const WatchOptions& options)
{
    const bool has_name = !options.config_name || *options.config_name == config.name;
    return has_name &&
           (!options.worker || !config.worker || *config.worker == options.worker->text());
}

/// The request of one configuration: its options complete those of the command line.
watch::WatchRequest request_of(const ProjectFile& file,
                               const ProjectConfiguration& configuration,
                               const std::optional<watch::RevisionList>& revisions,
                               const Io& io)
{
    WatchOptions its;
    const auto applied = apply(describe_watch_options(its), "watch", io.given, configuration.watch);
    if (!applied) {
        throw Error{Errc::usage, file.path + ": " + applied.error()};
    }
    auto request = request_of(its, revisions);
    request.repositories = {value_or_throw(
        watch::parse_place(file.repository, file.directory), Errc::usage, file.path)};
    request.name = request.name ? request.name : file.repo;
    request.config = configuration.config;
    return request;
}

/// The requests of a project file. Logs what is wrong with it.
void add_project(const std::string& path,
                 const WatchOptions& options,
                 const std::optional<watch::RevisionList>& revisions,
                 Io& io,
                 WatchRequests& all)
{
    const auto file = read_project_file(path);
    for (const auto& fault : file.faults) {
        io.log.error(fault);
    }
    if (!file.faults.empty()) {
        ++all.wrong_files;
        return;
    }
    if (!options.request.config.command.empty()) {
        throw Error{Errc::usage, path + " names the command; leave it out here"};
    }
    const auto& name = options.config_name;
    bool has_name = !name;
    for (const auto& configuration : file.configurations) {
        has_name = has_name || *name == configuration.config.name;
        if (is_wanted(configuration.config, options)) {
            all.requests.push_back(request_of(file, configuration, revisions, io));
        }
    }
    if (!has_name) {
        throw Error{Errc::usage, fmt::format("{} has no configuration \"{}\"", path, *name)};
    }
}

} // namespace

WatchRequests make_requests(const WatchOptions& options, Io& io)
{
    std::optional<watch::RevisionList> revisions;
    if (options.commits) {
        revisions = read_revisions(*options.commits, io.in);
    }
    WatchRequests all;
    auto direct = request_of(options, revisions);
    for (const auto& place : options.places) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(place, ignored)) {
            add_project(place, options, revisions, io, all);
        } else {
            direct.repositories.push_back(
                value_or_throw(watch::parse_place(place), Errc::usage, "REPO"));
        }
    }
    if (!direct.repositories.empty()) {
        all.requests.push_back(std::move(direct));
    }
    return all;
}

} // namespace cb::cmd
