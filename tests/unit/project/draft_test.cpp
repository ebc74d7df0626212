#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "project/draft.hpp"
#include "project/project.hpp"
#include "project/recipe.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;
using cb::TempDir;
using cb::project::find_recipe;
using cb::project::make_draft;
using Words = std::vector<std::string>;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

void write(const fs::path& tree, const Files& files)
{
    for (const auto& [name, text] : files) {
        fs::create_directories((tree / name).parent_path());
        std::ofstream{tree / name} << text;
    }
}

Words command_of(const Files& files)
{
    const TempDir tree;
    write(tree.path(), files);
    return find_recipe(tree.path()).command;
}

/// The text with the comments that are keys or tables made into such.
std::string uncommented(const std::string& text)
{
    std::string all;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = text.find('\n', start);
        auto line = text.substr(start, end - start);
        const bool is_key = line.starts_with("# ") && line.find(" = ") != std::string::npos;
        if (is_key || line.starts_with("# [")) {
            line.erase(0, 2);
        }
        all += line + "\n";
        start = end + 1;
    }
    return all;
}

} // namespace

TEST_CASE("the build system says how a project is benchmarked")
{
    CHECK(command_of({{"Makefile", "all:\nbench: all\n"}}) == Words{"make", "bench"});
    CHECK(command_of({{"Makefile", "all:\n\tbench: x\nbenchmark:\n"}}).empty());
    CHECK(command_of({{"Cargo.toml", ""}}) == Words{"cargo", "bench"});
    CHECK(command_of({{"go.mod", ""}}).front() == "go");
    CHECK(command_of({{"package.json", R"({"devDependencies": {"vitest": "3"}})"}}).at(1) ==
          "vitest");
    CHECK(command_of({{"package.json", "{}"}}).empty());
    CHECK(command_of({{"requirements.txt", "pytest-benchmark\n"}}).at(2) == "pytest");
    CHECK(
        command_of({{"dune-project", ""}, {"bench/dune", "(executable\n (name main)\n)"}}).back() ==
        "./bench/main.exe");
    CHECK(command_of({{"dune-project", ""}}).empty());
    CHECK(command_of(
              {{"CMakeLists.txt", "add_executable(x x.cpp)\nadd_executable(my_bench b.cpp)"}}) ==
          Words{"build/my_bench"});
    CHECK(command_of(
              {{"CMakeLists.txt", ""}, {"benchmark/CMakeLists.txt", "ADD_EXECUTABLE( Bench b)"}}) ==
          Words{"build/benchmark/Bench"});
    CHECK(command_of({}).empty());
}

TEST_CASE("what names its benchmark comes before what only builds")
{
    CHECK(command_of({{"CMakeLists.txt", ""}, {"Cargo.toml", ""}, {"Makefile", "bench:\n"}}) ==
          Words{"make", "bench"});
}

TEST_CASE("files that are not regular are not read")
{
    const TempDir tree;
    fs::create_directory(tree.path() / "Makefile");
    fs::create_symlink("/dev/zero", tree.path() / "package.json");
    CHECK(find_recipe(tree.path()).command.empty());
}

TEST_CASE("a draft is a project file, and so is what its comments propose")
{
    const TempDir tree;
    const auto path = tree.path() / "x \"y\"\n";
    write(path, {{"requirements.txt", "pytest-benchmark"}});
    const auto draft = make_draft(path);
    CHECK(draft.name == "xy");
    for (const auto& text : {draft.toml, uncommented(draft.toml)}) {
        const auto [project, faults] =
            cb::project::read(text, {{"watch", "build", "run", "parse"}, {"notify"}});
        CHECK(faults.empty());
        CHECK(project.repository == path.native());
        REQUIRE_FALSE(project.configurations.empty());
        CHECK(project.configurations.front().command.front() == "python3");
    }
    CHECK(uncommented(draft.toml) != draft.toml);
}

TEST_CASE("a project's own Dockerfile is used")
{
    const TempDir tree;
    write(tree.path(), {{"bench.Dockerfile", ""}});
    const auto draft = make_draft(tree.path());
    CHECK_FALSE(draft.dockerfile);
    CHECK(draft.toml.find("dockerfile-from") == std::string::npos);
}

TEST_CASE("files are overwritten only on request, and all or none")
{
    const TempDir tree;
    const auto draft = make_draft(tree.path());
    const auto out = tree.path() / "a/b";
    REQUIRE(cb::project::write_drafts({&draft, 1}, out, cb::project::Overwrite::no).size() == 2);
    fs::remove(out / (draft.name + ".toml"));
    CHECK_THROWS_AS(cb::project::write_drafts({&draft, 1}, out, cb::project::Overwrite::no),
                    cb::Error);
    CHECK_FALSE(fs::exists(out / (draft.name + ".toml")));
    CHECK(cb::project::write_drafts({&draft, 1}, out, cb::project::Overwrite::yes).size() == 2);
}
