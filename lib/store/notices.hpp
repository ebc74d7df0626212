#pragma once

#include "base/quantity.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "db/database.hpp"
#include "store/target.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What was told to whom about a repository, and what is still to be told.
namespace cb {

namespace store {

/// Identifies a notice.
struct NoticeKey {
    std::string repository;
    std::string channel; ///< to whom
    std::string subject; ///< about what
};

struct Notice {
    enum class State {
        taken,   ///< somebody tells it for the first time, or died while telling it
        told,    ///< the last content was told
        pending, ///< the last content could not be told yet
        refused, ///< the last content was refused: telling it again would not help
    };
    NoticeKey key{};
    std::string story{}; ///< a manifest without results, unless it was said
    State state{};
    std::string digest{}; ///< of the last content that was told or refused; may be ""
    std::optional<std::string> remote_id{}; ///< what the receiver calls it
    std::string reason{};                   ///< why it is pending or refused
    std::optional<Time> pending_since{};
    std::optional<Time> retry_at{}; ///< not to be told before
};

/// What is to be told, to whom.
struct Telling {
    NoticeKey key;
    std::string story;
    std::string digest; ///< of the content
};

/// Whether what was refused is tried again.
enum class Refusals { respect, retry };

/// The answer to who wants to tell something.
struct Turn {
    enum class Kind {
        yours, ///< tell it, and say what came of it
        said,  ///< this content was told, or refused, before
        early, ///< the receiver wants nothing before Notice::retry_at
        held,  ///< another process is telling it
    };
    Kind kind{};
    std::optional<std::string> remote_id{};
    std::string reason{}; ///< with early
};

/// Of all processes on all machines that use the store, one at a time tells a notice. Everything is
/// durable on return. Throws what Store throws, and Error{usage} if the repository is not stored.
class Notices {
public:
    explicit Notices(const Target& target);

    /// Takes the notice for `lease`, unless it was told.
    [[nodiscard]] Turn take(const Telling& telling, Refusals refusals, Duration lease);

    /// Each says what came of a notice that was taken, and gives it back.
    void set_told(const Telling& telling, const std::optional<std::string>& remote_id);
    void set_refused(const Telling& telling, const std::string& reason);
    void set_pending(const Telling& telling,
                     const std::string& reason,
                     const std::optional<Time>& retry_at);

    /// Those that are pending, or were left by a process that died, in these channels, the oldest
    /// first.
    [[nodiscard]] std::vector<Notice> list_pending(std::span<const std::string> channels);

private:
    void finish(const Telling& telling, const Notice& result);

    std::unique_ptr<db::Database> database_;
    std::string holder_; ///< names this process
};

} // namespace store

template <>
inline constexpr auto words<store::Notice::State> = std::array{
    Word{store::Notice::State::taken, "taken"},
    Word{store::Notice::State::told, "told"},
    Word{store::Notice::State::pending, "pending"},
    Word{store::Notice::State::refused, "refused"},
};

} // namespace cb
