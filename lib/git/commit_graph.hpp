#pragma once

#include "git/raw_id.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::git {

/// The file objects/info/commit-graph, which `git gc` writes: parents and times of commits
/// (gitformat-commit-graph(5), version 1). Finding a commit in it takes a tenth of the time of
/// decompressing the commit. libgit2 1.5 reads the file but does not use it.
class CommitGraph {
public:
    struct Entry {
        std::int64_t time = 0;   ///< committer's time, in seconds since 1970
        std::uint32_t level = 0; ///< topological; 0: not computed by the writer of the file
        std::vector<RawId> parents{};
    };

    /// nullopt if the file does not exist or its format is unknown.
    [[nodiscard]] static std::optional<CommitGraph> read(const std::filesystem::path& file);
    /// Parses the content of the file.
    [[nodiscard]] static std::optional<CommitGraph> parse(std::string content);

    /// nullopt if the graph does not contain the commit or its entry is damaged. Logarithmic.
    [[nodiscard]] std::optional<Entry> find(const RawId& id) const;

private:
    /// The extent of a part of the file.
    struct Chunk {
        std::size_t start = 0;
        std::size_t size = 0;
    };

    explicit CommitGraph(std::string content) : content_{std::move(content)} {}

    [[nodiscard]] bool read_chunks();
    [[nodiscard]] bool is_sound() const;
    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t bytes) const;
    [[nodiscard]] RawId id(std::size_t position) const;
    [[nodiscard]] std::optional<std::size_t> find_position(const RawId& id) const;
    [[nodiscard]] bool add_parent(Entry& entry, std::uint64_t position) const;
    [[nodiscard]] bool add_more_parents(Entry& entry, std::size_t first_edge) const;

    std::string content_;
    Chunk fanout_, ids_, commits_, edges_;
    std::size_t count_ = 0; ///< of commits
};

} // namespace cb::git
