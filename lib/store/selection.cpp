#include "store/selection.hpp"

#include "base/quantity.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

namespace cb::store {

namespace {

constexpr std::size_t min_digits = 4;
constexpr std::size_t max_candidates = 5;

/// A name and how many first parents to go back from it.
struct Revision {
    std::string_view name;
    std::uint64_t generations = 0;
};

/// Removes one "^" or "~N" from the end of `text`, which is the start of `whole`.
Parsed<void> take_suffix(Revision& revision, std::string_view whole)
{
    auto& name = revision.name;
    std::uint64_t count = 1;
    const auto at = name.find_last_of("^~");
    const auto digits = name.substr(at + 1);
    if (!digits.empty()) {
        const auto parsed = parse_count(digits, 0, std::numeric_limits<std::uint32_t>::max());
        if (!parsed || (name[at] == '^' && *parsed != 1)) {
            return tl::unexpected{quote(whole) + ": only ~N and ^ may follow a name"};
        }
        count = *parsed;
    }
    revision.generations += count;
    name = name.substr(0, at);
    return {};
}

/// Git does not allow "^" and "~" in names (git-check-ref-format(1)).
Parsed<Revision> parse_revision(std::string_view text)
{
    Revision revision{text};
    while (revision.name.find_first_of("^~") != std::string_view::npos) {
        if (const auto taken = take_suffix(revision, text); !taken) {
            return tl::unexpected{taken.error()};
        }
    }
    return revision;
}

const RefInfo* find_ref(std::span<const RefInfo> refs, RefInfo::Kind kind, std::string_view name)
{
    const auto at = std::find_if(refs.begin(), refs.end(), [&](const RefInfo& ref) {
        return ref.kind == kind && ref.name == name;
    });
    return at == refs.end() ? nullptr : &*at;
}

/// Null if there is no such commit.
const CommitInfo* find_stored(std::span<const CommitInfo> commits, const std::string& hash)
{
    const auto at = std::find_if(commits.begin(), commits.end(), [&hash](const CommitInfo& commit) {
        return commit.hash == hash;
    });
    return at == commits.end() ? nullptr : &*at;
}

Parsed<std::string> find_by_digits(std::span<const CommitInfo> commits, std::string_view name)
{
    std::vector<std::string_view> found;
    const bool is_hash =
        name.size() >= min_digits && std::all_of(name.begin(), name.end(), is_hex_digit);
    for (const auto& commit : commits) {
        if (is_hash && commit.hash.starts_with(name)) {
            found.emplace_back(commit.hash);
        }
    }
    if (found.size() == 1) {
        return std::string{found.front()};
    }
    if (found.empty()) {
        return tl::unexpected{quote(name) + " is not a stored commit, branch or tag"};
    }
    const auto shown = std::span{found}.first(std::min(found.size(), max_candidates));
    return tl::unexpected{fmt::format("{} is the start of {} stored commits: {}{}",
                                      quote(name),
                                      found.size(),
                                      fmt::join(shown, ", "),
                                      shown.size() < found.size() ? ", ..." : "")};
}

Parsed<std::string> find_name(const CommitNames& names, std::string_view name)
{
    for (const auto kind : {RefInfo::Kind::branch, RefInfo::Kind::tag}) {
        if (const auto* const ref = find_ref(names.refs, kind, name)) {
            return ref->commit;
        }
    }
    if (name == "HEAD" && names.head) {
        return *names.head;
    }
    return find_by_digits(names.commits, name);
}

bool has_branch(Queries& queries, const std::string& repository, const std::string& branch)
{
    return find_ref(queries.names(repository).refs, RefInfo::Kind::branch, branch) != nullptr;
}

} // namespace

Parsed<Range> parse_range(std::string_view text)
{
    const auto dots = text.find("..");
    if (dots == std::string_view::npos || text == ".." ||
        text.find("..", dots + 1) != std::string_view::npos) {
        return tl::unexpected{quote(text) +
                              " is not a range; write A..B, A.. or ..B, or X^..X for one commit"};
    }
    const auto end_of = [](std::string_view name) {
        return name.empty() ? std::nullopt : std::optional{std::string{name}};
    };
    return Range{end_of(text.substr(0, dots)), end_of(text.substr(dots + 2))};
}

Parsed<std::string> find_commit(const CommitNames& names, std::string_view text)
{
    const auto revision = parse_revision(text);
    if (!revision) {
        return tl::unexpected{revision.error()};
    }
    const auto hash = find_name(names, revision->name);
    if (!hash) {
        return hash;
    }
    const auto* commit = find_stored(names.commits, *hash);
    for (std::uint64_t i = 0; i < revision->generations; ++i) {
        const auto* const parent =
            commit->parents.empty() ? nullptr : find_stored(names.commits, commit->parents.front());
        if (parent == nullptr) {
            return tl::unexpected{
                fmt::format("{}: the parent of {} is not stored", quote(text), commit->hash)};
        }
        commit = parent;
    }
    return commit->hash;
}

std::string find_commit(Queries& queries, const std::string& repository, std::string_view text)
{
    return value_or_throw(find_commit(queries.names(repository), text), Errc::usage, repository);
}

Selection select(Queries& queries, const SelectionRequest& request)
{
    auto all = queries.repositories();
    Selection selection{.repositories = all, .history = {}, .series = request.series};
    if (request.repository) {
        if (std::find(all.begin(), all.end(), *request.repository) == all.end()) {
            throw Error{Errc::usage,
                        fmt::format("the store has no repository {}; it has {}",
                                    quote(*request.repository),
                                    all.empty() ? "no results yet"
                                                : fmt::format("{}", fmt::join(all, ", ")))};
        }
        selection.repositories = {*request.repository};
    }
    const auto has_it = [&](const auto& name) {
        return has_branch(queries, name, *request.branch);
    };
    if (request.branch &&
        std::none_of(selection.repositories.begin(), selection.repositories.end(), has_it)) {
        throw Error{Errc::usage, "no stored job names the branch " + quote(*request.branch)};
    }
    selection.history = {
        .branch = request.branch, .since = request.first_time(), .worker = request.worker};
    if (request.range && !selection.repositories.empty()) {
        if (selection.repositories.size() > 1) {
            throw Error{Errc::usage,
                        fmt::format("a range needs one repository; choose one of {} with --repo",
                                    fmt::join(all, ", "))};
        }
        const auto resolve = [&](const std::optional<std::string>& end) {
            return end ? std::optional{find_commit(queries, selection.repositories.front(), *end)}
                       : std::nullopt;
        };
        selection.history.first = resolve(request.range->first);
        selection.history.last = resolve(request.range->last);
    }
    return selection;
}

} // namespace cb::store
