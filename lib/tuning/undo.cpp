#include "tuning/tune.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace cb::tuning {

namespace {

namespace fs = std::filesystem;

/// Who set a value last.
enum class Author {
    ours,
    other,
    unknown, ///< the value cannot be read
};

/// A value to restore.
struct Item {
    Entry entry;
    Author author;
    std::optional<std::string> was; ///< the value when the undo began
    std::error_code error{};        ///< of the last write
};

Author author_of(const Entry& entry, const std::optional<std::string>& now)
{
    if (entry.state == Entry::State::undoing) {
        return Author::ours;
    }
    if (!now) { // scaling_setspeed, a guard, is readable only under one governor
        return entry.before == entry.set ? Author::ours : Author::unknown;
    }
    return now == entry.set || now == entry.before ? Author::ours : Author::other;
}

/// Determines the author of all values before any is restored, because restoring one may change
/// others.
std::vector<Item> look(const host::SysFiles& files, const std::vector<Entry>& entries)
{
    std::vector<Item> items;
    for (const auto& entry : entries) {
        auto now = entry.knob.read(files);
        const auto author = author_of(entry, now);
        items.push_back(Item{entry, author, std::move(now)});
    }
    return items;
}

/// The entries to restore, including those claimed by an undo that was killed.
std::vector<Entry> claimed(const std::vector<Item>& items)
{
    std::vector<Entry> entries;
    for (const auto& item : items) {
        if (item.author != Author::other) {
            entries.push_back(item.entry);
            entries.back().state =
                item.author == Author::ours ? Entry::State::undoing : Entry::State::tuned;
        }
    }
    return entries;
}

void restore(Item& item, const host::SysFiles& files, SysWriter& writer)
{
    const auto& entry = item.entry;
    if (item.author == Author::ours && entry.knob.read(files) != entry.before) {
        item.error = writer.write(entry.knob, entry.before);
    }
}

void restore_all(std::vector<Item>& items, const host::SysFiles& files, SysWriter& writer)
{
    constexpr int rounds = 2; // the second restores values that a later write changed again
    for (int round = 0; round < rounds; ++round) {
        std::for_each(
            items.rbegin(), items.rend(), [&](Item& item) { restore(item, files, writer); });
    }
}

/// Interrupts appear and disappear with their devices.
bool is_gone(const host::SysFiles& files, const Knob& knob)
{
    std::error_code unknown; // if unknown, it counts as present
    return knob.path().starts_with("proc/irq/") &&
           fs::symlink_status(files.root() / knob.path(), unknown).type() ==
               fs::file_type::not_found;
}

/// Why the value was not restored; empty if it was.
std::string complaint(const Item& item, const std::optional<std::string>& now)
{
    const auto& [knob, before, set, state] = item.entry;
    if (item.author == Author::other) {
        return fmt::format("not restored: cb tune had set {}, but somebody else has set {} since; "
                           "the original was {}",
                           set,
                           now.value_or("something"),
                           before);
    }
    if (now == before) {
        return "";
    }
    return item.error ? fmt::format("{} was rejected: {}", before, item.error.message())
                      : fmt::format("should be {} again, but reads {}",
                                    before,
                                    now.value_or("an unknown value"));
}

/// Logs the results; returns the entries that another undo should try again.
std::pair<Outcome, std::vector<Entry>>
account(const std::vector<Item>& items, const host::SysFiles& files, Log& log)
{
    Outcome outcome;
    std::vector<Entry> rest;
    for (const auto& item : items) {
        const auto& entry = item.entry;
        const auto now = entry.knob.read(files);
        if (is_gone(files, entry.knob)) {
            log.info(fmt::format("/{} no longer exists", entry.knob.path()));
        } else if (const auto text = complaint(item, now); !text.empty()) {
            log.warning(fmt::format("/{}: {}", entry.knob.path(), text));
            ++outcome.refused;
            if (item.author != Author::other) {
                rest.push_back(entry);
                rest.back().state =
                    item.author == Author::ours ? Entry::State::undoing : Entry::State::tuned;
            }
        } else if (item.was != entry.before) {
            outcome.changed.push_back({entry.knob, item.was.value_or(entry.set), entry.before});
        }
    }
    std::reverse(outcome.changed.begin(), outcome.changed.end()); // the order of restoring
    return {std::move(outcome), std::move(rest)};
}

} // namespace

Outcome undo(const host::SysFiles& files, SysWriter& writer, const fs::path& journal_file, Log& log)
{
    std::error_code unknown; // opening the file gives a better message
    if (fs::symlink_status(journal_file, unknown).type() == fs::file_type::not_found) {
        log.warning(
            fmt::format("nothing to undo: there is no journal at {}", journal_file.native()));
        return {};
    }
    const JournalFile file{journal_file};
    auto journal = file.load().value_or(Journal{});
    if (journal.boot != boot_id(files) && !journal.entries.empty()) {
        log.info("the machine was rebooted since, which has undone everything");
        journal.entries.clear();
    }
    // CPUs are brought online first: the author of an offline CPU's values is unknown.
    auto& entries = journal.entries;
    const auto switches =
        std::stable_partition(entries.begin(), entries.end(), [](const Entry& entry) {
            return !entry.knob.path().ends_with("/online");
        });
    auto cpus = look(files, {switches, entries.end()});
    restore_all(cpus, files, writer);
    auto items = look(files, {entries.begin(), switches});
    std::move(cpus.begin(), cpus.end(), std::back_inserter(items));
    entries = claimed(items);
    file.save(journal);
    restore_all(items, files, writer);
    auto [outcome, rest] = account(items, files, log);
    entries = std::move(rest);
    file.save(journal);
    return std::move(outcome);
}

} // namespace cb::tuning
