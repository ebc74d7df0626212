#pragma once

#include "git/tree_sink.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace cb::engine {

/// The operator's files that are copied over each exported tree, for example today's benchmark for
/// old commits. They are read once and kept in memory, so that the files written are the files
/// hashed.
class Overlay {
public:
    /// An empty overlay.
    Overlay() = default;

    /// Reads everything below the directory; symbolic links remain links. Throws Error{usage} if it
    /// cannot be read, exceeds 256 MiB or 100,000 entries, or contains anything other than files,
    /// directories and links.
    [[nodiscard]] static Overlay read(const std::filesystem::path& directory);

    /// An overlay of these contents by path, in files that everybody may read. \pre none of them is
    /// below a directory
    [[nodiscard]] static Overlay of_files(const std::map<std::string, std::string>& files);

    /// Hash of the names, modes and contents; empty for an empty overlay.
    [[nodiscard]] const std::string& hash() const noexcept { return hash_; }

    /// The content of the file at `path`; null if there is none.
    [[nodiscard]] const std::string* file(const std::string& path) const;

private:
    friend class OverlaidTree;
    void add(const std::filesystem::path& path, const std::string& name);
    [[nodiscard]] std::string hash_entries() const;

    std::map<std::string, git::TreeEntry> entries_; ///< by path; a directory precedes its entries
    std::uint64_t bytes_ = 0;
    std::string hash_;
};

/// A tree with an overlay. Files and links of the overlay replace those of the commit; a directory
/// of the overlay replaces a file or a link of the commit, so no link leads the overlay elsewhere.
class OverlaidTree final : public git::TreeSink {
public:
    /// \pre both outlive this object
    OverlaidTree(const Overlay& overlay, git::TreeSink& below);

    /// Throws Error{bad_input} if the commit has a directory where the overlay has a file.
    [[nodiscard]] bool wants(const std::string& path, git::TreeKind kind) override;
    void add(const git::TreeEntry& entry) override;

    /// Adds the overlay. Must be called once the commit's tree is complete.
    void finish();

private:
    const Overlay& overlay_;
    git::TreeSink& below_;
    std::set<std::string> shared_{}; ///< the overlay's directories that the commit has, too
};

} // namespace cb::engine
