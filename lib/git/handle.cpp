#include "git/handle.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <array>

namespace cb::git {

namespace {

struct Library {
    Library()
    {
        if (git_libgit2_init() < 0) {
            throw Error{Errc::system, "cannot initialize libgit2"};
        }
        // git does not verify hashes on reading either, and verification takes a third of a walk's
        // time.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
        // A walk reads a commit before its facts are read; the cache saves decompressing it again.
        // Trees and files are read once, so they are not kept.
        git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, std::size_t{0});
        git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, ssize_t{64} << 20);
        // Extensions that do not affect reading: locations of linked work trees and submodules,
        // settings per work tree, and objects that must not be deleted. An object that a partial
        // clone lacks is reported as missing when it is read. libgit2 requires lower-case names.
        std::array known{"worktreeconfig",
                         "preciousobjects",
                         "partialclone",
                         "relativeworktrees",
                         "submodulepathconfig",
                         "noop",
                         "noop-v1"};
        git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known.data(), known.size());
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() { git_libgit2_shutdown(); }
};

} // namespace

void start_libgit2()
{
    static const Library library;
}

void check(int code, const std::string& doing)
{
    if (code >= 0) {
        return;
    }
    const git_error* const error =
        git_error_last(); // before libgit2 1.8: null if there is no message
    const auto errc =
        error != nullptr && error->klass == GIT_ERROR_OS ? Errc::system : Errc::bad_input;
    const auto what = error != nullptr && error->message != nullptr
                          ? std::string{error->message}
                          : fmt::format("libgit2 returned error {} without a message", code);
    throw Error{errc, doing + ": " + what};
}

} // namespace cb::git
