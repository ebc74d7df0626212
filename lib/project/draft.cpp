#include "project/draft.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "project/recipe.hpp"
#include "project/toml_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace cb::project {

namespace {

namespace fs = std::filesystem;

/// The directory's name.
std::string name_of(const fs::path& tree)
{
    const auto name = to_file_name(tree.filename().native());
    return name.empty() ? "project" : name;
}

std::string to_toml(const std::string& name,
                    const fs::path& tree,
                    const Recipe& recipe,
                    bool has_own_dockerfile)
{
    auto text = fmt::format(R"(# How cb benchmarks {0}. cb help configuration has every key.
# Made by cb init, which found {1}.

repository = {2} # or an address: "https://example.org/{0}"
)",
                            name,
                            recipe.found,
                            to_toml_text(tree.native()));
    text += recipe.command.empty() ? "# command = [\"make\", \"bench\"] # what prints the results; "
                                     "cb help formats\n"
                                   : fmt::format("command = {}\n", to_toml_words(recipe.command));
    text += R"(
[watch]
# branch = ["main", "release/*"] # instead of the default branch

[build]
)";
    if (!has_own_dockerfile) {
        text += fmt::format("dockerfile-from = {} # for docker and podman\n",
                            to_toml_text(name + ".Dockerfile"));
    }
    if (!recipe.prepare.empty()) {
        text += fmt::format("prepare = {} # for the native engine\n", to_toml_text(recipe.prepare));
    }
    text += R"(# engine = "native" # in a sandbox of cb, without containers
# network = "host" # if the build downloads something
# timeout = "1h"

[run]
)";
    if (!recipe.results.empty()) {
        text += fmt::format("results = {}\n", to_toml_words(recipe.results));
    }
    return text + R"(# cpu = "auto:1" # cb doctor says which CPUs are fit
# shm = "4G"
# repeat = 5
# timeout = "1h"

# Several benchmarks of each commit, each with options of its own:
#
# [[configuration]]
# name = "default"
#
# [[configuration]]
# name = "thorough"
# [configuration.watch]
# every = "20h" # each night
# during = "22:00-6:00"
# [configuration.run]
# repeat = 20

# Who is told, by cb notify with this file:
#
# [notify]
# slack-webhook-file = "slack" # has the address
# mail-to = "team@example.org"
)";
}

std::string to_dockerfile(const std::string& name, const Recipe& recipe)
{
    auto text =
        fmt::format("# Builds a commit of {} for its benchmark: docker build, by cb build.\n"
                    "FROM {}\n",
                    name,
                    recipe.base);
    if (!recipe.packages.empty()) {
        text += fmt::format("RUN apt-get update \\\n && apt-get install -y --no-install-recommends "
                            "{} \\\n && rm -rf /var/lib/apt/lists/*\n",
                            fmt::join(recipe.packages, " "));
    }
    text += "WORKDIR /src\nCOPY . .\n";
    if (!recipe.prepare.empty()) {
        text += fmt::format("RUN {}\n", recipe.prepare);
    }
    return text + (recipe.command.empty() ? "# CMD [\"make\", \"bench\"]\n"
                                          : fmt::format("CMD {}\n", to_toml_words(recipe.command)));
}

bool is_present(const fs::path& path)
{
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

} // namespace

Draft make_draft(const fs::path& tree)
{
    std::error_code error;
    const auto path = fs::canonical(tree, error);
    if (error || !fs::is_directory(path, error)) {
        throw Error{Errc::usage,
                    fmt::format("{} is no directory; clone the repository, because its files say "
                                "how it is built",
                                tree.native())};
    }
    if (!is_utf8(path.native())) {
        throw Error{Errc::usage, "a project file can name only a path in UTF-8"};
    }
    const auto name = name_of(path);
    const auto recipe = find_recipe(path);
    const bool has_own_dockerfile =
        is_present(path / "bench.Dockerfile") || is_present(path / "Dockerfile");
    Draft draft{.name = name,
                .found = recipe.found,
                .has_command = !recipe.command.empty(),
                .toml = to_toml(name, path, recipe, has_own_dockerfile)};
    if (!has_own_dockerfile) {
        draft.dockerfile = to_dockerfile(name, recipe);
    }
    return draft;
}

std::vector<fs::path>
write_drafts(std::span<const Draft> drafts, const fs::path& directory, Overwrite overwrite)
{
    std::vector<std::pair<fs::path, std::string>> files;
    for (const auto& draft : drafts) {
        files.emplace_back(directory / (draft.name + ".toml"), draft.toml);
        if (draft.dockerfile) {
            files.emplace_back(directory / (draft.name + ".Dockerfile"), *draft.dockerfile);
        }
    }
    for (const auto& [path, text] : files) {
        if (overwrite == Overwrite::no && is_present(path)) {
            throw Error{Errc::usage, path.native() + " exists; --force replaces it"};
        }
    }
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) {
        throw Error{Errc::system,
                    fmt::format("making {}: {}", directory.native(), error.message())};
    }
    std::vector<fs::path> written;
    for (const auto& [path, text] : files) {
        replace_file(path, text);
        written.push_back(path);
    }
    return written;
}

} // namespace cb::project
