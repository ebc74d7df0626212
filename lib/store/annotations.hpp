#pragma once

#include "base/time.hpp"
#include "base/words.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace cb {

namespace store {

/// What a person said about a commit, or about a series at a commit. Of several, the latest counts.
struct Annotation {
    enum class Kind {
        acknowledged, ///< the change is known, and somebody's task
        expected,     ///< it is the price of the commit
        ignored,      ///< it is not real, or not important
        moved,        ///< `target` is to blame
        reopened,     ///< what was said before no longer holds
        note,         ///< for people only
    };
    Kind kind{};
    std::optional<std::int64_t> series_id{}; ///< nullopt: all series of the commit
    std::string commit{};                    ///< full name
    std::optional<std::string> target{};     ///< full name; of a move
    std::string by{};
    Time at{};
    std::string reason{};
    friend bool operator==(const Annotation&, const Annotation&) = default;
};

} // namespace store

template <>
inline constexpr auto words<store::Annotation::Kind> = std::array{
    Word{store::Annotation::Kind::acknowledged, "acknowledged"},
    Word{store::Annotation::Kind::expected, "expected"},
    Word{store::Annotation::Kind::ignored, "ignored"},
    Word{store::Annotation::Kind::moved, "moved"},
    Word{store::Annotation::Kind::reopened, "reopened"},
    Word{store::Annotation::Kind::note, "note"},
};

} // namespace cb
