#pragma once

#include "base/log.hpp"
#include "base/quantity.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/last_use.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Removes what `cb build` created: images, identified by their label, and native trees.
namespace cb::engine {

/// Criteria for removal: whatever violates one of them is removed. Each engine is pruned
/// separately.
struct PruneWish {
    std::optional<std::uint64_t> keep;  ///< of each repository, keep the N most recently used
    std::optional<Duration> older_than; ///< remove what was not used for this long
    std::optional<Bytes> max_size;      ///< total size of what is kept
};

/// The result of a build.
struct Built {
    std::string name;       ///< "sha256:…" of an image, or the key of a native tree
    std::string repository; ///< that it was last used for; empty: not known
    UseTime used{};
    std::uint64_t bytes = 0;
    friend bool operator==(const Built&, const Built&) = default;
};

/// The elements of `built` to remove, the most recently used first.
[[nodiscard]] std::vector<Built>
choose_to_prune(std::vector<Built> built, const PruneWish& wish, UseTime now);

enum class Removal { real, dry_run };

/// Returns what was removed, or would be in a dry run. Keeps images in use and logs them. Throws
/// like ContainerCli::run().
[[nodiscard]] std::vector<Built>
prune_images(const ContainerCli& cli, const PruneWish& wish, Removal removal, Log& log);

/// The same for native trees. Keeps a tree that a run uses or that is being built. Throws
/// Error{system}; Error{usage} if there is no home directory.
[[nodiscard]] std::vector<Built> prune_trees(const PruneWish& wish, Removal removal, Log& log);

/// Prunes the given engine, or each engine that answers, and logs what was removed. Throws like
/// both.
void prune(std::optional<Engine> engine, const PruneWish& wish, Removal removal, Log& log);

} // namespace cb::engine
