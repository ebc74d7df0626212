#include "engine/build.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "engine/builder.hpp"
#include "engine/equal_content.hpp"
#include "engine/leftovers.hpp"
#include "engine/placement.hpp"
#include "engine/untrusted.hpp"
#include "git/partial.hpp"
#include "git/submodule.hpp"
#include "json/writer.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// Must be incremented when cb builds something different from the same tree and settings, such as
/// a new label.
constexpr std::uint64_t build_version = 3;

/// What the job is built with: completed, and without what it must not have.
BuildSettings settings_for(const Source& source, BuildSettings settings)
{
    if (settings.base) {
        settings.build_args.try_emplace("BASE", *settings.base);
    }
    if (is_untrusted(source)) {
        settings.network = Network::none;
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

Error make_absence(const BuildInput& input, const git::Submodule& submodule)
{
    return Error{Errc::unavailable,
                 fmt::format("the submodule {} has no commit {} in {}: run 'git submodule update "
                             "--init --recursive' there; --allow-absent-submodules builds with an "
                             "empty directory",
                             printable(submodule.path, 200),
                             submodule.commit.hex(),
                             input.repository.path().native())};
}

/// The submodules that the export will leave empty. Fetches the objects that a partial clone lacks
/// first.
std::vector<git::Submodule> missing_submodules(const BuildInput& input)
{
    try {
        git::fetch_promised(input.repository, input.commit);
        auto missing = git::missing_submodules(input.repository, input.commit);
        if (!missing.empty() && input.settings.absent_submodules == AbsentSubmodules::refuse) {
            throw make_absence(input, missing.front());
        }
        return missing;
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
        .member("base_image", input.base)
        .member("target", settings.target)
        .member("git", settings.history == GitHistory::shallow ? input.commit.hex() : "")
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
    constexpr Bytes max_size{1U << 20U};
    constexpr auto ignore_suffix = ".dockerignore";
    try {
        OperatorDockerfile file{path, read_file(path, max_size), std::nullopt};
        std::error_code unknown;
        if (std::filesystem::exists(path + ignore_suffix, unknown)) {
            file.ignore = read_file(path + ignore_suffix, max_size);
        }
        return file;
    } catch (const Error& error) {
        throw Error{Errc::usage, fmt::format("--dockerfile-from: {}", error.what())};
    }
}

Parsed<BuildSecret> BuildSecret::parse(std::string_view text)
{
    constexpr std::string_view id_start = "id=";
    constexpr std::string_view file_start = ",file=";
    const auto middle = text.find(file_start);
    const auto id = text.substr(0, std::min(middle, text.size()));
    if (middle == std::string_view::npos || !id.starts_with(id_start) || id == id_start) {
        return tl::unexpected{std::string{"must be id=NAME,file=PATH"}};
    }
    std::error_code problem;
    BuildSecret secret{std::string{id.substr(id_start.size())},
                       fs::absolute(text.substr(middle + file_start.size()), problem)};
    // Podman splits the option at commas, and docker reads it as CSV.
    if ((secret.id + secret.file.native()).find_first_of(",\"\n") != std::string::npos) {
        return tl::unexpected{std::string{"must have no comma, quote or newline in NAME or PATH"}};
    }
    if (!fs::is_regular_file(secret.file, problem) || ::access(secret.file.c_str(), R_OK) != 0) {
        return tl::unexpected{
            fmt::format("{} is not a file that can be read", secret.file.native())};
    }
    return secret;
}

/// The engines check the rest. A name without a dot or a port would mean a user of Docker Hub.
Parsed<Registry> Registry::parse(std::string_view text)
{
    const auto host = text.substr(0, text.find('/'));
    const bool is_host = host.find_first_of(".:") != std::string_view::npos || host == "localhost";
    constexpr auto allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-/:[]";
    if (!is_host || text.find_first_not_of(allowed) != std::string_view::npos ||
        text.ends_with('/') || text.starts_with('-')) {
        return tl::unexpected{std::string{
            "must be the host of a registry, such as registry.example:5000 or ghcr.io/somebody"}};
    }
    return Registry{std::string{text}};
}

BuildStage::BuildStage(Log& log) : log_{log} {}

BuildStage::~BuildStage() = default;

Engine BuildStage::default_engine()
{
    if (!default_engine_) {
        const auto answering = answering_engine(log_);
        if (!answering) {
            log_.info("building with the native engine: " + answering.error());
        }
        default_engine_ = answering ? answering->engine() : Engine::native;
    }
    return *default_engine_;
}

Builder& BuildStage::builder(std::optional<Engine> asked)
{
    const auto engine = asked ? *asked : default_engine();
    auto& builder = builders_[engine];
    if (!builder) {
        for (const auto& removed : engine == Engine::native ? sweep_native() : sweep_contexts()) {
            log_.info("removed leftovers of a killed build: " + removed);
        }
        builder = engine == Engine::native ? native_builder(log_)
                                           : container_builder(ContainerCli{engine}, log_);
    }
    return *builder;
}

Build BuildStage::build_source(const Manifest& job, const BuildSettings& settings)
{
    const auto repository = open_source(job.source());
    auto& maker = builder(settings.engine);
    maker.require_support(settings);
    BuildInput input{repository,
                     *job.source().commit,
                     settings_for(job.source(), settings),
                     make_stamps(job.source())};
    input.settings.engine = maker.engine(); // which may have been left to choose
    input.base = maker.identify_base(input);
    input.key = make_key(read_tree_id(repository, input.commit), input, maker);
    auto build = obtain(input, maker);
    compare(job.source(), build);
    return build;
}

/// Finds or builds the image, and pushes it if that is asked for.
Build BuildStage::obtain(const BuildInput& input, Builder& maker)
{
    const auto find_or_make = [&] {
        auto found = maker.find(input);
        auto build = found ? std::move(*found) : maker.make(input);
        maker.push(input, build);
        return build;
    };
    if (input.settings.company == Company::beside_runs || !maker.is_here()) {
        return find_or_make();
    }
    if (!input.settings.push) {
        if (auto found = maker.find(input)) {
            return *found;
        }
    }
    // A push compresses layers, so it disturbs a benchmark as a build does. Another build may have
    // finished this one while it waited.
    const auto machine = lock_machine(input.settings.patience, log_);
    auto build = find_or_make();
    build.lock_wait_s = seconds(machine.waited);
    return build;
}

/// Records what the commit's image contains, and reports an earlier commit with the same content.
void BuildStage::compare(const Source& source, Build& build)
{
    if (!build.content) {
        return;
    }
    const auto first = find_or_note_content(source.repo, *build.content, *source.commit);
    if (first != *source.commit) {
        build.equal_to = first.hex();
        log_.info(fmt::format("{}: {:.12} has the same image content as {:.12}: its result is a "
                              "replicate",
                              source.repo,
                              source.commit->hex(),
                              first.hex()));
    }
}

void BuildStage::build(Manifest& job, const BuildSettings& settings)
{
    if (job.status() == Status::failed) {
        return;
    }
    if (const auto why = refuse_build(job.source(), builder(settings.engine).engine(), settings)) {
        job.fail({Stage::build, not_trusted, *why, Fault::machine});
        return;
    }
    try {
        job.set(build_source(job, settings));
    } catch (const BuildFailed& failed) {
        if (!failed.log.empty()) {
            job.set(Build{.engine = builder(settings.engine).engine(), .log = failed.log});
        }
        job.fail({Stage::build, failed.reason, failed.message, failed.fault});
    }
}

} // namespace cb::engine
