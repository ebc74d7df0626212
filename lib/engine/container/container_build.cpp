#include "base/error.hpp"
#include "base/utf8.hpp"
#include "engine/build_process.hpp"
#include "engine/builder.hpp"
#include "engine/container/build_context.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/engine_fault.hpp"
#include "engine/container/image_labels.hpp"
#include "engine/container/registry.hpp"
#include "engine/last_use.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace cb::engine {

namespace {

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
std::optional<std::string> obstacle_to_memory_limit(bool is_buildkit, const EngineFacts& facts)
{
    if (is_buildkit) {
        return "BuildKit cannot limit the memory of a build; set DOCKER_BUILDKIT=0";
    }
    if (!keeps_memory_limit(facts)) {
        return "rootless podman limits memory only with cgroup v2; run cb as root";
    }
    return std::nullopt;
}

/// The words of a build whose context is standard input.
std::vector<std::string> build_words(const std::string& tag,
                                     const ChosenDockerfile& dockerfile,
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
                                   dockerfile.path};
    const auto add = [&words](const char* option, std::string value) {
        words.emplace_back(option);
        words.push_back(std::move(value));
    };
    if (settings.network) {
        add("--network", *settings.network == Network::host ? "host" : "none");
    }
    if (settings.memory) {
        for (const char* const limit : {"--memory", "--memory-swap"}) {
            add(limit, fmt::to_string(settings.memory->count()));
        }
    }
    if (settings.target) {
        add("--target", *settings.target);
    }
    for (const auto& secret : settings.secrets) {
        add("--secret", fmt::format("id={},src={}", secret.id, secret.file.native()));
    }
    for (const auto& [name, value] : settings.build_args) {
        add("--build-arg", variable_word(name, value));
    }
    words.emplace_back("-");
    return words;
}

/// Turns the end of the engine's program into a failure. \pre the build failed
BuildFailed make_failure(BuildProcess built, const std::string& program, Duration time)
{
    const auto message = find_message(built.err);
    auto text = tail(built.out + built.err, max_log_bytes);
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

    void require_support(const BuildSettings& settings) override
    {
        if (!settings.secrets.empty() && engine() == Engine::docker && !is_buildkit()) {
            throw Error{Errc::usage,
                        "--secret: docker's old builder has no secrets; install the buildx plugin "
                        "of docker (BuildKit), or use podman"};
        }
    }

    [[nodiscard]] std::optional<std::string> identify_base(const BuildInput& input) override
    {
        const auto& base = input.settings.base;
        if (!base || (get_dockerfile_name(input) && !declared_arguments(input).contains("BASE"))) {
            return std::nullopt;
        }
        auto& known = bases_[*base];
        if (known.empty()) {
            known = update_base(cli_, *base, input.settings.timeout, log_);
        }
        return known;
    }

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
        note_use(cli_.engine(), image->id, input.stamps.at("CB_REPO"));
        return Build{.engine = cli_.engine(),
                     .image = image->id,
                     .dockerfile = get_dockerfile_name(input),
                     .base = input.base,
                     .content = image->content,
                     .cached = true};
    }

    [[nodiscard]] Build make(const BuildInput& input) override
    {
        const auto begin = std::chrono::steady_clock::now();
        const BuildContext context{input};
        auto settings = input.settings;
        settings.build_args.merge(used_stamps(input)); // an argument given by name wins
        settings.memory = memory(settings.memory);
        auto command = cli_.command(
            build_words(make_tag(input), context.dockerfile(), settings),
            hidden_variables({settings.build_args.begin(), settings.build_args.end()}));
        std::optional<PodmanPlace> place;
        if (engine() == Engine::podman) {
            place.emplace(context.ignore()).enter(command);
        }
        auto built = run_build(command, settings.timeout, [&](const git::TarTree::Write& write) {
            context.write(write, log_);
        });
        if (!built.ok()) {
            cli_.require(); // without its daemon no job can be built, so this throws
            throw make_failure(std::move(built), cli_.program(), settings.timeout);
        }
        auto build = find(input);
        if (!build) {
            throw BuildFailed{
                "build_failed",
                fmt::format("{} build succeeded, but its image is missing", cli_.program()),
                tail(built.out + built.err, max_log_bytes),
                Fault::machine};
        }
        build->cached = false;
        build->wall_s = seconds(std::chrono::steady_clock::now() - begin);
        build->log = tail(built.out + built.err, max_log_bytes);
        return *build;
    }

    void push(const BuildInput& input, Build& build) override
    {
        if (const auto& registry = input.settings.push) {
            build.image = push_image(cli_, make_tag(input), *registry, input.settings.timeout);
        }
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

    bool is_buildkit()
    {
        if (!is_buildkit_) {
            is_buildkit_ = uses_buildkit(cli_);
        }
        return *is_buildkit_;
    }

    /// The memory limit of one build. nullopt if the engine cannot enforce one, which is logged
    /// once. Throws Error{usage} if a limit was requested that cannot be enforced.
    std::optional<Bytes> memory(std::optional<Bytes> asked)
    {
        if (!memory_obstacle_) {
            memory_obstacle_ = obstacle_to_memory_limit(is_buildkit(), facts()).value_or("");
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
    std::optional<bool> is_buildkit_{};
    std::map<std::string, std::string> bases_{};   ///< by name: what identifies their content
    std::optional<std::string> memory_obstacle_{}; ///< nullopt until checked; empty: no obstacle
};

} // namespace

std::unique_ptr<Builder> container_builder(ContainerCli cli, Log& log)
{
    return std::make_unique<ContainerBuilder>(cli, log);
}

} // namespace cb::engine
