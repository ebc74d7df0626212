#include "tuning/tune.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unistd.h>

namespace cb::tuning {

namespace {

/// The journal of this boot; empty if there is none.
Journal current_journal(const host::SysFiles& files, const JournalFile& file)
{
    auto journal = file.load().value_or(Journal{});
    auto boot = boot_id(files);
    if (journal.boot != boot) { // the reboot undid the changes, and the originals may differ now
        journal.entries.clear();
    }
    journal.boot = std::move(boot);
    return journal;
}

/// Adds planned changes to the journal. Keeps the first original of each value. Returns the new
/// paths.
std::set<std::string> note(Journal& journal, const std::vector<Change>& changes)
{
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < journal.entries.size(); ++i) {
        places.emplace(journal.entries[i].knob.path(), i);
    }
    std::set<std::string> added;
    for (const auto& change : changes) {
        const auto known = places.find(change.knob.path());
        if (known == places.end()) {
            journal.entries.push_back(Entry{change.knob, change.from, change.to});
            added.insert(change.knob.path());
        } else {
            auto& entry = journal.entries[known->second];
            entry.set = change.to;
            entry.state = Entry::State::tuned;
        }
    }
    return added;
}

/// Updates the journal with the values that the kernel made of the changes, so that undo recognizes
/// them as ours. Removes new entries that the kernel rejected, because they have no original.
/// `planned` are the written paths, `added` those of them that are new in the journal.
void note_what_became(Journal& journal,
                      const host::SysFiles& files,
                      const std::map<std::string, const Change*>& planned,
                      const std::set<std::string>& added)
{
    std::erase_if(journal.entries, [&](Entry& entry) {
        const auto change = planned.find(entry.knob.path());
        if (change == planned.end()) {
            return false;
        }
        entry.set = entry.knob.read(files).value_or(entry.set);
        return entry.set == entry.before && !change->second->is_guard() &&
               added.contains(entry.knob.path());
    });
}

/// Writes the changes, then reads all of them back: some changes undo others.
Outcome
apply(const std::vector<Change>& changes, const host::SysFiles& files, SysWriter& writer, Log& log)
{
    std::map<std::string, std::error_code> errors;
    for (const auto& change : changes) {
        if (!change.is_guard()) {
            errors[change.knob.path()] = writer.write(change.knob, change.to);
        }
    }
    Outcome outcome;
    for (const auto& change : changes) {
        if (change.is_guard()) {
            continue;
        }
        const auto error = errors[change.knob.path()];
        const auto now = change.knob.read(files);
        // The value of an offline CPU is unreadable.
        if (!error && now.value_or(change.to) == change.to) {
            outcome.changed.push_back(change);
            continue;
        }
        ++outcome.refused;
        log.warning(
            error ? fmt::format(
                        "/{}: {} was rejected: {}", change.knob.path(), change.to, error.message())
                  : fmt::format("/{}: {} was written but {} was read back",
                                change.knob.path(),
                                change.to,
                                *now));
    }
    return outcome;
}

void report(const Plan& plan, Log& log)
{
    for (const auto& refusal : plan.refused) {
        log.warning(fmt::format("/{}: {}", refusal.path, refusal.reason));
    }
    for (const auto& advice : plan.advice) {
        log.write(advice.level, advice.text);
    }
}

} // namespace

void require_root(const host::SysFiles& files)
{
    if (files.root().lexically_normal() == "/" && ::geteuid() != 0) {
        throw Error{Errc::system,
                    "changing the machine requires root: use sudo, or preview with --dry-run"};
    }
}

Outcome rehearse(const host::SysFiles& files, const std::optional<CpuSet>& cpus, Log& log)
{
    auto plan = make_plan(files, host::read_topology(files.root()), cpus);
    report(plan, log);
    std::erase_if(plan.changes, [](const Change& change) { return change.is_guard(); });
    return {std::move(plan.changes), plan.refused.size()};
}

Outcome tune(const host::SysFiles& files,
             const std::optional<CpuSet>& cpus,
             SysWriter& writer,
             const std::filesystem::path& journal_file,
             Log& log)
{
    const JournalFile file{journal_file};
    auto journal = current_journal(files, file);
    const auto plan = make_plan(files, host::read_topology(files.root()), cpus);
    report(plan, log);
    std::map<std::string, const Change*> planned;
    for (const auto& change : plan.changes) {
        planned.emplace(change.knob.path(), &change);
    }
    const auto added = note(journal, plan.changes);
    file.save(journal);
    auto outcome = apply(plan.changes, files, writer, log);
    outcome.refused += plan.refused.size();
    note_what_became(journal, files, planned, added);
    file.save(journal);
    return outcome;
}

} // namespace cb::tuning
