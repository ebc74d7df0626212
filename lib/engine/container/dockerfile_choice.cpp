#include "engine/container/dockerfile_choice.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/container/dockerfile.hpp"
#include "engine/container/image_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes largest_dockerfile{1U << 20U};

/// The Dockerfile for a tree without one: copies the tree into the base image.
std::string generated_dockerfile(const std::string& base, const std::optional<std::string>& prepare)
{
    auto text = fmt::format("FROM {}\nWORKDIR /bench\nCOPY . .\n", base);
    if (prepare) {
        text += fmt::format("RUN {}\n", *prepare);
    }
    return text;
}

BuildFailed no_dockerfile(const std::string& message)
{
    return {"no_dockerfile", message};
}

/// The engine's client reads these files on the host. A symbolic link in a commit must not make it
/// read the operator's files.
void require_plain(const fs::path& file, const std::string& name)
{
    std::error_code missing;
    if (fs::is_symlink(file, missing)) {
        throw no_dockerfile(fmt::format("{} is a symbolic link; cb reads only plain files", name));
    }
}

bool is_inside(const fs::path& relative)
{
    const auto normal = relative.lexically_normal();
    return !relative.is_absolute() && !normal.empty() && *normal.begin() != "..";
}

/// Requires that the path contains no symbolic link.
void require_plain_path(const fs::path& context, const fs::path& relative)
{
    auto at = context;
    for (const auto& part : relative.lexically_normal()) {
        at /= part;
        require_plain(at, relative.native());
    }
}

/// The path in the tree; nullopt if the Dockerfile is the operator's or generated.
std::optional<std::string> name_in_tree(const BuildInput& input)
{
    const auto& settings = input.settings;
    if (settings.dockerfile_from || settings.dockerfile) {
        return settings.dockerfile_from ? std::nullopt : settings.dockerfile;
    }
    const auto names = root_names(input);
    for (const char* const name : {"bench.Dockerfile", "Dockerfile"}) {
        if (settings.overlay.file(name) != nullptr ||
            std::find(names.begin(), names.end(), name) != names.end()) {
            return name;
        }
    }
    return std::nullopt;
}

/// The text of the Dockerfile before the tree is exported; nullopt if it is generated, or if it is
/// a file of a submodule rather than of the commit itself.
std::optional<std::string> dockerfile_text(const BuildInput& input)
{
    if (const auto& own = input.settings.dockerfile_from) {
        return own->text;
    }
    const auto name = name_in_tree(input);
    if (!name) {
        return std::nullopt;
    }
    const auto* const laid = input.settings.overlay.file(*name);
    return laid != nullptr ? std::optional{*laid}
                           : input.repository.read_file(input.commit, *name, largest_dockerfile);
}

/// The operator's ignore file replaces the commit's. Not every engine finds an ignore file next to
/// a Dockerfile outside the tree, and podman prefers another name. All engines find one in the
/// tree.
void place_ignore(const OperatorDockerfile& own, const fs::path& context)
{
    if (own.ignore) {
        std::error_code missing;
        fs::remove(context / ".containerignore", missing);
        replace_file(context / ".dockerignore", *own.ignore);
    }
}

fs::path place_own(const std::string& text, const fs::path& outside)
{
    replace_file(outside / "Dockerfile", text);
    return outside / "Dockerfile";
}

void require_plain_ignores(const BuildInput& input, const fs::path& context)
{
    const auto name = name_in_tree(input);
    // Podman prefers the second name.
    for (const char* const ignored : {".dockerignore", ".containerignore"}) {
        require_plain(context / ignored, ignored);
        if (name) {
            require_plain(context / (*name + ignored), *name + ignored);
        }
    }
}

} // namespace

std::optional<std::string> get_dockerfile_name(const BuildInput& input)
{
    const auto& own = input.settings.dockerfile_from;
    return own ? std::optional{own->path} : name_in_tree(input);
}

std::set<std::string> declared_arguments(const BuildInput& input)
{
    try {
        return read_dockerfile(dockerfile_text(input).value_or(""), {}).arguments;
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

fs::path place_dockerfile(const BuildInput& input, const fs::path& context, const fs::path& outside)
{
    require_plain_ignores(input, context);
    const auto& settings = input.settings;
    if (const auto& own = settings.dockerfile_from) {
        place_ignore(*own, context);
        return place_own(own->text, outside);
    }
    const auto name = name_in_tree(input);
    if (!name && !settings.base) {
        throw no_dockerfile("the commit has neither bench.Dockerfile nor Dockerfile; add one, or "
                            "name an image with --base or a file with --dockerfile-from");
    }
    if (!name) {
        return place_own(generated_dockerfile(*settings.base, settings.prepare), outside);
    }
    if (!is_inside(*name)) {
        throw no_dockerfile(fmt::format("{} is not a path in the commit", *name));
    }
    require_plain_path(context, *name);
    std::error_code missing;
    if (!fs::is_regular_file(context / *name, missing)) {
        throw no_dockerfile(fmt::format("the commit has no file {}", *name));
    }
    return context / *name;
}

std::string make_command_label(const fs::path& dockerfile, const BuildSettings& settings)
{
    try {
        const auto facts =
            read_dockerfile(read_file(dockerfile, largest_dockerfile), settings.build_args);
        return fmt::format(
            "{}={}", command_label, facts.sets_command ? command_of_dockerfile : command_of_nobody);
    } catch (const Error& error) {
        throw no_dockerfile(error.what());
    }
}

} // namespace cb::engine
