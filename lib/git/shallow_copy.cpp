#include "git/shallow_copy.hpp"

#include "base/file.hpp"
#include "base/gzip.hpp"
#include "base/stop.hpp"
#include "git/objects.hpp"
#include "git/submodule.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <set>

namespace cb::git {

namespace {

constexpr mode_t enter_mode = 0755;
constexpr mode_t read_mode = 0644;
constexpr std::string_view plain_configuration =
    "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n";

/// Copies objects as loose ones: a pack would have to be complete before its first byte is known.
class ObjectCopier {
public:
    ObjectCopier(const Repository& repository, TreeSink& sink, const ExportLimits& limits)
        : repository_{repository}, sink_{sink}, limits_{limits}
    {
        check(git_repository_odb(Out{objects_}, repository.raw()), "opening the objects");
    }

    void add_file(const std::string& path, std::string content)
    {
        add({path, TreeKind::file, read_mode, std::move(content)});
    }

    void add_directory(const std::string& path)
    {
        add({path, TreeKind::directory, enter_mode, ""});
    }

    /// The object, unless it was copied before.
    void copy(const git_oid& id)
    {
        throw_if_stopped();
        const auto hex = to_commit_id(id).hex();
        if (!copied_.insert(hex).second) {
            return;
        }
        ObjectHandle object;
        check_object(git_odb_read(Out{object}, objects_.get(), &id), repository_, "reading " + hex);
        const auto content = content_of(object);
        if (copied_.size() > limits_.entries || content.size() > limits_.total.count() - bytes_) {
            throw Error{Errc::bad_input, "the commit's objects exceed the limits of an export"};
        }
        bytes_ += content.size();
        const auto directory = ".git/objects/" + hex.substr(0, 2);
        if (copied_.insert(directory).second) {
            add_directory(directory);
        }
        auto loose = fmt::format(
            "{} {}", git_object_type2string(git_odb_object_type(object.get())), content.size());
        loose += '\0';
        loose += content;
        add_file(directory + "/" + hex.substr(2), zlib(loose));
    }

    void copy_tree(const git_oid& id, int depth)
    {
        check_depth(depth);
        copy(id);
        TreeHandle tree;
        check_object(
            git_tree_lookup(Out{tree}, repository_.raw(), &id), repository_, "reading a directory");
        for (std::size_t i = 0; i < git_tree_entrycount(tree.get()); ++i) {
            const git_tree_entry& entry = *git_tree_entry_byindex(tree.get(), i);
            const auto mode = git_tree_entry_filemode(&entry);
            if (mode == GIT_FILEMODE_TREE) {
                copy_tree(*git_tree_entry_id(&entry), depth + 1);
            } else if (mode != GIT_FILEMODE_COMMIT) {
                copy(*git_tree_entry_id(&entry));
            }
        }
    }

private:
    void add(const TreeEntry& entry)
    {
        if (sink_.wants(entry.path, entry.kind)) {
            sink_.add(entry);
        }
    }

    const Repository& repository_;
    TreeSink& sink_;
    const ExportLimits& limits_;
    Handle<git_odb, git_odb_free> objects_{};
    std::set<std::string> copied_{}; ///< ids of objects, and their directories
    std::uint64_t bytes_ = 0;
};

/// The index of a checkout that has not been compared with its files yet. libgit2 writes it only to
/// a file.
std::string make_index(const git_tree& tree)
{
    constexpr Bytes max_size{std::uint64_t{1} << 30U};
    const TempDir directory;
    const auto file = directory.path() / "index";
    Handle<git_index, git_index_free> index;
    check(git_index_open(Out{index}, file.c_str()), "writing an index");
    check(git_index_read_tree(index.get(), &tree), "reading the commit's tree");
    check(git_index_write(index.get()), "writing an index");
    return read_file(file, max_size);
}

} // namespace

void add_shallow_copy(const Repository& repository,
                      const CommitId& commit,
                      TreeSink& sink,
                      const ExportLimits& limits)
{
    if (!sink.wants(".git", TreeKind::directory)) {
        return;
    }
    ObjectCopier copier{repository, sink, limits};
    const auto tree = lookup_tree(repository, commit);
    for (const char* const directory :
         {".git", ".git/objects", ".git/objects/pack", ".git/refs", ".git/refs/heads"}) {
        copier.add_directory(directory);
    }
    copier.add_file(".git/HEAD", commit.hex() + "\n");
    copier.add_file(".git/shallow", commit.hex() + "\n");
    copier.add_file(".git/config", std::string{plain_configuration});
    copier.add_file(".git/index", make_index(*tree));
    copier.copy(*git_commit_id(lookup_commit(repository, commit).get()));
    copier.copy_tree(*git_tree_id(tree.get()), 0);
}

} // namespace cb::git
