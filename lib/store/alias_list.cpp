#include "store/alias_list.hpp"

#include "base/user.hpp"
#include "base/utf8.hpp"
#include "store/alias_records.hpp"
#include "store/lookup.hpp"
#include "store/pin.hpp"
#include "store/queries_sql.hpp"
#include "store/series_names.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace cb::store {

namespace {

constexpr std::size_t max_shown_bytes = 200;

constexpr const char* delete_alias =
    "DELETE FROM alias WHERE repository_id = $1 AND series_id = $2";

std::string shown(const SeriesInfo& series)
{
    return printable(name_of(series), max_shown_bytes);
}

/// A repository that is open for changes of its aliases, one writer at a time.
class OpenRepository {
public:
    OpenRepository(const Target& target, const std::optional<std::string>& name)
    {
        auto queries = open_queries(target); // it must exist
        const auto repository = choose_repository(queries, name);
        database_ = open_upgraded(target, db::Access::change);
        transaction_ = database_->begin_write();
        id_ = lock_repository(*transaction_, repository);
        aliases_ = read_aliases(*transaction_, id_);
    }

    [[nodiscard]] db::Transaction& transaction() noexcept { return *transaction_; }
    [[nodiscard]] std::int64_t id() const noexcept { return id_; }
    [[nodiscard]] const AliasById& aliases() const noexcept { return aliases_; }

    /// Null if the series has no alias.
    [[nodiscard]] const Alias* find(const SeriesInfo& series) const
    {
        const auto at = aliases_.find(series.id);
        return at == aliases_.end() ? nullptr : &at->second;
    }

    void add(const Alias& alias)
    {
        insert_alias(*transaction_, id_, alias);
        aliases_.emplace(alias.old_series.id, alias);
    }

private:
    std::unique_ptr<db::Database> database_{};
    std::unique_ptr<db::Transaction> transaction_{};
    std::int64_t id_ = 0;
    AliasById aliases_{};
};

/// Throws Error{usage} if the old series may not count as the new one.
void check_chain(const OpenRepository& repository, const Alias& alias)
{
    const auto& [id, name] = std::pair{alias.old_series.id, shown(alias.old_series)};
    if (const auto* const other = repository.find(alias.old_series)) {
        throw Error{Errc::usage,
                    fmt::format("{} counts as {} already; to change that, remove it first: "
                                "cb alias --remove {}",
                                name,
                                shown(other->new_series),
                                quote(name_of(alias.old_series)))};
    }
    if (find_last_name(repository.aliases(), alias.new_series).id == id) {
        throw Error{Errc::usage,
                    alias.new_series.id == id
                        ? fmt::format("{} has this name already", name)
                        : fmt::format("{} counts as {} already, so {} cannot count as {}",
                                      shown(alias.new_series),
                                      name,
                                      name,
                                      shown(alias.new_series))};
    }
}

void warn_of_both(OpenRepository& repository, const Alias& alias, Log& log)
{
    repository.transaction().query(
        sql::count_jobs_of_both,
        {repository.id(), alias.old_series.id, alias.new_series.id},
        [&](const db::Row& row) {
            if (const auto jobs = row.integer(0); jobs > 0) {
                log.warning(fmt::format("{} {} measured both {} and {}: of these, only {} counts",
                                        jobs,
                                        jobs == 1 ? "job" : "jobs",
                                        shown(alias.old_series),
                                        shown(alias.new_series),
                                        shown(alias.new_series)));
            }
        });
}

} // namespace

std::vector<Alias> list_aliases(const Target& target, const std::optional<std::string>& repository)
{
    auto queries = open_queries(target);
    const auto name = choose_repository(queries, repository);
    const auto transaction = queries.database().begin_read();
    std::vector<Alias> all;
    if (const auto id = find_repository(*transaction, name)) {
        for (auto& [series_id, alias] : read_aliases(*transaction, *id)) {
            all.push_back(std::move(alias));
        }
    }
    std::sort(all.begin(), all.end(), [](const Alias& a, const Alias& b) {
        return name_of(a.old_series) < name_of(b.old_series);
    });
    return all;
}

std::vector<Alias> add_aliases(const Target& target, const AliasRequest& request, Log& log)
{
    OpenRepository repository{target, request.repository};
    const auto all = list_series(repository.transaction(), repository.id(), {});
    const auto pairs = pair_names(all, request.old_name, request.new_name);
    std::vector<Alias> aliases;
    for (const auto& [old_series, new_series] : pairs) {
        if (!new_series) {
            log.warning(fmt::format("{} stays: the store has no such series of {}",
                                    shown(old_series),
                                    printable(request.new_name, max_shown_bytes)));
            continue;
        }
        const auto* const known = repository.find(old_series);
        if (known != nullptr && known->new_series.id == new_series->id) {
            aliases.push_back(*known);
            continue;
        }
        const Alias alias{.old_series = old_series,
                          .new_series = *new_series,
                          .created_by = request.created_by ? *request.created_by : user_name(),
                          .created_at = now(),
                          .reason = request.reason};
        check_chain(repository, alias);
        warn_of_both(repository, alias, log);
        repository.add(alias);
        aliases.push_back(alias);
    }
    if (aliases.empty()) {
        throw Error{Errc::usage,
                    fmt::format("the store has no series of {} that corresponds to one of {}; "
                                "units must be of one kind, and directions must not contradict",
                                quote(request.new_name),
                                quote(request.old_name))};
    }
    repository.transaction().announce_change();
    repository.transaction().commit();
    return aliases;
}

std::vector<Alias> remove_aliases(const Target& target,
                                  const std::optional<std::string>& repository_name,
                                  const std::string& old_name)
{
    OpenRepository repository{target, repository_name};
    std::vector<Alias> removed;
    for (const auto& [id, alias] : repository.aliases()) {
        if (level_of(alias.old_series, old_name)) {
            repository.transaction().run(delete_alias, {repository.id(), id});
            removed.push_back(alias);
        }
    }
    if (removed.empty()) {
        throw Error{Errc::usage,
                    fmt::format("there is no alias of {}; cb alias lists them", quote(old_name))};
    }
    repository.transaction().announce_change();
    repository.transaction().commit();
    return removed;
}

std::string to_text(std::span<const Alias> aliases)
{
    std::string text;
    for (const auto& alias : aliases) {
        text += fmt::format("{} \u2192 {}  {} by {}{}{}\n",
                            shown(alias.old_series),
                            shown(alias.new_series),
                            to_rfc3339(alias.created_at),
                            printable(alias.created_by, max_shown_bytes),
                            alias.reason.empty() ? "" : ": ",
                            printable(alias.reason, max_shown_bytes));
    }
    return text;
}

} // namespace cb::store
