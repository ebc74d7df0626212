#include "base/error.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "engine/build_process.hpp"
#include "engine/builder.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/dockerfile_choice.hpp"
#include "engine/container/engine_fault.hpp"
#include "engine/container/image_labels.hpp"
#include "engine/last_use.hpp"
#include "engine/owner.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t log_limit = 65536;

/// Where cb exports the tree of a build. `--sweep` finds it by its name.
TempDir make_export_directory()
{
    return TempDir::at(temporary_directory() / container_name(make_run_name()));
}

/// The docker CLI uses BuildKit by default since version 23 if the buildx plugin is installed and
/// DOCKER_BUILDKIT is not 0. Older versions use it only if DOCKER_BUILDKIT is 1.
bool uses_buildkit(const ContainerCli& cli)
{
    const char* const wish = std::getenv("DOCKER_BUILDKIT");
    const std::string_view asked = wish != nullptr ? wish : "";
    if (cli.engine() != Engine::docker || asked == "0") {
        return false;
    }
    return asked == "1" || cli.run({"buildx", "version"}).ok();
}

/// Why the engine cannot limit the memory of a build; nullopt if it can.
std::optional<std::string> obstacle_to_memory_limit(const ContainerCli& cli,
                                                    const EngineFacts& facts)
{
    if (uses_buildkit(cli)) {
        return "BuildKit cannot limit the memory of a build; set DOCKER_BUILDKIT=0";
    }
    if (!keeps_memory_limit(facts)) {
        return "rootless podman limits memory only with cgroup v2; run cb as root";
    }
    return std::nullopt;
}

std::vector<std::string> build_words(const std::string& tag,
                                     const fs::path& dockerfile,
                                     const fs::path& context,
                                     const BuildSettings& settings)
{
    std::vector<std::string> words{"build",
                                   "--force-rm",
                                   "--tag",
                                   tag,
                                   "--label",
                                   fmt::format("{}=1", build_label),
                                   "--label",
                                   make_command_label(dockerfile, settings),
                                   "--file",
                                   dockerfile.native()};
    if (settings.network) {
        words.emplace_back("--network");
        words.emplace_back(*settings.network == Network::host ? "host" : "none");
    }
    if (settings.memory) {
        for (const char* const limit : {"--memory", "--memory-swap"}) {
            words.emplace_back(limit);
            words.push_back(fmt::to_string(settings.memory->count()));
        }
    }
    for (const auto& [name, value] : settings.build_args) {
        words.emplace_back("--build-arg");
        words.push_back(variable_word(name, value));
    }
    words.emplace_back("--");
    words.push_back(context.native());
    return words;
}

/// Turns the end of the engine's program into a failure. \pre the build failed
BuildFailed make_failure(BuildProcess built, const std::string& program, Duration time)
{
    const auto message = find_message(built.err);
    auto text = tail(built.out + built.err, log_limit);
    switch (built.end) {
    case BuildProcess::End::timeout:
        return {"build_timeout",
                fmt::format("{} build did not end within {:g} s", program, seconds(time)),
                std::move(text)};
    case BuildProcess::End::too_much:
        return {"build_output", fmt::format("{} build printed too much", program), std::move(text)};
    case BuildProcess::End::exited:
        break;
    }
    return {"build_failed",
            fmt::format("{} build: {}", program, message),
            std::move(text),
            classify_fault(message)};
}

class ContainerBuilder final : public Builder {
public:
    ContainerBuilder(ContainerCli cli, Log& log) : cli_{cli}, log_{log} {}

    [[nodiscard]] Engine engine() const override { return cli_.engine(); }

    [[nodiscard]] bool is_here() override { return facts().is_local; }

    /// The stamps that the Dockerfile declares with ARG. The engines reject or warn about others.
    [[nodiscard]] std::map<std::string, std::string> used_stamps(const BuildInput& input) override
    {
        const auto declared = declared_arguments(input);
        std::map<std::string, std::string> used;
        for (const auto& stamp : input.stamps) {
            if (declared.count(stamp.first) != 0) {
                used.insert(stamp);
            }
        }
        return used;
    }

    [[nodiscard]] std::optional<Build> find(const BuildInput& input) override
    {
        const auto image = cli_.find_image(make_tag(input));
        if (!image) {
            return std::nullopt;
        }
        note_use(cli_.engine(), image->id);
        return Build{.engine = cli_.engine(),
                     .image = image->id,
                     .dockerfile = get_dockerfile_name(input),
                     .cached = true};
    }

    [[nodiscard]] Build make(const BuildInput& input) override
    {
        const auto begin = std::chrono::steady_clock::now();
        const auto work = make_export_directory();
        const auto context = work.path() / "tree";
        make_private_directory(context);
        export_for_build(input, context, log_);
        auto settings = input.settings;
        settings.build_args.merge(used_stamps(input)); // an argument given by name wins
        settings.memory = memory(settings.memory);
        fs::path dockerfile;
        write_in(context, [&] { dockerfile = place_dockerfile(input, context, work.path()); });
        auto built =
            run_build(cli_.command(build_words(make_tag(input), dockerfile, context, settings),
                                   hidden_variables(
                                       {settings.build_args.begin(), settings.build_args.end()})),
                      settings.timeout);
        if (!built.ok()) {
            cli_.require(); // without its daemon no job can be built, so this throws
            throw make_failure(std::move(built), cli_.program(), settings.timeout);
        }
        auto build = find(input);
        if (!build) {
            throw BuildFailed{
                "build_failed",
                fmt::format("{} build succeeded, but its image is missing", cli_.program()),
                tail(built.out + built.err, log_limit),
                Fault::machine};
        }
        build->cached = false;
        build->wall_s = seconds(std::chrono::steady_clock::now() - begin);
        build->log = tail(built.out + built.err, log_limit);
        return *build;
    }

private:
    /// The tag by which later builds find the image. A killed build has no tag.
    static std::string make_tag(const BuildInput& input)
    {
        return fmt::format("{}:{:.32}", built_repository, input.key);
    }

    const EngineFacts& facts()
    {
        if (!facts_) {
            facts_ = cli_.facts();
        }
        return *facts_;
    }

    /// The memory limit of one build. nullopt if the engine cannot enforce one, which is logged
    /// once. Throws Error{usage} if a limit was requested that cannot be enforced.
    std::optional<Bytes> memory(std::optional<Bytes> asked)
    {
        if (!memory_obstacle_) {
            memory_obstacle_ = obstacle_to_memory_limit(cli_, facts()).value_or("");
            if (!memory_obstacle_->empty() && !asked) {
                log_.info("builds have no memory limit: " + *memory_obstacle_);
            }
        }
        if (memory_obstacle_->empty()) {
            return memory_limit(asked, facts().host.memory_bytes);
        }
        if (asked) {
            throw Error{Errc::usage, "--memory: " + *memory_obstacle_ + ", or omit the option"};
        }
        return std::nullopt;
    }

    ContainerCli cli_;
    Log& log_;
    std::optional<EngineFacts> facts_{};
    std::optional<std::string> memory_obstacle_{}; ///< nullopt until checked; empty: no obstacle
};

} // namespace

std::unique_ptr<Builder> container_builder(ContainerCli cli, Log& log)
{
    return std::make_unique<ContainerBuilder>(cli, log);
}

} // namespace cb::engine
