#include "tuning/journal.hpp"

#include "base/utf8.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <unistd.h>
#include <utility>

namespace cb::tuning {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "cb_tune_journal";
constexpr std::uint64_t version = 1;
constexpr std::size_t max_entries = 200'000; // twenty per CPU of the largest machine

Parsed<Entry::State> parse_state(std::string_view text)
{
    if (text == "tuned") {
        return Entry::State::tuned;
    }
    if (text == "undoing") {
        return Entry::State::undoing;
    }
    return tl::unexpected{fmt::format("\"{:.80}\" is not one of tuned, undoing", text)};
}

std::string_view to_word(Entry::State state)
{
    return state == Entry::State::tuned ? "tuned" : "undoing";
}

Parsed<Entry> parse_entry(ObjectReader& reader, const JsonProblem& problem)
{
    const auto knob = reader.maybe_parsed("path", &Knob::parse);
    const auto value = [&](std::string_view text) { return knob->canonical(text); };
    const auto before = knob ? reader.maybe_parsed("before", value) : std::nullopt;
    const auto set = knob ? reader.maybe_parsed("set", value) : std::nullopt;
    const auto state = reader.maybe_parsed("state", &parse_state);
    if (!knob || !before || !set || !state) {
        return tl::unexpected{problem.first().value_or("a member is missing")};
    }
    return Entry{*knob, *before, *set, *state};
}

fs::path with_directory(fs::path path)
{
    make_private_directory(path.parent_path());
    return path;
}

void remove_durably(const fs::path& path)
{
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        throw_errno("deleting " + path.native());
    }
    const auto directory = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const Fd parent{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!parent || ::fsync(parent.get()) != 0) {
        throw_errno("syncing " + directory.native());
    }
}

/// Reads a journal line by line.
class Lines {
public:
    Parsed<void> add(std::string_view line)
    {
        simdjson::dom::parser parser;
        const auto element = parse_json(parser, line);
        if (!element) {
            return tl::unexpected{element.error()};
        }
        JsonProblem problem;
        ObjectReader reader{*element, "", problem};
        if (std::exchange(is_first_, false)) {
            journal_.boot = reader.maybe_string("boot").value_or("");
            return refused_unless(reader.maybe_count(mark) == version,
                                  "this is not a journal of this version of cb tune");
        }
        auto entry = parse_entry(reader, problem);
        return entry ? add(std::move(*entry)) : tl::unexpected{entry.error()};
    }

    [[nodiscard]] Journal take() { return std::move(journal_); }

private:
    Parsed<void> add(Entry entry)
    {
        const bool is_new = paths_.insert(entry.knob.path()).second;
        journal_.entries.push_back(std::move(entry));
        return refused_unless(is_new && paths_.size() <= max_entries,
                              is_new ? "there are too many lines" : "this path appears twice");
    }

    static Parsed<void> refused_unless(bool fits, const char* reason)
    {
        return fits ? Parsed<void>{} : tl::unexpected{std::string{reason}};
    }

    Journal journal_;
    std::set<std::string> paths_{};
    bool is_first_ = true;
};

} // namespace

std::string boot_id(const host::SysFiles& files)
{
    constexpr std::size_t max_bytes = 64; // it is a UUID
    const auto id = files.text("proc/sys/kernel/random/boot_id").value_or("");
    return id.size() <= max_bytes ? to_utf8(id) : "";
}

Parsed<Journal> parse_journal(std::string_view text)
{
    Lines lines;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (const auto added = lines.add(line); !added) {
            if (end == std::string_view::npos) {
                break; // the journal is complete on disk before the machine is changed
            }
            return tl::unexpected{fmt::format("line {}: {}", number, added.error())};
        }
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return lines.take();
}

std::string to_string(const Journal& journal)
{
    JsonWriter head;
    head.begin_object().member(mark, version).member("boot", journal.boot).end_object();
    auto text = head.take() + '\n';
    for (const auto& entry : journal.entries) {
        JsonWriter line;
        line.begin_object()
            .member("path", entry.knob.path())
            .member("before", entry.before)
            .member("set", entry.set)
            .member("state", to_word(entry.state))
            .end_object();
        text += line.take() + '\n';
    }
    return text;
}

JournalFile::JournalFile(fs::path path)
    : path_{with_directory(std::move(path))}, lock_{fs::path{path_.native() + ".lock"}}
{}

std::optional<Journal> JournalFile::load() const
{
    std::error_code unknown; // read_file has a better message
    if (fs::symlink_status(path_, unknown).type() == fs::file_type::not_found) {
        return std::nullopt;
    }
    constexpr Bytes max_size{std::uint64_t{64} << 20U};
    return value_or_throw(
        parse_journal(read_file(path_, max_size)), Errc::bad_input, path_.native());
}

void JournalFile::save(const Journal& journal) const
{
    if (journal.entries.empty()) {
        remove_durably(path_);
    } else {
        replace_file(path_, to_string(journal));
    }
}

} // namespace cb::tuning
