#include "notify/teller.hpp"

#include "base/collect.hpp"
#include "base/hash.hpp"
#include "base/stop.hpp"
#include "net/error.hpp"
#include "notify/batches.hpp"
#include "store/storable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::notify {

namespace {

/// Longer than telling takes, with all repetitions.
constexpr std::chrono::minutes lease{5};

/// "REASON; 1 message is not told, 2 messages are kept for the next cb notify"
std::string describe_trouble(const Trouble& trouble)
{
    std::vector<std::string> parts;
    const auto add = [&parts](std::uint64_t count, std::string_view what) {
        if (count > 0) {
            parts.push_back(
                fmt::format("{} {} {}", count, count == 1 ? "message is" : "messages are", what));
        }
    };
    add(trouble.refused, "not told");
    add(trouble.pending, "kept for the next cb notify");
    return fmt::format("{}; {}", trouble.reason, fmt::join(parts, ", "));
}

/// Why a message was not taken.
struct Rejection {
    store::Notice::State state; ///< pending or refused
    std::string reason;
    /// Whether other messages to this channel fare the same.
    enum class Reach { message, channel };
    Reach reach;
    std::optional<Time> retry_at{};
};

/// What the receiver calls the message. Throws Interrupted.
tl::expected<std::optional<std::string>, Rejection>
try_to_send(Channel& channel, const Notice& notice, const std::optional<std::string>& remote_id)
{
    using State = store::Notice::State;
    using Reach = Rejection::Reach;
    constexpr unsigned unauthorized = 401;
    try {
        throw_if_stopped();
        return channel.send(notice, remote_id);
    } catch (const net::RateLimited& limited) {
        return tl::unexpected{
            Rejection{State::pending, limited.what(), Reach::channel, limited.until()}};
    } catch (const net::Refused& refused) {
        if (refused.code() == Errc::usage) {
            return tl::unexpected{
                Rejection{State::refused,
                          refused.what(),
                          refused.status() == unauthorized ? Reach::channel : Reach::message}};
        }
        return tl::unexpected{Rejection{State::pending, refused.what(), Reach::channel}};
    } catch (const Error& error) {
        if (error.code() == Errc::usage) {
            return tl::unexpected{Rejection{State::refused, error.what(), Reach::message}};
        }
        return tl::unexpected{Rejection{State::pending, error.what(), Reach::channel}};
    }
}

} // namespace

Trouble& Teller::count(const store::NoticeKey& key, State state, const std::string& reason)
{
    auto& trouble = troubles_[key.channel];
    if (trouble.reason.empty()) {
        trouble.reason = reason;
    }
    std::string text{to_word(state)};
    for (const auto& part : {key.repository, key.channel, key.subject}) {
        store::append_part(text, part);
    }
    if (!counted_.insert(text).second) {
        return trouble;
    }
    const bool is_refused = state == State::refused;
    (is_refused ? trouble.refused : trouble.pending) += 1;
    (is_refused ? summary_.refused : summary_.pending) += 1;
    return trouble;
}

void Teller::put_off(const store::Telling& telling,
                     const std::string& reason,
                     std::optional<Time> at)
{
    notices_.set_pending(telling, reason, at);
    static_cast<void>(count(telling.key, State::pending, reason));
}

void Teller::refuse(const store::Telling& telling, const std::string& reason)
{
    notices_.set_refused(telling, reason);
    static_cast<void>(count(telling.key, State::refused, reason));
}

/// Waits while another process tells about the same subject, but not after a stop: the rest of the
/// messages must still be kept.
store::Turn Teller::take(const store::Telling& telling)
{
    const auto deadline = deadline_in(lease + std::chrono::seconds{1});
    while (true) {
        auto turn = notices_.take(telling, request_.refusals, lease);
        if (turn.kind != store::Turn::Kind::held || std::chrono::steady_clock::now() > *deadline) {
            return turn;
        }
        try {
            static_cast<void>(wait_readable(-1,
                                            deadline_in(std::chrono::milliseconds{200}),
                                            OnStop::interrupt)); // others end soon
        } catch (const Interrupted& interrupted) {
            interrupted_ = interrupted;
            return turn;
        }
    }
}

void Teller::send(Channel& channel,
                  const Notice& notice,
                  const store::Telling& telling,
                  const store::Turn& turn)
{
    const auto& name = telling.key.channel;
    if (const auto at = troubles_.find(name); at != troubles_.end() && at->second.rest) {
        const auto trouble = at->second;
        if (*trouble.rest == State::refused) {
            refuse(telling, trouble.reason);
        } else {
            put_off(telling, trouble.reason, trouble.retry_at);
        }
        return;
    }
    try {
        const auto sent = try_to_send(channel, notice, turn.remote_id);
        if (sent) {
            notices_.set_told(telling, *sent);
            ++summary_.told;
            log_.info(fmt::format("{}: told about {}", name, notice.subject));
            return;
        }
        const auto& rejection = sent.error();
        if (rejection.state == State::refused) {
            refuse(telling, rejection.reason);
        } else {
            put_off(telling, rejection.reason, rejection.retry_at);
        }
        if (rejection.reach == Rejection::Reach::channel) {
            troubles_[name].rest = rejection.state;
            troubles_[name].retry_at = rejection.retry_at;
        }
    } catch (const Interrupted& interrupted) {
        put_off(telling, "it was interrupted", std::nullopt);
        interrupted_ = interrupted;
    }
}

/// Nullopt if there is nothing to tell, or it cannot be told.
std::optional<Notice> Teller::compose(Channel& channel, const Message& message)
{
    try {
        return channel.compose(message);
    } catch (const Error& error) {
        static_cast<void>(count({message.source.repo, channel.name(), message.source.commit->hex()},
                                State::refused,
                                error.what()));
        return std::nullopt;
    }
}

void Teller::tell(Channel& channel, const Message& message)
{
    const auto notice = compose(channel, message);
    if (!notice) {
        return;
    }
    const store::Telling telling{{message.source.repo, channel.name(), notice->subject},
                                 message.story,
                                 sha256_hex(notice->address + "\n" + notice->body)};
    const auto turn = take(telling);
    switch (turn.kind) {
    case store::Turn::Kind::yours:
        send(channel, *notice, telling, turn);
        break;
    case store::Turn::Kind::said:
        ++summary_.said;
        break;
    case store::Turn::Kind::early:
        static_cast<void>(count(telling.key, State::pending, turn.reason));
        break;
    case store::Turn::Kind::held:
        static_cast<void>(
            count(telling.key, State::pending, "another cb notify is telling it for too long"));
        break;
    }
}

void Teller::tell(const Message& message)
{
    for (const auto& channel : channels_) {
        tell(*channel, message);
    }
}

void Teller::tell_again(Channel& channel, const store::Notice& notice, Judge& judge)
{
    const store::Telling telling{notice.key, notice.story, notice.digest};
    const auto give_up = [&](const std::string& reason) {
        if (take(telling).kind == store::Turn::Kind::yours) {
            refuse(telling, reason);
        }
    };
    const auto subject = read_story(notice.story);
    if (!subject) {
        give_up("the store does not say what it was about");
        return;
    }
    if (notice.pending_since &&
        *notice.pending_since +
                std::chrono::duration_cast<std::chrono::milliseconds>(request_.max_pending) <
            now()) {
        give_up(fmt::format("it could not be told for too long: {}", notice.reason));
        return;
    }
    const auto message = judge.judge(subject->source, subject->story);
    if (compose(channel, message)) {
        tell(channel, message);
    } else if (take(telling).kind == store::Turn::Kind::yours) {
        notices_.set_told(telling, std::nullopt); // the store no longer says what would be told
    }
}

void Teller::tell_pending(Judge& judge)
{
    std::vector<std::string> names;
    for (const auto& channel : channels_) {
        names.push_back(channel->name());
    }
    for (const auto& notice : notices_.list_pending(names)) {
        const auto at = std::find(names.begin(), names.end(), notice.key.channel);
        tell_again(*channels_[static_cast<std::size_t>(at - names.begin())], notice, judge);
    }
}

/// One line per channel.
void Teller::report()
{
    for (const auto& [channel, trouble] : troubles_) {
        log_.warning(fmt::format("{}: {}", channel, describe_trouble(trouble)));
    }
    troubles_.clear();
    counted_.clear();
}

} // namespace cb::notify
