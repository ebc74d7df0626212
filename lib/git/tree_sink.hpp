#pragma once

#include <sys/types.h>

#include <string>

namespace cb::git {

enum class TreeKind { directory, file, link };

/// An entry of a tree, as a checkout would have it.
struct TreeEntry {
    std::string path; ///< below the top, as bytes, without a trailing slash
    TreeKind kind{};
    mode_t mode = 0;     ///< permissions; ignored for a link
    std::string content; ///< of a file; for a link, its target
};

/// Takes the entries of an exported tree. A directory precedes its entries.
class TreeSink {
public:
    TreeSink() = default;
    TreeSink(const TreeSink&) = delete;
    TreeSink& operator=(const TreeSink&) = delete;
    virtual ~TreeSink() = default;

    /// Whether the sink takes the entry. What it does not take is not read: an unwanted directory
    /// is left out with everything below it. `kind` is that of the entry in the commit.
    [[nodiscard]] virtual bool wants(const std::string& path, TreeKind kind) = 0;

    /// \pre wants() returned true for it
    virtual void add(const TreeEntry& entry) = 0;
};

} // namespace cb::git
