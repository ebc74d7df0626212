#pragma once

#include "base/log.hpp"
#include "base/quantity.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/last_use.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Removes what `cb build` made: images by their label, and native trees.
namespace cb::engine {

/// What is to go: whatever breaks one of these. Each engine is looked at by itself.
struct PruneWish {
    std::optional<std::uint64_t> keep;  ///< so many, the last used
    std::optional<Duration> older_than; ///< not used for so long
    std::optional<Bytes> max_size;      ///< of what stays
};

/// Something that a build made.
struct Built {
    std::string name; ///< "sha256:…" of an image, the key of a native tree
    UseTime used{};
    std::uint64_t bytes = 0;
    friend bool operator==(const Built&, const Built&) = default;
};

/// Those of `built` that are to go, the last used first.
[[nodiscard]] std::vector<Built>
choose_to_prune(std::vector<Built> built, const PruneWish& wish, UseTime now);

enum class Removal { real, dry_run };

/// What was removed, or would be. What is in use is left and named in `log`. Throws as
/// ContainerCli::run().
[[nodiscard]] std::vector<Built>
prune_images(const ContainerCli& cli, const PruneWish& wish, Removal removal, Log& log);

/// The same of native trees. One that a run uses, or that is being made, is left. Throws
/// Error{system}, Error{usage} when there is no home to look in.
[[nodiscard]] std::vector<Built> prune_trees(const PruneWish& wish, Removal removal, Log& log);

/// Of the one engine, or of each that answers; says in `log` what was removed. Throws as both.
void prune(std::optional<Engine> engine, const PruneWish& wish, Removal removal, Log& log);

} // namespace cb::engine
