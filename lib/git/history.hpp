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

/// The graph of commits, read on demand, each commit once. About 100 bytes a commit that was read.
class History {
public:
    using Index = std::uint32_t;

    /// \pre `repository` outlives the object.
    explicit History(const Repository& repository);

    /// Where the commit stands in the graph. It is read when load() is called.
    [[nodiscard]] Index find(const CommitId& id);
    /// Reads the commit unless that was done. Throws Error{bad_input} when it is missing or
    /// damaged.
    void load(Index at);
    [[nodiscard]] bool is_loaded(Index at) const { return nodes_[at].is_loaded; }
    [[nodiscard]] CommitId id(Index at) const;
    /// Seconds since 1970 of the committer. \pre is_loaded(at)
    [[nodiscard]] std::int64_t time(Index at) const { return nodes_[at].time; }
    /// None at the edge of a shallow clone. Valid until the next load(). \pre is_loaded(at)
    [[nodiscard]] std::span<const Index> parents(Index at) const;
    /// The commit's topological level that the commit-graph has: 1 for a root, else one more than
    /// the greatest of its parents'. None where the graph lacks the commit or its level.
    /// \pre is_loaded(at)
    [[nodiscard]] std::optional<std::uint32_t> level(Index at) const;
    /// Whether parents are missing by intention, so that no level can be had.
    [[nodiscard]] bool is_shallow() const noexcept { return !cut_off_.empty(); }
    /// Every Index is below it.
    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

private:
    struct Node {
        RawId id{};
        std::uint32_t level = 0; ///< 0: not known
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
    std::unordered_set<RawId, RawIdHash> cut_off_; ///< whose parents a shallow clone lacks
    std::optional<CommitGraph> graph_; ///< none in a shallow clone, where it does not hold
    std::unordered_map<RawId, Index, RawIdHash> indices_;
    std::vector<Node> nodes_;
    std::vector<Index> parents_;
};

} // namespace cb::git
