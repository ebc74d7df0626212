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
            throw Error{Errc::system, "libgit2 does not start"};
        }
        // git does not hash what it reads either, and to do so takes a third of a walk's time.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
        // cb reads an object once; to keep each one takes a fifth of a walk's time, and memory.
        git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
        // What reading does not depend on: where linked work trees and submodules are, which
        // settings a work tree has, and what is not to be deleted. What a partial clone lacks is
        // missing when it is read. libgit2 wants the names in lower case.
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
        git_error_last(); // null before libgit2 1.8 when nothing was said
    const auto errc =
        error != nullptr && error->klass == GIT_ERROR_OS ? Errc::system : Errc::bad_input;
    const auto what = error != nullptr && error->message != nullptr
                          ? std::string{error->message}
                          : fmt::format("libgit2 gives error {} and no reason", code);
    throw Error{errc, doing + ": " + what};
}

} // namespace cb::git
