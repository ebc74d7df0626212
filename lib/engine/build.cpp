#include "engine/build.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/json_writer.hpp"
#include "base/utf8.hpp"
#include "git/export.hpp"
#include "git/partial.hpp"
#include "git/submodule.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

/// The settings of one job: what the job's own configuration says comes before the options.
BuildSettings settings_for(const Manifest& job, BuildSettings settings)
{
    if (job.config().dockerfile) {
        settings.dockerfile = job.config().dockerfile;
    }
    for (const auto& [name, value] : job.config().build_args) {
        settings.build_args.insert_or_assign(name, value);
    }
    if (settings.base) {
        settings.build_args.try_emplace("BASE", *settings.base);
    }
    return settings;
}

/// Reads of the commit's tree. What is wrong with the tree is the commit's fault, the rest is this
/// machine's and passes as it is.
template <typename Read> auto read_tree(Read read)
{
    try {
        return read();
    } catch (const Error& error) {
        if (error.code() == Errc::system || error.code() == Errc::unavailable) {
            throw;
        }
        throw BuildFailed{"export_failed", error.what(), ""};
    }
}

/// Hash of all that the built image depends on, apart from what the network gave.
std::string key_of(const std::string& tree,
                   const std::vector<git::Submodule>& missing,
                   Engine engine,
                   const BuildSettings& settings)
{
    JsonWriter json;
    json.begin_object().member("tree", tree).key("missing_submodules").begin_array();
    for (const auto& submodule : missing) {
        json.value(to_utf8(submodule.path)).value(submodule.commit.hex());
    }
    json.end_array()
        .member("engine", to_word(engine))
        .member("dockerfile", settings.dockerfile)
        .member("base", settings.base)
        .member("prepare", settings.prepare)
        .key("build_args")
        .begin_object();
    for (const auto& [name, value] : settings.build_args) {
        json.member(name, value);
    }
    json.end_object().end_object();
    return sha256_hex(json.text());
}

git::Repository open_source(const Source& source)
{
    if (!source.commit || !source.url) {
        throw BuildFailed{"commit_gone", "the job names no commit and repository to build", ""};
    }
    try {
        return git::Repository::open(*source.url);
    } catch (const Error& error) {
        if (error.code() == Errc::system) {
            throw;
        }
        throw BuildFailed{"commit_gone", error.what(), ""};
    }
}

std::string tree_of(const git::Repository& repository, const CommitId& commit)
{
    try {
        return repository.tree_id(commit);
    } catch (const Error& error) {
        if (error.code() == Errc::system) {
            throw;
        }
        throw BuildFailed{"commit_gone", error.what(), ""};
    }
}

} // namespace

BuildStage::BuildStage(BuildSettings settings, Log& log) : settings_{std::move(settings)}, log_{log}
{}

Engine BuildStage::engine()
{
    if (!settings_.engine) {
        const auto answering = answering_engine();
        if (!answering) {
            log_.info("building with the native engine, because " + answering.error());
        }
        settings_.engine = answering ? answering->engine() : Engine::native;
    }
    return *settings_.engine;
}

void BuildStage::build(Manifest& job)
{
    if (job.status() == Status::failed) {
        return;
    }
    try {
        const auto repository = open_source(job.source());
        const auto& commit = *job.source().commit;
        const auto settings = settings_for(job, settings_);
        const auto tree = tree_of(repository, commit);
        const auto missing = read_tree([&] {
            git::fetch_promised(repository, commit);
            return git::missing_submodules(repository, commit);
        });
        const BuildInput input{repository, commit, key_of(tree, missing, engine(), settings)};
        job.set(engine() == Engine::native
                    ? native_build(input, settings, log_)
                    : container_build(ContainerCli{engine()}, input, settings, log_));
    } catch (const BuildFailed& failed) {
        if (!failed.log.empty()) {
            job.set(Build{.engine = engine(), .log = failed.log});
        }
        job.fail({Stage::build, failed.reason, failed.message});
    }
}

void export_for_build(const BuildInput& input, const std::filesystem::path& directory, Log& log)
{
    const auto exported =
        read_tree([&] { return git::export_tree(input.repository, input.commit, directory); });
    const auto& path = input.repository.path().native();
    for (const auto& submodule : exported.missing_submodules) {
        log.warning(fmt::format(
            "{}: the submodule {} is not there and its directory is empty", path, submodule));
    }
    for (const auto& filter : exported.filters_not_run) {
        log.warning(
            fmt::format("{}: cb does not run the filter \"{}\"; its files are taken as they "
                        "were committed",
                        path,
                        filter));
    }
}

} // namespace cb::engine
