#pragma once

#include "git/raw_id.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::git {

/// The file objects/info/commit-graph, which `git gc` writes: parents and times of commits without
/// the commits (gitformat-commit-graph(5), version 1). To find a commit in it takes a tenth of the
/// time that it takes to unpack one. libgit2 1.5 reads the file and then makes no use of it.
class CommitGraph {
public:
    struct Entry {
        std::int64_t time = 0;   ///< of the committer, in seconds since 1970
        std::uint32_t level = 0; ///< topological; 0: the writer of the file did not compute it
        std::vector<RawId> parents{};
    };

    /// None when the file is not there, or is of a kind that is not known.
    [[nodiscard]] static std::optional<CommitGraph> read(const std::filesystem::path& file);
    /// The same of the file's content.
    [[nodiscard]] static std::optional<CommitGraph> parse(std::string content);

    /// None when the graph lacks the commit, or is damaged where it stands. Logarithmic.
    [[nodiscard]] std::optional<Entry> find(const RawId& id) const;

private:
    /// Where a part of the file lies.
    struct Chunk {
        std::size_t start = 0;
        std::size_t size = 0;
    };

    explicit CommitGraph(std::string content) : content_{std::move(content)} {}

    [[nodiscard]] bool read_chunks();
    [[nodiscard]] bool is_sound() const;
    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t bytes) const;
    [[nodiscard]] RawId id(std::size_t position) const;
    [[nodiscard]] std::optional<std::size_t> position_of(const RawId& id) const;
    [[nodiscard]] bool add_parent(Entry& entry, std::uint64_t position) const;
    [[nodiscard]] bool add_more_parents(Entry& entry, std::size_t first_edge) const;

    std::string content_;
    Chunk fanout_, ids_, commits_, edges_;
    std::size_t count_ = 0; ///< of commits
};

} // namespace cb::git
