#pragma once

#include "base/ids.hpp"
#include "git/commit_graph.hpp"
#include "git/raw_id.hpp"
#include "git/repository.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

struct git_odb;

namespace cb::git {

/// The graph of commits, read on demand and each commit once. Uses about 100 bytes per commit read.
class History {
public:
    using Index = std::uint32_t;

    /// \pre `repository` outlives this object.
    explicit History(const Repository& repository);

    /// The commit's index in the graph. The commit itself is read by load().
    [[nodiscard]] Index find(const CommitId& id);
    /// Reads the commit if it has not been read. Throws Error{bad_input} if it is missing or
    /// damaged.
    void load(Index at);
    [[nodiscard]] bool is_loaded(Index at) const { return nodes_[at].is_loaded; }
    [[nodiscard]] CommitId id(Index at) const;
    /// The committer's time in seconds since 1970. \pre is_loaded(at)
    [[nodiscard]] std::int64_t time(Index at) const { return nodes_[at].time; }
    /// The parents; empty at the edge of a shallow clone. Valid until the next load(). \pre
    /// is_loaded(at)
    [[nodiscard]] std::span<const Index> parents(Index at) const;
    /// The commit's topological level according to the commit-graph: 1 for a root, otherwise one
    /// more than the maximum of its parents. nullopt if the graph does not contain the commit or
    /// its level. \pre is_loaded(at)
    [[nodiscard]] std::optional<std::uint32_t> level(Index at) const;
    /// Whether parents are missing by design, so that levels are unknown.
    [[nodiscard]] bool is_shallow() const noexcept { return !cut_off_.empty(); }
    /// All indices are below it.
    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

private:
    struct Node {
        RawId id{};
        std::uint32_t level = 0; ///< 0: unknown
        std::int64_t time = 0;
        std::size_t first_parent = 0; ///< in parents_
        std::uint32_t parent_count = 0;
        bool is_loaded = false;
    };
    struct FreeObjects {
        void operator()(git_odb* raw) const noexcept;
    };

    [[nodiscard]] Index find(const RawId& id);
    void read_header(Index at, std::string_view text);
    void read_object(Index at);
    void set_parents(Index at, const std::vector<RawId>& parents);

    const Repository* repository_;
    std::unique_ptr<git_odb, FreeObjects> objects_;
    std::unordered_set<RawId, RawIdHash> cut_off_; ///< commits whose parents a shallow clone lacks
    std::optional<CommitGraph> graph_; ///< nullopt in a shallow clone, where it does not apply
    std::unordered_map<RawId, Index, RawIdHash> indices_;
    std::vector<Node> nodes_;
    std::vector<Index> parents_;
};

} // namespace cb::git
