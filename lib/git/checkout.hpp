#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <memory>
#include <set>
#include <string>

struct git_blob;
struct git_index;
struct git_odb;
struct git_oid;
struct git_tree;

namespace cb::git {

/// Converts committed content to the content of a checkout, as specified by the .gitattributes of
/// the same tree (gitattributes(5)). The attributes of the machine, of the repository's
/// info/attributes and of a work tree are ignored, so that a commit always gives the same result.
/// libgit2 converts line ends (text, eol), iconv(3) converts working-tree-encoding, and git-lfs is
/// the only supported filter.
class Checkout {
public:
    /// \pre `repository` outlives this object.
    explicit Checkout(const Repository& repository);
    Checkout(const Checkout&) = delete;
    Checkout& operator=(const Checkout&) = delete;
    ~Checkout();

    /// Reads the directory's .gitattributes. Must be called before content() for files below it.
    /// `path` is the directory's path in the tree: empty or with a trailing slash. Throws
    /// Error{bad_input} if the file is too large, Error{unavailable} if it is missing.
    void enter(const git_tree& directory, const std::string& path);

    /// The content of the file at `path`; `what` names it in messages. Throws Error{bad_input} if
    /// it is larger than `max_size`, or is encoded by a filter that cb cannot run, and
    /// Error{unavailable} if an object is missing.
    [[nodiscard]] std::string
    content(const git_oid& id, const std::string& path, Bytes max_size, const std::string& what);

    /// The names of filters that were requested but not run: the committed content is used, as in
    /// git if a filter is not configured. At most about twenty names.
    [[nodiscard]] const std::set<std::string>& filters_not_run() const { return not_run_; }

private:
    struct FreeRepository {
        void operator()(git_repository* raw) const noexcept;
    };
    struct FreeObjects {
        void operator()(git_odb* raw) const noexcept;
    };
    struct FreeIndex {
        void operator()(git_index* raw) const noexcept;
    };

    [[nodiscard]] const char* raw_attribute(const std::string& path, const char* name) const;
    [[nodiscard]] std::string attribute(const std::string& path, const char* name) const;
    [[nodiscard]] std::string
    with_line_ends(std::string content, const std::string& path, const std::string& what) const;
    [[nodiscard]] std::string converted(std::string content,
                                        const git_oid& id,
                                        const std::string& path,
                                        const std::string& what) const;
    [[nodiscard]] std::string unfiltered(std::string content,
                                         const std::string& filter,
                                         Bytes max_size,
                                         const std::string& what);

    const Repository& repository_;
    /// In memory: the files of attributes, an index with them, and no configuration.
    std::unique_ptr<git_odb, FreeObjects> objects_{};
    std::unique_ptr<git_repository, FreeRepository> attributes_{};
    std::unique_ptr<git_index, FreeIndex> index_{};
    bool has_attributes_ = false;
    std::set<std::string> not_run_{};
};

} // namespace cb::git
