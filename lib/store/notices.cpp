#include "store/notices.hpp"

#include "base/hash.hpp"
#include "store/batch_json.hpp"
#include "store/lookup.hpp"
#include "store/storable.hpp"
#include "store/stored_text.hpp"
#include "store/upgrade.hpp"

#include <algorithm>
#include <tuple>

namespace cb::store {

namespace {

constexpr const char* select_notice =
    "SELECT state, digest, remote_id, reason, retry_at, holder, held_until FROM notice "
    "WHERE repository_id = $1 AND channel = $2 AND subject = $3";

/// What was told last stays until something else is told.
constexpr const char* take_notice =
    "INSERT INTO notice (repository_id, channel, subject, story, state, digest, reason, holder, "
    "held_until, changed_at) VALUES ($1, $2, $3, $4, 'taken', '', '', $5, $6, $7) "
    "ON CONFLICT (repository_id, channel, subject) DO UPDATE SET story = excluded.story, "
    "state = 'taken', holder = excluded.holder, held_until = excluded.held_until, "
    "changed_at = excluded.changed_at";

/// The story is needed only to tell it again.
constexpr const char* finish_notice =
    "UPDATE notice SET story = CASE WHEN $4 = 'pending' THEN story ELSE '' END, "
    "state = $4, digest = $5, remote_id = $6, reason = $7, "
    "pending_since = CASE WHEN $4 = 'pending' THEN coalesce(pending_since, $9) END, "
    "retry_at = $8, holder = NULL, held_until = NULL, changed_at = $9 "
    "WHERE repository_id = $1 AND channel = $2 AND subject = $3 AND holder = $10";

constexpr const char* select_pending =
    "SELECT r.name, n.channel, n.subject, n.story, n.state, n.digest, n.remote_id, n.reason, "
    "n.pending_since, n.retry_at, n.held_until, n.changed_at FROM notice n "
    "JOIN repository r ON r.id = n.repository_id WHERE n.state IN ('taken', 'pending')";

struct Row {
    Notice notice;
    std::optional<std::string> holder;
    std::optional<Time> held_until;
};

std::optional<Row>
find_notice(db::Transaction& transaction, std::int64_t repository_id, const NoticeKey& key)
{
    std::optional<Row> found;
    transaction.query(
        select_notice, {repository_id, key.channel, key.subject}, [&](const db::Row& row) {
            found = Row{{.key = key,
                         .story = {},
                         .state = stored_word<Notice::State>(row.text(0)),
                         .digest = std::string{row.text(1)},
                         .remote_id = row.maybe_text(2),
                         .reason = std::string{row.text(3)},
                         .pending_since = {},
                         .retry_at = row.time(4)},
                        row.maybe_text(5),
                        row.time(6)};
        });
    return found;
}

/// Whether it was told or refused, and nothing has changed since.
bool is_said(const Notice& notice, const Telling& telling, Refusals refusals)
{
    using State = Notice::State;
    return notice.digest == telling.digest &&
           (notice.state == State::told ||
            (notice.state == State::refused && refusals == Refusals::respect));
}

} // namespace

Notices::Notices(const Target& target)
    : database_{open_upgraded(target, db::Access::change)}, holder_{random_hex(16)}
{}

Turn Notices::take(const Telling& telling, Refusals refusals, Duration lease)
{
    const auto transaction = database_->begin_write();
    const auto id = lock_repository(*transaction, telling.key.repository);
    const auto at = now();
    const auto row = find_notice(*transaction, id, telling.key);
    if (row && row->holder && row->held_until && *row->held_until > at) {
        return {.kind = Turn::Kind::held};
    }
    if (row && is_said(row->notice, telling, refusals)) {
        return {.kind = Turn::Kind::said};
    }
    if (row && row->notice.state == Notice::State::pending && row->notice.retry_at > at) {
        return {.kind = Turn::Kind::early, .reason = row->notice.reason};
    }
    transaction->run(take_notice,
                     {id,
                      telling.key.channel,
                      telling.key.subject,
                      storable(telling.story),
                      holder_,
                      at + std::chrono::duration_cast<std::chrono::milliseconds>(lease),
                      at});
    transaction->commit();
    return {.kind = Turn::Kind::yours, .remote_id = row ? row->notice.remote_id : std::nullopt};
}

void Notices::finish(const Telling& telling, const Notice& result)
{
    const auto transaction = database_->begin_write();
    const auto id = lock_repository(*transaction, telling.key.repository);
    const auto row = find_notice(*transaction, id, telling.key);
    const bool is_final = result.state != Notice::State::pending;
    const auto known = row ? row->notice.remote_id : std::nullopt;
    transaction->run(finish_notice,
                     {id,
                      telling.key.channel,
                      telling.key.subject,
                      to_word(result.state),
                      is_final ? telling.digest
                      : row    ? row->notice.digest
                               : "",
                      result.remote_id ? result.remote_id : known,
                      storable(result.reason),
                      result.retry_at,
                      now(),
                      holder_});
    transaction->commit();
}

void Notices::set_told(const Telling& telling, const std::optional<std::string>& remote_id)
{
    finish(telling, {.state = Notice::State::told, .remote_id = remote_id});
}

void Notices::set_refused(const Telling& telling, const std::string& reason)
{
    finish(telling, {.state = Notice::State::refused, .reason = reason});
}

void Notices::set_pending(const Telling& telling,
                          const std::string& reason,
                          const std::optional<Time>& retry_at)
{
    finish(telling, {.state = Notice::State::pending, .reason = reason, .retry_at = retry_at});
}

std::vector<Notice> Notices::list_pending(std::span<const std::string> channels)
{
    std::vector<std::tuple<Time, Notice>> found;
    const auto at = now();
    const auto transaction = database_->begin_read();
    transaction->query(select_pending, {}, [&](const db::Row& row) {
        const auto held_until = row.time(10);
        const std::string channel{row.text(1)};
        if ((held_until && *held_until > at) ||
            std::find(channels.begin(), channels.end(), channel) == channels.end()) {
            return;
        }
        const auto since = row.time(8) ? row.time(8) : row.time(11);
        found.emplace_back(
            since.value_or(at),
            Notice{.key = {std::string{row.text(0)}, channel, std::string{row.text(2)}},
                   .story = std::string{row.text(3)},
                   .state = stored_word<Notice::State>(row.text(4)),
                   .digest = std::string{row.text(5)},
                   .remote_id = row.maybe_text(6),
                   .reason = std::string{row.text(7)},
                   .pending_since = since,
                   .retry_at = row.time(9)});
    });
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::get<0>(a) < std::get<0>(b);
    });
    std::vector<Notice> notices;
    for (auto& [since, notice] : found) {
        notices.push_back(std::move(notice));
    }
    return notices;
}

} // namespace cb::store
