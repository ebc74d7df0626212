#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/native/native_image.hpp"
#include "engine/owner.hpp"
#include "engine/prune.hpp"
#include "engine/tree_walk.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <cstdio>
#include <system_error>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// The finished trees. An unfinished tree has another kind of name.
std::vector<Built> built_trees()
{
    std::vector<Built> built;
    std::error_code gone;
    for (fs::directory_iterator at{native_trees(), gone}, end; at != end; at.increment(gone)) {
        const auto name = at->path().filename().native();
        struct stat status {};
        if (native_tree(native_image(name)) && ::lstat(at->path().c_str(), &status) == 0) {
            const auto last = find_last_use(Engine::native, name);
            built.push_back({name,
                             last ? last->repository : "",
                             to_use_time(status.st_mtim),
                             measure_tree(at->path()).bytes});
        }
    }
    return built;
}

/// Renames the tree first, to a name that no run looks for. If cb is killed here, the rest is a
/// leftover.
void remove_built_tree(const fs::path& tree)
{
    const auto gone = tree.parent_path() / make_run_name();
    if (std::rename(tree.c_str(), gone.c_str()) != 0) {
        throw_errno("removing " + tree.native());
    }
    remove_tree(gone);
}

} // namespace

std::vector<Built> prune_trees(const PruneWish& wish, Removal removal, Log& log)
{
    std::vector<Built> removed;
    for (auto& tree : choose_to_prune(built_trees(), wish, std::chrono::system_clock::now())) {
        const auto place = make_native_tree_path(tree.name);
        const auto unused = TreeUse::take_unused(place);
        if (!unused) {
            log.warning(fmt::format("the native tree {} is in use and is kept", tree.name));
            continue;
        }
        if (removal == Removal::real) {
            remove_built_tree(place);
            forget_use(Engine::native, tree.name);
        }
        removed.push_back(std::move(tree));
    }
    return removed;
}

} // namespace cb::engine
