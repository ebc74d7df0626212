#pragma once

#include "base/file.hpp"
#include "git/export.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// A git repository in a temporary directory, created by the git program independently of the
/// machine's configuration. Its clock starts at 1700000000 and advances by a minute per commit.
class TempRepository {
public:
    /// A work tree on the branch main; `options` go to `git init`.
    explicit TempRepository(const std::vector<std::string>& options = {});

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// A path next to the repository, deleted with it.
    [[nodiscard]] std::filesystem::path beside(std::string_view name) const;

    // NOLINTBEGIN(modernize-use-nodiscard): called for their side effects
    /// The output of `git ARGUMENTS` in the repository, without the last newline. It must succeed.
    std::string git(const std::vector<std::string>& arguments) const;
    /// Runs the commands in a shell in the repository.
    std::string shell(const std::string& script) const;

    void write(std::string_view name, std::string_view content) const;
    /// Commits the whole work tree, even if unchanged.
    cb::CommitId commit(const std::string& subject);
    [[nodiscard]] cb::CommitId id_of(const std::string& revision) const;

    /// Stores the bytes as an object of that type, well-formed or not; returns its id.
    std::string store_object(const std::string& type, std::string_view bytes) const;
    /// Creates a commit of the tree, on no branch.
    [[nodiscard]] cb::CommitId commit_of_tree(const std::string& tree) const;

    std::int64_t clock = 1'700'000'000;

private:
    std::string run(const std::vector<std::string>& argv) const;
    // NOLINTEND(modernize-use-nodiscard)

    cb::TempDir directory_;
    std::filesystem::path path_;
};

/// Exports the commit to an empty directory.
cb::git::Exported export_to(const std::filesystem::path& directory,
                            const cb::git::Repository& repository,
                            const cb::CommitId& commit,
                            const cb::git::ExportLimits& limits = {});

/// One entry of a raw tree object. \pre `id` is 40 hexadecimal digits
std::string raw_tree_entry(std::string_view mode, std::string_view name, std::string_view id);
