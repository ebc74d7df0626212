#include "store/acceptance.hpp"

#include "store/rows.hpp"
#include "store/storable.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

void warn_of_time(const Manifest& manifest,
                  std::string_view member,
                  const std::optional<Open<Time>>& time,
                  Log& log)
{
    if (time && !time->known()) {
        log.warning(fmt::format("job {}: {} is no RFC 3339 time, and is stored as unknown: {:.80}",
                                manifest.job().text(),
                                member,
                                time->text()));
    }
}

void warn_of_unknown_members(const Manifest& manifest, Log& log)
{
    const auto bytes = manifest.unknown_members().size();
    if (bytes > max_unknown_bytes) {
        log.warning(fmt::format("job {}: its members that cb does not know are not stored, because "
                                "they have {} bytes, of at most {}",
                                manifest.job().text(),
                                bytes,
                                max_unknown_bytes));
    }
}

} // namespace

std::optional<std::string> reason_to_refuse(const Manifest& manifest)
{
    const auto results = manifest.results().size();
    if (results > max_series) {
        return fmt::format("it has {} results, of at most {} that a job may have, and is not "
                           "stored; docs/store.md",
                           results,
                           max_series);
    }
    const auto& run = manifest.run();
    const bool is_answered = run && run->outcome == Outcome::not_relevant;
    if (manifest.status() == Status::failed || results > 0 || is_answered) {
        return std::nullopt;
    }
    return "it has neither results nor a failure, and is not stored; cb run and cb parse come "
           "before cb store";
}

void warn_of_losses(const Manifest& manifest, Log& log)
{
    warn_of_time(manifest, "source/authored_at", manifest.source().authored_at, log);
    warn_of_time(manifest, "source/committed_at", manifest.source().committed_at, log);
    warn_of_unknown_members(manifest, log);
}

} // namespace cb::store
