#pragma once

#include "base/file.hpp"
#include "base/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// A git repository in a temporary directory, made by the git program, blind to the configuration
/// of the machine. Its clock starts at 1700000000 and goes a minute ahead with each commit.
class TempRepository {
public:
    /// A work tree whose branch is main; `options` go to `git init`.
    explicit TempRepository(const std::vector<std::string>& options = {});

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// A place beside the repository, that is deleted with it.
    [[nodiscard]] std::filesystem::path beside(std::string_view name) const;

    // NOLINTBEGIN(modernize-use-nodiscard): they are called for what they do to the repository
    /// What `git ARGUMENTS` in the repository prints, without the last newline. It must succeed.
    std::string git(const std::vector<std::string>& arguments) const;
    /// The commands in the shell, in the repository.
    std::string shell(const std::string& script) const;

    void write(std::string_view name, std::string_view content) const;
    /// Commits everything in the work tree, changed or not.
    cb::CommitId commit(const std::string& subject);
    [[nodiscard]] cb::CommitId id_of(const std::string& revision) const;

    /// Stores the bytes as an object of that type, well-formed or not; its id.
    std::string store_object(const std::string& type, std::string_view bytes) const;
    /// A commit of the tree, on no branch.
    [[nodiscard]] cb::CommitId commit_of_tree(const std::string& tree) const;

    std::int64_t clock = 1'700'000'000;

private:
    std::string run(const std::vector<std::string>& argv) const;
    // NOLINTEND(modernize-use-nodiscard)

    cb::TempDir directory_;
    std::filesystem::path path_;
};

/// One entry of a raw tree object. \pre `id` is 40 hexadecimal digits
std::string raw_tree_entry(std::string_view mode, std::string_view name, std::string_view id);
