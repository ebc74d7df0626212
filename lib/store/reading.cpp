#include "store/reading.hpp"

#include "base/hash.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/section_json.hpp"
#include "manifest/words.hpp"
#include "store/rows.hpp"
#include "store/storable.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

namespace {

std::string read_at_of(const Manifest& manifest)
{
    return manifest.parsed() ? storable_time(known(manifest.parsed()->read_at)).value_or("") : "";
}

void add(Sha256& hash, std::string_view text)
{
    const std::uint64_t size = text.size(); // so that "ab", "c" is not "a", "bc"
    hash.update({reinterpret_cast<const char*>(&size), sizeof size});
    hash.update(text);
}

template <typename Section> void add_json(Sha256& hash, const Section& section)
{
    JsonWriter json;
    write(json, section);
    add(hash, json.text());
}

void add(Sha256& hash, const Result& result)
{
    for (const auto* const text :
         {&result.benchmark, &result.test, &result.metric, &result.unit, &result.description}) {
        add(hash, *text);
    }
    add(hash, to_word(result.direction));
    // In memory representation, because there are millions of them.
    const auto& values = result.values;
    add(hash, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double)});
    for (const auto& [name, value] : result.summary.value_or(std::map<std::string, double>{})) {
        add(hash, name);
        add(hash, fmt::to_string(value));
    }
    add(hash, fmt::to_string(result.labels.size()));
    for (const auto& [name, text] : result.labels) {
        add(hash, name);
        add(hash, text);
    }
    for (const auto& unit : result.printed_units) {
        add(hash, unit);
    }
}

/// The greater one counts; the start time breaks ties.
int rank_of(Status status, Fault fault)
{
    if (status == Status::ok) {
        return 2;
    }
    return fault == Fault::commit ? 1 : 0;
}

const std::string& start_of(const RunKey& run)
{
    return run.started_at.empty() ? run.asked_at : run.started_at;
}

} // namespace

bool counts_before(const StoredRun& a, const StoredRun& b)
{
    const auto rank = rank_of(a.status, a.fault);
    if (rank != rank_of(b.status, b.fault)) {
        return rank > rank_of(b.status, b.fault);
    }
    const auto& start = start_of(a.run);
    const auto& other = start_of(b.run);
    if (start.empty() != other.empty()) {
        return other.empty();
    }
    if (start != other) {
        return (start < other) == (a.status == Status::ok);
    }
    return a.run < b.run;
}

namespace {

/// Whether the reading replaces the stored one of the same run.
bool is_newer(const StoredRun& incoming, const StoredRun& stored)
{
    if (incoming.read_at != stored.read_at) {
        return incoming.read_at > stored.read_at;
    }
    return stored.reading && *incoming.reading > *stored.reading;
}

StoredRun as_run(const Manifest& manifest)
{
    StoredRun run;
    run.status = manifest.status();
    run.fault =
        manifest.failure() ? manifest.failure()->fault.value_or(Fault::machine) : Fault::commit;
    run.run = run_key_of(manifest);
    run.read_at = read_at_of(manifest);
    return run;
}

/// Decides which run is current once `incoming` is stored, instead of `replaced` if there is one.
void choose_current(Decision& decision,
                    std::span<const StoredRun> stored,
                    const StoredRun& incoming)
{
    const StoredRun* best = &incoming;
    for (const auto& run : stored) {
        const bool is_replaced =
            decision.action == Decision::Action::replace && run.id == decision.row;
        if (!is_replaced && counts_before(run, *best)) {
            best = &run;
        }
    }
    decision.is_current = best == &incoming;
    for (const auto& run : stored) {
        if (run.is_current && &run != best) {
            decision.demoted = run.id;
        }
    }
    if (!decision.is_current && !best->is_current) {
        decision.promoted = best->id;
    }
}

} // namespace

StoredRun stored_run(const db::Row& row)
{
    const auto text = [&row](int column) { return std::string{row.text(column)}; };
    const auto time = [&row](int column) {
        const auto at = row.time(column);
        return at ? db::to_milliseconds(*at) : "";
    };
    StoredRun run{.id = row.integer(1),
                  .is_current = row.truth(2),
                  .status = stored_word<Status>(row.text(3)),
                  .fault = stored_fault(row.maybe_text(4)),
                  .run = {},
                  .read_at = time(11),
                  .reading = row.maybe_text(12),
                  .stored_at = time(13)};
    const bool has_run = !row.is_null(5);
    run.run = has_run ? RunKey{.started_at = time(6), .host_name = text(7)}
                      : RunKey{.asked_at = time(8), .stage = text(9), .reason = text(10)};
    return run;
}

RunKey run_key_of(const Manifest& manifest)
{
    if (const auto& run = manifest.run()) {
        return {.started_at = storable_time(known(run->started_at)).value_or(""),
                .host_name = storable(run->host.name)};
    }
    if (const auto& failure = manifest.failure()) {
        return {.asked_at = storable_time(manifest.asked_at()).value_or(""),
                .stage = std::string{to_word(failure->stage)},
                .reason = storable(failure->reason)};
    }
    return {};
}

std::string reading_of(const Manifest& manifest)
{
    Sha256 hash;
    add_json(hash, manifest.source());
    JsonWriter config;
    write_identity(config, manifest.config());
    add(hash, config.text());
    if (manifest.failure()) {
        add_json(hash, *manifest.failure());
    }
    if (manifest.run()) {
        add(hash, to_word(manifest.run()->fitness.verdict));
    }
    if (manifest.parsed()) {
        add(hash, manifest.parsed()->format);
        for (const auto& entry : manifest.parsed()->rejected) {
            add(hash, fmt::format("{} {}", entry.line, entry.column));
            add(hash, entry.field);
            add(hash, entry.reason);
        }
    }
    for (const auto& result : manifest.results()) {
        add(hash, result);
    }
    if (const auto unknown = unknown_members_of(manifest); !unknown.empty()) {
        add(hash, unknown);
    }
    return hash.hex();
}

Put put_of(const Decision& decision)
{
    switch (decision.action) {
    case Decision::Action::insert:
        return decision.is_current ? Put::added : Put::already_there;
    case Decision::Action::replace:
        return decision.is_current || decision.was_current ? Put::replaced : Put::already_there;
    case Decision::Action::leave:
    case Decision::Action::confirm:
        break;
    }
    return Put::already_there;
}

Decision decide(std::span<const StoredRun> stored, const Manifest& manifest)
{
    auto incoming = as_run(manifest);
    Decision decision{.action = Decision::Action::insert};
    const auto same = std::find_if(stored.begin(), stored.end(), [&](const StoredRun& run) {
        return run.run == incoming.run;
    });
    if (same != stored.end()) {
        if (incoming.read_at < same->read_at) {
            return {.action = Decision::Action::leave};
        }
        incoming.reading = reading_of(manifest);
        if (!is_newer(incoming, *same)) {
            return {.action = Decision::Action::leave};
        }
        decision = {.action = incoming.reading == same->reading ? Decision::Action::confirm
                                                                : Decision::Action::replace,
                    .row = same->id,
                    .stored_at = same->stored_at,
                    .was_current = same->is_current};
    }
    if (decision.action != Decision::Action::confirm) {
        choose_current(decision, stored, incoming);
    }
    return decision;
}

} // namespace cb::store
