#include "base/error.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "engine/build.hpp"
#include "engine/container_cli.hpp"
#include "engine/dockerfile.hpp"
#include "engine/image_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t log_limit = 65536;
constexpr Bytes largest_dockerfile{1U << 20U};

/// Where no Dockerfile is in the tree: all of it over the base image.
std::string generated_dockerfile(const std::string& base, const std::optional<std::string>& prepare)
{
    auto text = fmt::format("FROM {}\nWORKDIR /bench\nCOPY . .\n", base);
    if (prepare) {
        text += fmt::format("RUN {}\n", *prepare);
    }
    return text;
}

/// The engine reads these files itself, on this side: a symbolic link in a commit must not make it
/// read something else of ours.
void require_plain(const fs::path& file, const std::string& name)
{
    if (fs::is_symlink(file)) {
        throw BuildFailed{"no_dockerfile",
                          fmt::format("{} is a symbolic link; cb reads only plain files", name),
                          ""};
    }
}

bool is_inside(const fs::path& relative)
{
    const auto normal = relative.lexically_normal();
    return !relative.is_absolute() && !normal.empty() && *normal.begin() != "..";
}

/// A path that goes through no symbolic link.
void require_plain_path(const fs::path& context, const fs::path& relative)
{
    auto at = context;
    for (const auto& part : relative.lexically_normal()) {
        at /= part;
        require_plain(at, relative.native());
    }
}

/// The path in the tree; none: the Dockerfile is to be generated.
std::optional<std::string> dockerfile_name(const BuildInput& input, const BuildSettings& settings)
{
    if (settings.dockerfile) {
        return settings.dockerfile;
    }
    const auto names = input.repository.root_names(input.commit);
    for (const char* const name : {"bench.Dockerfile", "Dockerfile"}) {
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return name;
        }
    }
    return std::nullopt;
}

/// The Dockerfile on this machine.
fs::path place_dockerfile(const std::optional<std::string>& name,
                          const fs::path& context,
                          const fs::path& outside,
                          const BuildSettings& settings)
{
    if (name) {
        if (!is_inside(*name)) {
            throw BuildFailed{
                "no_dockerfile", fmt::format("{} is not a path in the commit", *name), ""};
        }
        require_plain_path(context, *name);
        if (!fs::is_regular_file(context / *name)) {
            throw BuildFailed{"no_dockerfile", fmt::format("the commit has no file {}", *name), ""};
        }
        return context / *name;
    }
    if (!settings.base) {
        throw BuildFailed{
            "no_dockerfile",
            "the commit has neither bench.Dockerfile nor Dockerfile; add one, or name an image "
            "with --base",
            ""};
    }
    replace_file(outside / "Dockerfile", generated_dockerfile(*settings.base, settings.prepare));
    return outside / "Dockerfile";
}

/// Whose the image's CMD is, for `cb run`.
std::string command_label_for(const fs::path& dockerfile, const BuildSettings& settings)
{
    const auto facts =
        read_dockerfile(read_file(dockerfile, largest_dockerfile), settings.build_args);
    return fmt::format(
        "{}={}", command_label, facts.sets_command ? command_of_dockerfile : command_of_nobody);
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
                                   command_label_for(dockerfile, settings),
                                   "--file",
                                   dockerfile.native()};
    if (settings.network) {
        words.emplace_back("--network");
        words.emplace_back(*settings.network == Network::host ? "host" : "none");
    }
    for (const auto& [name, value] : settings.build_args) {
        words.emplace_back("--build-arg");
        words.push_back(fmt::format("{}={}", name, value));
    }
    words.emplace_back("--");
    words.push_back(context.native());
    return words;
}

} // namespace

Build container_build(const ContainerCli& cli,
                      const BuildInput& input,
                      const BuildSettings& settings,
                      Log& log)
{
    const auto name = dockerfile_name(input, settings);
    // The tag is how the image is found again; a build that was killed has none.
    const auto tag = "cb-build:" + input.key.substr(0, 32);
    if (auto image = cli.find_image(tag)) {
        return {.engine = cli.engine(),
                .image = std::move(image->id),
                .dockerfile = name,
                .cached = true};
    }
    const auto begin = std::chrono::steady_clock::now();
    const TempDir work;
    const auto context = work.path() / "tree";
    fs::create_directory(context);
    export_for_build(input, context, log);
    for (const char* const ignored : {".dockerignore", ".containerignore"}) { // podman's, too
        require_plain(context / ignored, ignored);
        if (name) {
            require_plain(context / (*name + ignored), *name + ignored);
        }
    }
    const auto dockerfile = place_dockerfile(name, context, work.path(), settings);
    const auto built = cli.run(build_words(tag, dockerfile, context, settings), settings.timeout);
    auto text = tail(built.out + built.err, log_limit);
    if (!built.ok()) {
        throw BuildFailed{"build_failed",
                          fmt::format("{} build: {}", cli.program(), message_of(built)),
                          std::move(text)};
    }
    return {.engine = cli.engine(),
            .image = cli.find_image(tag).value().id,
            .dockerfile = name,
            .cached = false,
            .wall_s = seconds(std::chrono::steady_clock::now() - begin),
            .log = std::move(text)};
}

} // namespace cb::engine
