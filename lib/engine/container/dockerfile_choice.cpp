#include "engine/container/dockerfile_choice.hpp"

#include "base/error.hpp"
#include "engine/container/dockerfile.hpp"
#include "engine/container/image_labels.hpp"
#include "git/export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes largest_dockerfile{1U << 20U};

constexpr auto generated_tree = "tree/";
/// Where the operator's Dockerfile is in the context. Engines find no Dockerfile outside it.
constexpr auto own_name = ".cb.Dockerfile";

/// The Dockerfile for a tree without one: copies the tree into the base image.
std::string generated_dockerfile(const std::string& base, const std::optional<std::string>& prepare)
{
    auto text = fmt::format("FROM {}\nWORKDIR /bench\nCOPY {} .\n", base, generated_tree);
    if (prepare) {
        text += fmt::format("RUN {}\n", *prepare);
    }
    return text;
}

BuildFailed no_dockerfile(const std::string& message)
{
    return {"no_dockerfile", message};
}

bool is_inside(const fs::path& relative)
{
    const auto normal = relative.lexically_normal();
    return !relative.is_absolute() && !normal.empty() && *normal.begin() != "..";
}

/// Takes a few files of a tree and reads nothing else.
class FileCatcher final : public git::TreeSink {
public:
    explicit FileCatcher(std::set<std::string> wanted) : wanted_{std::move(wanted)} {}

    [[nodiscard]] bool wants(const std::string& path, git::TreeKind kind) override
    {
        return kind == git::TreeKind::file ? wanted_.contains(path)
                                           : wanted_.contains(path) || leads_to_wanted(path);
    }

    void add(const git::TreeEntry& entry) override
    {
        if (entry.kind == git::TreeKind::link) {
            throw no_dockerfile(
                fmt::format("{} is a symbolic link; cb reads only plain files", entry.path));
        }
        if (entry.kind == git::TreeKind::file) {
            if (entry.content.size() > largest_dockerfile.count()) {
                throw no_dockerfile(fmt::format(
                    "{} is larger than {} bytes", entry.path, largest_dockerfile.count()));
            }
            files_.emplace(entry.path, entry.content);
        }
    }

    /// The contents by path. Call once.
    [[nodiscard]] std::map<std::string, std::string> take() { return std::move(files_); }

private:
    [[nodiscard]] bool leads_to_wanted(const std::string& path) const
    {
        return std::any_of(wanted_.begin(), wanted_.end(), [&path](const std::string& wanted) {
            return wanted.starts_with(path + "/");
        });
    }

    std::set<std::string> wanted_;
    std::map<std::string, std::string> files_{};
};

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

/// The names under which the engines look for the ignore file of a Dockerfile, the preferred one
/// first.
std::vector<std::string> list_ignores(const std::string& dockerfile, Engine engine)
{
    std::vector<std::string> names;
    for (const auto& prefix : {dockerfile, std::string{}}) {
        if (engine == Engine::podman) {
            names.push_back(prefix + ".containerignore");
        }
        names.push_back(prefix + ".dockerignore");
    }
    return names;
}

std::map<std::string, std::string> catch_files(const BuildInput& input,
                                               std::set<std::string> wanted)
{
    FileCatcher files{std::move(wanted)};
    OverlaidTree tree{input.settings.overlay, files};
    try {
        static_cast<void>(git::export_tree(input.repository, input.commit, tree));
        tree.finish();
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
    return files.take();
}

/// The operator's ignore file replaces the commit's.
ChosenDockerfile choose_own(const OperatorDockerfile& own, const std::string& commits_ignore)
{
    std::map<std::string, std::string> files{{own_name, own.text}};
    if (own.ignore) {
        files.emplace(".dockerignore", *own.ignore);
    }
    return {.path = own_name,
            .text = own.text,
            .ignore = own.ignore.value_or(commits_ignore),
            .own = Overlay::of_files(files)};
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
        return read_dockerfile(dockerfile_text(input).value_or(""), {}, {}).arguments;
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

ChosenDockerfile choose_dockerfile(const BuildInput& input)
{
    const auto& settings = input.settings;
    auto name = name_in_tree(input);
    if (name && !is_inside(*name)) {
        throw no_dockerfile(fmt::format("{} is not a path in the commit", *name));
    }
    if (!name && !settings.base && !settings.dockerfile_from) {
        throw no_dockerfile("the commit has neither bench.Dockerfile nor Dockerfile; add one, or "
                            "name an image with --base or a file with --dockerfile-from, or use "
                            "this machine's own programs with --engine native");
    }
    name = name ? std::optional{fs::path{*name}.lexically_normal().native()} : std::nullopt;
    const auto ignores = list_ignores(name.value_or(""), *settings.engine);
    std::set<std::string> wanted{ignores.begin(), ignores.end()};
    if (name) {
        wanted.insert(*name);
    }
    const auto files = catch_files(input, std::move(wanted));
    const auto ignore = std::find_if(ignores.begin(), ignores.end(), [&files](const auto& path) {
        return files.contains(path);
    });
    const auto patterns = ignore != ignores.end() ? files.at(*ignore) : "";
    if (settings.dockerfile_from) {
        return choose_own(*settings.dockerfile_from, patterns);
    }
    if (!name) {
        return {.path = "Dockerfile",
                .text = generated_dockerfile(*settings.base, settings.prepare),
                .ignore = patterns,
                .tree = generated_tree};
    }
    if (!files.contains(*name)) {
        throw no_dockerfile(fmt::format("the commit has no file {}", *name));
    }
    return {.path = *name, .text = files.at(*name), .ignore = patterns};
}

std::string make_command_label(const ChosenDockerfile& dockerfile, const BuildSettings& settings)
{
    const auto facts = read_dockerfile(dockerfile.text, settings.build_args, settings.target);
    return fmt::format(
        "{}={}", command_label, facts.sets_command ? command_of_dockerfile : command_of_nobody);
}

} // namespace cb::engine
