#include "engine/prune.hpp"

#include "engine/container/init_volume.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cb::engine {

namespace {

std::string in_megabytes(std::uint64_t bytes)
{
    constexpr double megabyte = 1e6;
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / megabyte);
}

void report(Engine engine, const std::vector<Built>& removed, Removal removal, Log& log)
{
    const bool is_real = removal == Removal::real;
    std::uint64_t bytes = 0;
    for (const auto& one : removed) {
        bytes += one.bytes;
        log.warning(fmt::format("{} {} {}, {}",
                                is_real ? "removed" : "would remove",
                                engine == Engine::native ? "the native tree" : "the image",
                                one.name,
                                in_megabytes(one.bytes)));
    }
    // Images share layers, and each image counts its shared layers.
    log.warning(fmt::format("{}: {} {}, {}{}",
                            to_word(engine),
                            is_real ? "removed" : "would remove",
                            removed.size(),
                            engine == Engine::native ? "" : "at most ",
                            in_megabytes(bytes)));
}

/// They are filled again when needed, so their age does not matter.
void prune_init_volumes(const ContainerCli& cli, Removal removal, Log& log)
{
    for (const auto& name : list_unused_init_volumes(cli)) {
        if (removal == Removal::dry_run || cli.run({"volume", "rm", "--", name}).ok()) {
            log.info(fmt::format(
                "{} the volume {}", removal == Removal::real ? "removed" : "would remove", name));
        }
    }
}

} // namespace

std::vector<Built> choose_to_prune(std::vector<Built> built, const PruneWish& wish, UseTime now)
{
    std::sort(built.begin(), built.end(), [](const Built& left, const Built& right) {
        return left.used > right.used;
    });
    std::vector<Built> chosen;
    std::map<std::string, std::uint64_t> kept; // by repository
    std::uint64_t kept_bytes = 0;
    bool is_full = false; // from here on, everything is older than the first that did not fit
    for (auto& one : built) {
        const bool is_too_many = wish.keep && kept[one.repository] >= *wish.keep;
        const bool is_too_old = wish.older_than && now - one.used > *wish.older_than;
        is_full = is_full || (wish.max_size && one.bytes > wish.max_size->count() - kept_bytes);
        if (is_too_many || is_too_old || is_full) {
            chosen.push_back(std::move(one));
        } else {
            ++kept[one.repository];
            kept_bytes += one.bytes;
        }
    }
    return chosen;
}

void prune(std::optional<Engine> engine, const PruneWish& wish, Removal removal, Log& log)
{
    for (const auto one : container_engines) {
        const ContainerCli cli{one};
        if (engine ? *engine == one : cli.answers()) {
            report(one, prune_images(cli, wish, removal, log), removal, log);
            prune_init_volumes(cli, removal, log);
        }
    }
    if (!engine || *engine == Engine::native) {
        report(Engine::native, prune_trees(wish, removal, log), removal, log);
    }
}

} // namespace cb::engine
