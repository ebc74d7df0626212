#include "base/error.hpp"
#include "engine/builder.hpp"
#include "engine/disk_room.hpp"
#include "git/disk_tree.hpp"
#include "git/export.hpp"
#include "git/shallow_copy.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

/// Throws like git::export_tree().
void give_tree(const BuildInput& input, git::TreeSink& sink, Log& log)
{
    OverlaidTree tree{input.settings.overlay, sink};
    const auto exported = git::export_tree(input.repository, input.commit, tree);
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
    if (input.settings.history == GitHistory::shallow) {
        git::add_shallow_copy(input.repository, input.commit, tree);
    }
    tree.finish();
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

void export_for_build(const BuildInput& input, git::TreeSink& sink, Log& log)
{
    try {
        give_tree(input, sink, log);
    } catch (const Error& error) {
        if (error.code() == Errc::system) {
            throw BuildFailed{"export_failed", error.what(), "", Fault::machine};
        }
        throw make_source_failure(error);
    }
}

void export_to_directory(const BuildInput& input, const std::filesystem::path& directory, Log& log)
{
    const DiskRoom room{directory};
    try {
        git::DiskTree tree{directory, git::export_time(input.repository, input.commit)};
        give_tree(input, tree, log);
        tree.finish();
    } catch (const Error& error) {
        throw error.code() == Errc::system ? make_disk_failure(error, room, directory)
                                           : make_source_failure(error);
    }
}

} // namespace cb::engine
