#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <memory>
#include <set>
#include <string>

struct git_blob;
struct git_index;
struct git_oid;
struct git_tree;

namespace cb::git {

/// Turns what was committed into what a checkout has, by the .gitattributes of the same tree
/// (gitattributes(5)): those of the machine, of the repository's info/attributes and of a work tree
/// are not read, so that one commit gives one result. Line ends (text, eol) and ident (the first
/// $Id$ of a file) are libgit2's work, working-tree-encoding is iconv(3)'s, and of filters git-lfs
/// is known.
class Checkout {
public:
    /// \pre `repository` outlives the object.
    explicit Checkout(const Repository& repository);
    Checkout(const Checkout&) = delete;
    Checkout& operator=(const Checkout&) = delete;
    ~Checkout();

    /// Takes the directory's .gitattributes. Call it before content() for what is below.
    /// `path` is the directory's place in the tree, empty or with a slash at its end. Throws
    /// Error{bad_input} when the file is too large, Error{unavailable} when it is missing.
    void enter(const git_tree& directory, const std::string& path);

    /// The content of the file at `path`; `what` names it in messages. Throws Error{bad_input} when
    /// it is larger than `most`, or is the stand-in of a filter that cb cannot undo, and
    /// Error{unavailable} when an object is missing.
    [[nodiscard]] std::string
    content(const git_oid& id, const std::string& path, Bytes most, const std::string& what);

    /// The names of filters that were met and not run: what was committed is taken as it is, as git
    /// does where nobody has set the filter up. At most some twenty.
    [[nodiscard]] const std::set<std::string>& filters_not_run() const { return not_run_; }

private:
    struct FreeRepository {
        void operator()(git_repository* raw) const noexcept;
    };
    struct FreeIndex {
        void operator()(git_index* raw) const noexcept;
    };

    [[nodiscard]] std::string attribute(const std::string& path, const char* name) const;
    [[nodiscard]] std::string converted(std::string content,
                                        const git_oid& id,
                                        const std::string& path,
                                        const std::string& what) const;
    [[nodiscard]] std::string
    unfiltered(std::string content, const std::string& filter, Bytes most, const std::string& what);

    const Repository& repository_;
    /// In memory: the same objects, an index that has the attributes, and no configuration.
    std::unique_ptr<git_repository, FreeRepository> attributes_{};
    std::unique_ptr<git_index, FreeIndex> index_{};
    bool has_attributes_ = false;
    std::set<std::string> not_run_{};
};

} // namespace cb::git
