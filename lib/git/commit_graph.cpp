#include "git/commit_graph.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <algorithm>

namespace cb::git {

namespace {

constexpr std::size_t header_size = 8;
constexpr std::size_t table_row_size = 12;
constexpr std::size_t fanout_size = 256 * 4;
constexpr std::size_t id_size = std::tuple_size_v<RawId>;
constexpr std::size_t commit_size = id_size + 16; ///< tree, two parents, generation and time
constexpr std::uint64_t no_parent = 0x7000'0000;
/// More parents follow in the edges; in the edges: this is the last parent.
constexpr std::uint64_t flag = 0x8000'0000;
constexpr std::uint64_t time_mask = 0x3'FFFF'FFFF;
constexpr unsigned time_bits = 34;
/// Means "at least this level", so it is useless.
constexpr std::uint64_t level_limit = 0x3FFF'FFFF;

/// Both versions of generation numbers, 1 and 2, store the topological level here.
std::uint32_t parse_level(std::uint64_t level_and_time)
{
    const auto level = level_and_time >> time_bits;
    return level < level_limit ? static_cast<std::uint32_t>(level) : 0;
}

} // namespace

std::optional<CommitGraph> CommitGraph::read(const std::filesystem::path& file)
{
    constexpr Bytes max_size{std::uint64_t{1} << 30U};
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    try {
        return parse(cb::read_file(file, max_size));
    } catch (const Error&) { // reading the commits gives the same result, only slower
        return std::nullopt;
    }
}

std::optional<CommitGraph> CommitGraph::parse(std::string content)
{
    CommitGraph graph{std::move(content)};
    if (graph.content_.size() < header_size ||
        !graph.content_.starts_with(std::string_view{"CGPH\1\1", 6}) || !graph.read_chunks() ||
        !graph.is_sound()) {
        return std::nullopt;
    }
    return graph;
}

/// \pre at + bytes <= content_.size()
std::uint64_t CommitGraph::number(std::size_t at, std::size_t bytes) const
{
    std::uint64_t value = 0;
    for (std::size_t i = at; i < at + bytes; ++i) {
        value = value << 8U | static_cast<unsigned char>(content_[i]);
    }
    return value;
}

/// The table of contents: an id and the offset of each chunk. A chunk ends at the next offset.
bool CommitGraph::read_chunks()
{
    const std::size_t chunks = static_cast<unsigned char>(content_[6]);
    const bool is_part_of_chain = content_[7] != 0;
    if (is_part_of_chain || content_.size() < header_size + (chunks + 1) * table_row_size) {
        return false;
    }
    for (std::size_t i = 0; i < chunks; ++i) {
        const auto row = header_size + i * table_row_size;
        const auto start = number(row + 4, 8);
        const auto end = number(row + table_row_size + 4, 8);
        if (start > end || end > content_.size()) {
            return false;
        }
        const Chunk chunk{start, end - start};
        const auto name = std::string_view{content_}.substr(row, 4);
        if (name == "OIDF") {
            fanout_ = chunk;
        } else if (name == "OIDL") {
            ids_ = chunk;
        } else if (name == "CDAT") {
            commits_ = chunk;
        } else if (name == "EDGE") {
            edges_ = chunk;
        }
    }
    count_ = ids_.size / id_size;
    return true;
}

bool CommitGraph::is_sound() const
{
    return fanout_.size >= fanout_size && commits_.size / commit_size >= count_ &&
           number(fanout_.start + fanout_size - 4, 4) == count_;
}

RawId CommitGraph::id(std::size_t position) const
{
    RawId id{};
    std::memcpy(id.data(), content_.data() + ids_.start + position * id_size, id_size);
    return id;
}

std::optional<std::size_t> CommitGraph::find_position(const RawId& wanted) const
{
    const std::size_t first_byte = wanted[0];
    const auto entry = fanout_.start + first_byte * 4;
    std::size_t low = first_byte == 0 ? 0 : number(entry - 4, 4);
    std::size_t high = std::min<std::size_t>(number(entry, 4), count_);
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto order =
            std::memcmp(content_.data() + ids_.start + middle * id_size, wanted.data(), id_size);
        if (order == 0) {
            return middle;
        }
        (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
    }
    return std::nullopt;
}

bool CommitGraph::add_parent(Entry& entry, std::uint64_t position) const
{
    if (position >= count_) {
        return false;
    }
    entry.parents.push_back(id(position));
    return true;
}

bool CommitGraph::add_more_parents(Entry& entry, std::size_t first_edge) const
{
    for (std::size_t edge = first_edge; edge < edges_.size / 4; ++edge) {
        const auto parent = number(edges_.start + edge * 4, 4);
        if (!add_parent(entry, parent & ~flag)) {
            return false;
        }
        if ((parent & flag) != 0) {
            return true;
        }
    }
    return false;
}

std::optional<CommitGraph::Entry> CommitGraph::find(const RawId& wanted) const
{
    const auto position = find_position(wanted);
    if (!position) {
        return std::nullopt;
    }
    const auto at = commits_.start + *position * commit_size + id_size;
    const auto first = number(at, 4);
    const auto second = number(at + 4, 4);
    const auto level_and_time = number(at + 8, 8);
    Entry entry{.time = static_cast<std::int64_t>(level_and_time & time_mask),
                .level = parse_level(level_and_time)};
    if (first != no_parent && !add_parent(entry, first)) {
        return std::nullopt;
    }
    const bool is_whole = second == no_parent    ? true
                          : (second & flag) != 0 ? add_more_parents(entry, second & ~flag)
                                                 : add_parent(entry, second);
    return is_whole ? std::optional{std::move(entry)} : std::nullopt;
}

} // namespace cb::git
