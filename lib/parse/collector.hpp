#pragma once

#include "parse/find.hpp"
#include "parse/sample.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::parse {

/// How to treat several results of the same benchmark, test and metric.
enum class Same : std::uint8_t {
    together, ///< merge them into one
    apart,    ///< keep each as found
};

/// The size of the names, the labels and the description.
[[nodiscard]] std::size_t text_bytes_of(const Result& result);

/// Collects what readers find. Results of the same benchmark, test and metric are merged, with all
/// samples in the order of their arrival.
class Collector {
public:
    /// Keeps at most this many rejected entries per commit; further ones are only counted.
    static constexpr std::size_t max_rejected = 1000;
    /// The same for all commits together, but each commit keeps at least one.
    static constexpr std::size_t max_rejected_in_all = 10'000;
    /// A longer benchmark, test, metric or unit name is rejected.
    static constexpr std::size_t max_name_bytes = 4096;

    /// `max_text_bytes` limits the names and labels of all results. A name that appears once in a
    /// text, such as a package's, is copied to each of its results, so a text of a few megabytes
    /// could otherwise exhaust memory.
    explicit Collector(Same same = Same::together,
                       std::size_t max_text_bytes = std::size_t{1} << 30U)
        : same_{same}, max_text_bytes_{max_text_bytes}
    {}

    /// A format that merges results itself passes them on immediately if they stay apart.
    [[nodiscard]] Same same() const noexcept { return same_; }

    /// Sets the format of the results that are added from now on.
    void read_as(Format format) { format_ = format; }
    /// Rejects what is added from now on if it comes from one of these lines, which may be cut off;
    /// null: takes everything. Does not own them.
    void doubt(const std::set<std::uint64_t>* lines) { doubted_ = lines; }
    /// The collector for figures that a tool rounded for people. It drops a result if this
    /// collector has one of the same test and metric, whichever came first. The benchmark name is
    /// ignored, because consoles omit or shorten it.
    [[nodiscard]] Collector& rounded();
    /// What is added from now on belongs to another commit than the text, described by `past`,
    /// which has no results yet; nullopt: to the text's. Its commit, repository and part identify
    /// it; if they were there before, the times span both.
    void belongs_to(std::optional<Past> past);

    /// Adds the result, or returns the reason why not: it contradicts earlier results, or its names
    /// are too long. Then nothing changes. Names must not contain NUL bytes. Amortized constant
    /// time per sample.
    [[nodiscard]] std::optional<std::string> add(Result result);
    [[nodiscard]] std::optional<std::string> add(const Sample& sample);
    /// Adds the result, or rejects it as `field` at its first line.
    void add_or_reject(Result result, std::string field);
    /// The commit of what is added now, as an index of this collector; nullopt: the text's.
    using Commit = std::optional<std::size_t>;
    [[nodiscard]] Commit commit() const noexcept { return past_; }
    void reject(Rejected rejected) { reject(std::move(rejected), past_); }
    void reject(Rejected rejected, Commit commit);
    /// Counts further rejected entries of that commit. \pre one of its entries was rejected before
    void count_rejected(std::size_t more, Commit commit) { count_of(commit).all += more; }
    /// The message if nothing is found. The first hint wins.
    void suggest(std::string hint)
    {
        if (!has_hint()) {
            hint_ = std::move(hint);
        }
    }
    [[nodiscard]] bool has_hint() const noexcept { return !hint_.empty(); }
    /// Moves in everything that the other has collected. The other's hint takes precedence.
    void absorb(Collector&& other);
    /// Returns what was collected, with the rejected entries in line order, and leaves the
    /// collector empty. If nothing was found, the format is `asked`.
    [[nodiscard]] Found take(Format asked);

private:
    [[nodiscard]] std::vector<Result>& results();
    /// Identifies a result within one commit.
    struct Names {
        std::string_view benchmark, test, metric;
    };
    using Place = std::size_t; ///< an index in results()
    [[nodiscard]] std::optional<Place> find(const Names& names);
    void follow(Place place);
    void set_key(const Names& names);
    [[nodiscard]] std::optional<std::string> no_room_for(std::size_t bytes) const;
    [[nodiscard]] bool
    is_doubted(std::span<const std::pair<std::uint64_t, std::uint64_t>> lines) const;
    [[nodiscard]] std::optional<std::string> keep(Result result);
    [[nodiscard]] std::optional<std::string> put_to(Result& before, Result more);
    /// The number of rejected entries of a commit, including those that are not kept.
    struct RejectedCount {
        std::size_t all = 0;
        std::size_t kept = 0;
    };
    [[nodiscard]] std::vector<Rejected>& rejected_of(Commit commit);
    [[nodiscard]] RejectedCount& count_of(Commit commit);
    void tell_left_out(Commit commit);
    void merge_all(std::vector<Result> results);
    void take_over(Collector&& other);
    void leave_out_known(std::vector<Result>& rounded) const;
    void reject_all(std::vector<Rejected> rejected);

    Same same_;
    std::size_t max_text_bytes_;
    Found found_{};
    std::unordered_map<std::string, std::size_t> index_{}; ///< of the results, by their names
    std::string key_{};         ///< a key of index_; a member to reuse its memory
    std::vector<Place> next_{}; ///< which result followed each one last time, as a prediction
    Place last_ = 0;            ///< where the last sample was added
    std::unordered_map<std::string, std::size_t> commits_{}; ///< indexes in found_.past
    Commit past_{};                                          ///< set by belongs_to()
    RejectedCount rejected_{};                               ///< for the text's commit
    std::vector<RejectedCount> past_rejected_{};             ///< for each element of found_.past
    std::size_t kept_rejected_ = 0;                          ///< entries of all commits
    std::size_t text_bytes_ = 0;                             ///< of the names and labels kept
    std::string hint_{};
    const std::set<std::uint64_t>* doubted_ = nullptr;
    Format format_ = Format::automatic;
    std::set<Format> formats_{}; ///< with any results
    std::unique_ptr<Collector> rounded_{};
};

} // namespace cb::parse
