#include "engine/build.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "engine/builder.hpp"
#include "engine/leftovers.hpp"
#include "engine/placement.hpp"
#include "git/partial.hpp"
#include "git/submodule.hpp"
#include "json/writer.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

/// Must be incremented when cb builds something different from the same tree and settings, such as
/// a new label.
constexpr std::uint64_t build_version = 2;

/// The settings of one job: the job's own configuration overrides the options.
BuildSettings make_settings(const Manifest& job, BuildSettings settings)
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

/// Variables from which a build can learn what it builds.
std::map<std::string, std::string> make_stamps(const Source& source)
{
    std::map<std::string, std::string> stamps{{"CB_COMMIT", source.commit->hex()},
                                              {"CB_REPO", source.repo}};
    if (source.branch) {
        stamps.emplace("CB_BRANCH", *source.branch);
    }
    return stamps;
}

void add_map(JsonWriter& json,
             const std::string& name,
             const std::map<std::string, std::string>& members)
{
    json.key(name).begin_object();
    for (const auto& [key, value] : members) {
        json.member(key, value);
    }
    json.end_object();
}

/// The submodules that the export will leave empty. Fetches the objects that a partial clone lacks
/// first.
std::vector<git::Submodule> missing_submodules(const BuildInput& input)
{
    try {
        git::fetch_promised(input.repository, input.commit);
        return git::missing_submodules(input.repository, input.commit);
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

/// Hash of everything that the result depends on, except what the build downloads.
std::string make_key(const std::string& tree, const BuildInput& input, Builder& builder)
{
    const auto& settings = input.settings;
    JsonWriter json;
    json.begin_object()
        .member("version", build_version)
        .member("tree", tree)
        .key("missing_submodules")
        .begin_array();
    for (const auto& submodule : missing_submodules(input)) {
        json.value(to_utf8(submodule.path)).value(submodule.commit.hex());
    }
    json.end_array()
        .member("engine", to_word(builder.engine()))
        .member("dockerfile", settings.dockerfile)
        .member("base", settings.base)
        .member("prepare", settings.prepare)
        .member("overlay", settings.overlay.hash());
    if (const auto& own = settings.dockerfile_from) {
        json.member("dockerfile_from", sha256_hex(own->text))
            .member("ignore", own->ignore ? sha256_hex(*own->ignore) : "");
    }
    add_map(json, "build_args", settings.build_args);
    add_map(json, "stamps", builder.used_stamps(input));
    json.end_object();
    return sha256_hex(json.text());
}

/// A repository that has moved or is not readable may become available again.
git::Repository open_source(const Source& source)
{
    if (!source.commit || !source.url) {
        throw BuildFailed{"commit_gone", "the job has no commit or no repository to build"};
    }
    try {
        return git::Repository::open(*source.url);
    } catch (const Error& error) {
        throw BuildFailed{"repository_unavailable", error.what(), "", Fault::machine};
    }
}

std::string read_tree_id(const git::Repository& repository, const CommitId& commit)
{
    try {
        return repository.tree_id(commit);
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

} // namespace

OperatorDockerfile OperatorDockerfile::read(const std::string& path)
{
    constexpr Bytes most{1U << 20U};
    constexpr auto ignore_suffix = ".dockerignore";
    try {
        OperatorDockerfile file{path, read_file(path, most), std::nullopt};
        std::error_code unknown;
        if (std::filesystem::exists(path + ignore_suffix, unknown)) {
            file.ignore = read_file(path + ignore_suffix, most);
        }
        return file;
    } catch (const Error& error) {
        throw Error{Errc::usage, fmt::format("--dockerfile-from: {}", error.what())};
    }
}

BuildStage::BuildStage(BuildSettings settings, Log& log) : settings_{std::move(settings)}, log_{log}
{}

BuildStage::~BuildStage() = default;

Builder& BuildStage::builder()
{
    if (!builder_ && !settings_.engine) {
        const auto answering = answering_engine(log_);
        if (!answering) {
            log_.info("building with the native engine: " + answering.error());
        }
        settings_.engine = answering ? answering->engine() : Engine::native;
    }
    if (!builder_) {
        for (const auto& removed :
             settings_.engine == Engine::native ? sweep_native() : sweep_exports()) {
            log_.info("removed leftovers of a killed build: " + removed);
        }
        builder_ = settings_.engine == Engine::native
                       ? native_builder(log_)
                       : container_builder(ContainerCli{*settings_.engine}, log_);
    }
    return *builder_;
}

Build BuildStage::build_source(const Manifest& job)
{
    const auto repository = open_source(job.source());
    BuildInput input{
        repository, *job.source().commit, make_settings(job, settings_), make_stamps(job.source())};
    input.key = make_key(read_tree_id(repository, input.commit), input, builder());
    if (auto built = builder().find(input)) {
        return *built;
    }
    if (settings_.company == Company::beside_runs || !builder().is_here()) {
        return builder().make(input);
    }
    const auto machine = lock_machine(settings_.patience, log_);
    auto built = builder().find(input); // another build may have finished it while this one waited
    auto build = built ? std::move(*built) : builder().make(input);
    build.lock_wait_s = seconds(machine.waited);
    return build;
}

void BuildStage::build(Manifest& job)
{
    if (job.status() == Status::failed) {
        return;
    }
    try {
        job.set(build_source(job));
    } catch (const BuildFailed& failed) {
        if (!failed.log.empty()) {
            job.set(Build{.engine = builder().engine(), .log = failed.log});
        }
        job.fail({Stage::build, failed.reason, failed.message, failed.fault});
    }
}

} // namespace cb::engine
