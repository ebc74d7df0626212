#include "project/recipe.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <system_error>

namespace cb::project {

namespace {

namespace fs = std::filesystem;

constexpr Bytes max_source{1U << 20U};

/// The content of a regular file of the tree; empty if there is none.
std::string content_of(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return {};
    }
    try {
        return read_file(path, max_source);
    } catch (const Error&) {
        return {};
    }
}

bool is_there(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// Calls `visit` with each line.
template <typename Visit> void for_each_line(std::string_view text, const Visit& visit)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::optional<Recipe> find_make(const fs::path& tree)
{
    for (const char* const name : {"GNUmakefile", "makefile", "Makefile"}) {
        const auto text = content_of(tree / name);
        bool has_bench = false;
        for_each_line(text, [&](std::string_view line) {
            has_bench = has_bench || line.starts_with("bench:") || line.starts_with("bench ");
        });
        if (has_bench) {
            return Recipe{.found = std::string{"a "} + name + " with the target bench",
                          .prepare = "make",
                          .command = {"make", "bench"},
                          .base = "debian:12",
                          .packages = {"build-essential"}};
        }
    }
    return std::nullopt;
}

std::optional<Recipe> find_cargo(const fs::path& tree)
{
    if (!is_there(tree / "Cargo.toml")) {
        return std::nullopt;
    }
    return Recipe{.found = "Cargo.toml",
                  .prepare = "cargo bench --no-run",
                  .command = {"cargo", "bench"},
                  .base = "rust:1"};
}

std::optional<Recipe> find_go(const fs::path& tree)
{
    if (!is_there(tree / "go.mod")) {
        return std::nullopt;
    }
    return Recipe{.found = "go.mod",
                  .prepare = "go test -run '^$' ./...",
                  .command = {"go", "test", "-run", "^$", "-bench", ".", "./..."},
                  .base = "golang:1"};
}

std::optional<Recipe> find_vitest(const fs::path& tree)
{
    if (!has(content_of(tree / "package.json"), "\"vitest\"")) {
        return std::nullopt;
    }
    return Recipe{.found = "package.json with vitest",
                  .prepare = "npm ci",
                  .command = {"npx", "vitest", "bench", "--run", "--outputJson", "bench.json"},
                  .results = {"bench.json"},
                  .base = "node:22"};
}

std::optional<Recipe> find_pytest(const fs::path& tree)
{
    for (const char* const name :
         {"pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt", "requirements-dev.txt"}) {
        if (has(content_of(tree / name), "pytest-benchmark")) {
            return Recipe{.found = std::string{name} + " with pytest-benchmark",
                          .command = {"python3",
                                      "-m",
                                      "pytest",
                                      "--benchmark-only",
                                      "--benchmark-json=bench.json"},
                          .results = {"bench.json"},
                          .base = "debian:12",
                          .packages = {"python3-pytest", "python3-pytest-benchmark"}};
        }
    }
    return std::nullopt;
}

std::optional<Recipe> find_dune(const fs::path& tree)
{
    if (!is_there(tree / "dune-project")) {
        return std::nullopt;
    }
    Recipe recipe{.found = "dune-project",
                  .prepare = "dune build --profile release",
                  .base = "ocaml/opam:debian-12"};
    for (const char* const directory : {"bench", "benchmark", "benchmarks"}) {
        const auto text = content_of(tree / directory / "dune");
        std::smatch name;
        static const std::regex executable{R"(\(executables?[^()]*\(names?\s+([A-Za-z0-9_]+))"};
        if (std::regex_search(text, name, executable)) {
            const auto program = std::string{"./"} + directory + "/" + name[1].str() + ".exe";
            recipe.found += std::string{" with "} + program;
            recipe.command = {"dune", "exec", "--profile", "release", program};
            return recipe;
        }
    }
    return recipe;
}

/// The first program whose name has "bench" in it, relative to the build directory.
std::optional<std::string> find_cmake_benchmark(const fs::path& tree)
{
    static const std::regex executable{R"(add_executable\s*\(\s*([A-Za-z0-9_.+-]*))",
                                       std::regex::icase};
    for (const char* const directory : {"", "bench", "benchmark", "benchmarks", "perf", "test"}) {
        const auto text = content_of(tree / directory / "CMakeLists.txt");
        for (std::sregex_iterator at{text.begin(), text.end(), executable}, end; at != end; ++at) {
            auto name = (*at)[1].str();
            if (has(name, "bench") || has(name, "Bench")) {
                return (fs::path{directory} / name).native();
            }
        }
    }
    return std::nullopt;
}

std::optional<Recipe> find_cmake(const fs::path& tree)
{
    if (!is_there(tree / "CMakeLists.txt")) {
        return std::nullopt;
    }
    Recipe recipe{.found = "CMakeLists.txt",
                  .prepare =
                      "cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j 2",
                  .base = "debian:12",
                  .packages = {"build-essential", "cmake"}};
    if (const auto program = find_cmake_benchmark(tree)) {
        recipe.found += " with the program " + *program;
        recipe.command = {"build/" + *program};
    }
    return recipe;
}

} // namespace

Recipe find_recipe(const fs::path& tree)
{
    // What names its benchmark comes before what only builds.
    static constexpr std::array finders{
        &find_make, &find_cargo, &find_go, &find_vitest, &find_pytest, &find_dune, &find_cmake};
    for (const auto find : finders) {
        if (auto recipe = find(tree)) {
            return std::move(*recipe);
        }
    }
    return {.found = "no build system that it knows",
            .base = "debian:12",
            .packages = {"build-essential"}};
}

} // namespace cb::project
