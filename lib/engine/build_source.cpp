#include "base/error.hpp"
#include "engine/builder.hpp"
#include "engine/disk_room.hpp"
#include "git/export.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

void write_tree(const BuildInput& input, const std::filesystem::path& directory, Log& log)
{
    const auto exported = git::export_tree(input.repository, input.commit, directory);
    for (const auto& submodule : exported.missing_submodules) {
        log.warning(fmt::format("{}: the submodule {} is not available, so its directory is empty",
                                input.repository.path().native(),
                                submodule));
    }
    for (const auto& filter : exported.filters_not_run) {
        log.warning(fmt::format("{}: cb does not run the filter \"{}\"; its files are exported as "
                                "committed",
                                input.repository.path().native(),
                                filter));
    }
    input.settings.overlay.lay_over(directory);
}

/// The operating system refused to write the tree. If it refuses every file, no job is at fault.
BuildFailed
make_disk_failure(const Error& error, const DiskRoom& room, const std::filesystem::path& directory)
{
    if (const auto fault = room.judge_full_disk()) {
        return {"disk_full", error.what(), "", *fault};
    }
    if (!DiskRoom::is_writable(directory.parent_path())) {
        throw error;
    }
    return {"export_failed", error.what(), "", Fault::machine};
}

} // namespace

BuildFailed make_source_failure(const Error& error)
{
    switch (error.code()) {
    case Errc::usage:
        return {"commit_gone", error.what()};
    case Errc::bad_input:
        return {"export_failed", error.what()};
    case Errc::unavailable:
    case Errc::system:
        break;
    }
    return {"repository_unavailable", error.what(), "", Fault::machine};
}

std::vector<std::string> root_names(const BuildInput& input)
{
    try {
        return input.repository.root_names(input.commit);
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

void write_in(const std::filesystem::path& directory, const std::function<void()>& write)
{
    const DiskRoom room{directory};
    try {
        write();
    } catch (const Error& error) {
        if (error.code() != Errc::system) {
            throw;
        }
        throw make_disk_failure(error, room, directory);
    }
}

void export_for_build(const BuildInput& input, const std::filesystem::path& directory, Log& log)
{
    try {
        write_in(directory, [&] { write_tree(input, directory, log); });
    } catch (const Error& error) {
        if (error.code() == Errc::system) {
            throw;
        }
        throw make_source_failure(error);
    }
}

} // namespace cb::engine
