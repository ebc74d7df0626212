#pragma once

#include "base/fd.hpp"
#include "manifest/sections.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <utility>

/// When and for which repository `cb build` last built or found an image. Engines do not record
/// that, so the cache holds one file per image with that time and the repository's name. If it
/// cannot be written, the build continues.
namespace cb::engine {

using UseTime = std::chrono::system_clock::time_point;

/// Converts a time of stat(2).
[[nodiscard]] UseTime to_use_time(const timespec& time);

struct LastUse {
    UseTime time;
    std::string repository; ///< empty: not known
};

/// `image`: the engine's id, "sha256:…", or the key of a native tree.
void note_use(Engine engine, const std::string& image, const std::string& repository);

/// nullopt if nothing is recorded: another user or machine built the image.
[[nodiscard]] std::optional<LastUse> find_last_use(Engine engine, const std::string& image);

void forget_use(Engine engine, const std::string& image);

/// A claim of this user's processes on a container image: an flock(2) of its file. Between two
/// iterations of a run, the image has no container by which the engine would know that it is used.
class ImageUse {
public:
    /// Keeps `cb build --prune` from removing the image during the object's lifetime. Claims
    /// nothing if the file cannot be written.
    [[nodiscard]] static ImageUse share(Engine engine, const std::string& image);

    /// Keeps others from claiming the image during the object's lifetime. nullopt if it is claimed.
    [[nodiscard]] static std::optional<ImageUse> take_unused(Engine engine,
                                                             const std::string& image);

private:
    explicit ImageUse(Fd fd) : fd_{std::move(fd)} {}

    Fd fd_;
};

} // namespace cb::engine
