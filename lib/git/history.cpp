#include "git/history.hpp"

#include "base/file.hpp"
#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>

namespace cb::git {

namespace {

std::optional<RawId> parse_raw_id(std::string_view hex)
{
    git_oid oid{};
    if (hex.size() < GIT_OID_HEXSZ || git_oid_fromstrn(&oid, hex.data(), GIT_OID_HEXSZ) != 0) {
        return std::nullopt;
    }
    RawId id{};
    std::copy_n(std::begin(oid.id), id.size(), id.begin());
    return id;
}

git_oid make_oid(const RawId& id)
{
    git_oid oid{};
    std::copy(id.begin(), id.end(), std::begin(oid.id));
    return oid;
}

/// The commits whose parents a shallow clone does not have (gitrepository-layout(5), "shallow").
std::unordered_set<RawId, RawIdHash> read_cut_off(const std::filesystem::path& git_directory)
{
    std::unordered_set<RawId, RawIdHash> ids;
    const auto file = git_directory / "shallow";
    if (!std::filesystem::exists(file)) {
        return ids;
    }
    const auto content = cb::read_file(file, Bytes{256U << 20U});
    std::string_view rest{content};
    while (!rest.empty()) {
        if (const auto id = parse_raw_id(take_line(rest))) {
            ids.insert(*id);
        }
    }
    return ids;
}

} // namespace

void History::FreeObjects::operator()(git_odb* raw) const noexcept
{
    git_odb_free(raw);
}

History::History(const Repository& repository)
    : repository_{&repository}, cut_off_{read_cut_off(repository.common_directory())}
{
    check(git_repository_odb(Out{objects_}, repository.raw()),
          "opening the objects of " + repository.path().native());
    if (cut_off_.empty()) {
        graph_ = CommitGraph::read(repository.common_directory() / "objects/info/commit-graph");
    }
}

History::Index History::find(const CommitId& id)
{
    const auto raw = parse_raw_id(id.hex());
    if (!raw || id.hex().size() != GIT_OID_HEXSZ) {
        throw Error{Errc::usage,
                    fmt::format("{} has no commit {}", repository_->path().native(), id.hex())};
    }
    return find(*raw);
}

History::Index History::find(const RawId& id)
{
    const auto [entry, is_new] = indices_.try_emplace(id, static_cast<Index>(nodes_.size()));
    if (is_new) {
        nodes_.push_back({.id = id});
    }
    return entry->second;
}

CommitId History::id(Index at) const
{
    return to_commit_id(make_oid(nodes_[at].id));
}

std::span<const History::Index> History::parents(Index at) const
{
    return std::span{parents_}.subspan(nodes_[at].first_parent, nodes_[at].parent_count);
}

std::optional<std::uint32_t> History::level(Index at) const
{
    const auto level = nodes_[at].level;
    return level != 0 ? std::optional{level} : std::nullopt;
}

void History::load(Index at)
{
    if (nodes_[at].is_loaded) {
        return;
    }
    if (const auto entry = graph_ ? graph_->find(nodes_[at].id) : std::nullopt) {
        nodes_[at].time = entry->time;
        nodes_[at].level = entry->level;
        set_parents(at, entry->parents);
    } else {
        read_object(at);
    }
    nodes_[at].is_loaded = true;
}

void History::set_parents(Index at, const std::vector<RawId>& parents)
{
    nodes_[at].first_parent = parents_.size();
    nodes_[at].parent_count = static_cast<std::uint32_t>(parents.size());
    for (const auto& parent : parents) {
        const auto index = find(parent);
        parents_.push_back(index);
    }
}

void History::read_object(Index at)
{
    const auto oid = make_oid(nodes_[at].id);
    ObjectHandle object;
    const int code = git_odb_read(Out{object}, objects_.get(), &oid);
    if (code < 0) { // formats the message only on failure, because this runs for every commit
        check(code,
              fmt::format("reading commit {} of {}", id(at).hex(), repository_->path().native()));
    }
    if (git_odb_object_type(object.get()) != GIT_OBJECT_COMMIT) {
        throw Error{
            Errc::bad_input,
            fmt::format("{} of {} is not a commit", id(at).hex(), repository_->path().native())};
    }
    read_header(at, content_of(object));
}

/// Reads the lines "tree …", "parent …", "author …" and "committer …" only. git_commit_lookup would
/// also copy the message and the signatures, which a walk does not need.
void History::read_header(Index at, std::string_view text)
{
    constexpr std::string_view parent = "parent ";
    const bool is_cut_off = cut_off_.contains(nodes_[at].id);
    std::vector<RawId> parents;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty()) { // the message follows
            break;
        }
        if (line.starts_with("committer ")) {
            nodes_[at].time = parse_time(line);
            break;
        }
        const auto id =
            line.starts_with(parent) ? parse_raw_id(line.substr(parent.size())) : std::nullopt;
        if (id && !is_cut_off) {
            parents.push_back(*id);
        }
    }
    set_parents(at, parents);
}

} // namespace cb::git
