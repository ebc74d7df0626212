#include "git/temp_repository.hpp"

#include "base/subprocess.hpp"
#include "catch.hpp"
#include "git/disk_tree.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>

/// libgit2 1.5 leaks the match data of its regular expressions when it opens a repository.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c): the name is the sanitizer's
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libpcre2";
}

TempRepository::TempRepository(const std::vector<std::string>& options)
    : path_{directory_.path() / "project"}
{
    ::setenv("HOME", directory_.path().c_str(), 1); // libgit2 looks for .gitconfig there
    std::vector<std::string> argv{"git", "init", "--quiet", "-b", "main"};
    argv.insert(argv.end(), options.begin(), options.end());
    argv.push_back(path_.native());
    std::filesystem::create_directory(path_);
    run(argv);
}

std::filesystem::path TempRepository::beside(std::string_view name) const
{
    return directory_.path() / name;
}

std::string TempRepository::run(const std::vector<std::string>& argv) const
{
    const auto date = fmt::format("@{} +0200", clock);
    const auto done = cb::run_to_end({.argv = argv,
                                      .env = {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                                              {"GIT_CONFIG_NOSYSTEM", "1"},
                                              {"GIT_AUTHOR_NAME", "Ada Lovelace"},
                                              {"GIT_AUTHOR_EMAIL", "ada@example.org"},
                                              {"GIT_COMMITTER_NAME", "Charles Babbage"},
                                              {"GIT_COMMITTER_EMAIL", "cb@example.org"},
                                              {"GIT_AUTHOR_DATE", date},
                                              {"GIT_COMMITTER_DATE", date}},
                                      .directory = path_},
                                     {.time = std::chrono::minutes{10}}); // the machine may be busy
    INFO(cb::shell_quoted(argv) << "\n" << done.err);
    REQUIRE(done.ok());
    return done.out.ends_with('\n') ? done.out.substr(0, done.out.size() - 1) : done.out;
}

std::string TempRepository::git(const std::vector<std::string>& arguments) const
{
    std::vector<std::string> argv{"git"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return run(argv);
}

std::string TempRepository::shell(const std::string& script) const
{
    return run({"sh", "-c", "set -e; umask 022; " + script});
}

void TempRepository::write(std::string_view name, std::string_view content) const
{
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
}

cb::CommitId TempRepository::commit(const std::string& subject)
{
    clock += 60;
    git({"add", "--all"});
    git({"commit", "--quiet", "--allow-empty", "--message", subject});
    return id_of("HEAD");
}

cb::CommitId TempRepository::id_of(const std::string& revision) const
{
    return cb::CommitId::parse(git({"rev-parse", revision + "^{commit}"})).value();
}

std::string TempRepository::store_object(const std::string& type, std::string_view bytes) const
{
    const auto file = beside("object");
    std::ofstream{file, std::ios::binary} << bytes;
    return git({"hash-object", "-w", "-t", type, "--literally", file.native()});
}

cb::CommitId TempRepository::commit_of_tree(const std::string& tree) const
{
    return cb::CommitId::parse(
               store_object("commit",
                            fmt::format("tree {}\nauthor A <a@b> 1700000000 +0000\n"
                                        "committer A <a@b> 1700000000 +0000\n\nhostile\n",
                                        tree)))
        .value();
}

cb::git::Exported export_to(const std::filesystem::path& directory,
                            const cb::git::Repository& repository,
                            const cb::CommitId& commit,
                            const cb::git::ExportLimits& limits)
{
    cb::git::DiskTree tree{directory, cb::git::export_time(repository, commit)};
    auto exported = cb::git::export_tree(repository, commit, tree, limits);
    tree.finish();
    return exported;
}

std::string raw_tree_entry(std::string_view mode, std::string_view name, std::string_view id)
{
    auto entry = fmt::format("{} {}", mode, name);
    entry += '\0';
    for (std::size_t i = 0; i < id.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(id.data() + i, id.data() + i + 2, byte, 16);
        entry += static_cast<char>(byte);
    }
    return entry;
}
