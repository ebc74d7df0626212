#include "report/keeper.hpp"

#include "base/apart.hpp"
#include "base/collect.hpp"
#include "db/changes.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb {

template <>
inline constexpr auto fields<report::SiteCounts> =
    std::tuple{required("files", &report::SiteCounts::files),
               required("written", &report::SiteCounts::written),
               required("removed", &report::SiteCounts::removed),
               required("bytes", &report::SiteCounts::bytes),
               required("bytes_written", &report::SiteCounts::bytes_written)};

} // namespace cb

namespace cb::report {

namespace {

constexpr std::chrono::hours time_to_update{1};
constexpr std::chrono::minutes between_updates{10};
constexpr std::chrono::milliseconds quiet{500};   // changes that follow within it are waited for
constexpr std::chrono::seconds time_to_settle{5}; // but no longer than this
constexpr std::chrono::seconds shortest_pause{1};
constexpr std::chrono::seconds longest_pause{60};

SiteCounts read_counts(const std::string& text)
{
    simdjson::dom::parser parser;
    JsonProblem problem;
    return read_fields<SiteCounts>(ObjectReader{
        value_or_throw(parse_json(parser, text), Errc::system, "an update"), "", problem});
}

class Keeper {
public:
    Keeper(const db::Target& target, const ReportRequest& request, const OnUpdate& use, Log& log)
        : target_{target}, request_{request}, on_update_{use}, log_{log}
    {}

    [[noreturn]] void keep()
    {
        for (;;) {
            try {
                follow();
            } catch (const Error& error) {
                const bool may_mend =
                    error.code() == Errc::unavailable || error.code() == Errc::system;
                if (!may_mend && !has_site_) {
                    throw;
                }
                complain(error);
            }
            static_cast<void>(wait_readable(-1, deadline_in(pause_)));
            pause_ = std::min<Duration>(pause_ * 2, longest_pause);
        }
    }

private:
    /// Until something goes away. Changes are watched first, so that none is missed.
    [[noreturn]] void follow()
    {
        const auto changes = db::watch_changes(target_);
        for (;;) {
            update();
            if (changes->wait(deadline_in(between_updates))) {
                settle(*changes);
            }
        }
    }

    static void settle(db::Changes& changes)
    {
        const auto last = deadline_in(time_to_settle);
        while (changes.wait(std::min(deadline_in(quiet), last)) &&
               std::chrono::steady_clock::now() < *last) {
        }
    }

    void update()
    {
        const Work work = [this] {
            auto queries = store::open_queries(target_);
            JsonWriter json;
            write_json(json, write_report(queries, request_, log_));
            return json.take();
        };
        auto answer = run_apart({&work, 1}, {.time = time_to_update}).front();
        if (!answer) {
            throw Error{answer.error()};
        }
        if (is_away_) {
            log_.notice("the site is up to date again");
        }
        has_site_ = true;
        is_away_ = false;
        pause_ = shortest_pause;
        on_update_(read_counts(*answer));
    }

    void complain(const Error& error)
    {
        log_.write(is_away_ ? Level::info : Level::warning,
                   fmt::format("{}; the site stays as it is until that has ended", error.what()));
        is_away_ = true;
    }

    const db::Target& target_;
    const ReportRequest& request_;
    const OnUpdate& on_update_;
    Log& log_;
    bool has_site_ = false;
    bool is_away_ = false;
    Duration pause_ = shortest_pause;
};

} // namespace

void keep_report(const db::Target& target,
                 const ReportRequest& request,
                 const OnUpdate& on_update,
                 Log& log)
{
    Keeper{target, request, on_update, log}.keep();
}

} // namespace cb::report
