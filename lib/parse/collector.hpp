#pragma once

#include "parse/find.hpp"
#include "parse/sample.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::parse {

/// What becomes of several results of the same benchmark, test and metric.
enum class Same : std::uint8_t {
    together, ///< they become one
    apart,    ///< they stay as they were found
};

/// Of the names, the labels and the description.
[[nodiscard]] std::size_t text_bytes_of(const Result& result);

/// Gathers what a reader finds: results of the same benchmark, test and metric become one, with the
/// samples of all in the order in which they came.
class Collector {
public:
    /// How many rejected entries of one commit are kept; of more only the number is told.
    static constexpr std::size_t most_rejected = 1000;
    /// The same of all commits together, but each keeps one in any case.
    static constexpr std::size_t most_rejected_in_all = 10'000;
    /// A longer name of a benchmark, test, metric or unit is none.
    static constexpr std::size_t most_name_bytes = 4096;

    /// `most_text_bytes`: so much may the names and labels of all results take. A name that a text
    /// has once, such as that of a package, is in each of its results, so that a text of some
    /// megabytes might else fill the memory.
    explicit Collector(Same same = Same::together,
                       std::size_t most_text_bytes = std::size_t{1} << 30U)
        : same_{same}, most_text_bytes_{most_text_bytes}
    {}

    /// A format that puts results together itself hands them over at once where they stay apart.
    [[nodiscard]] Same same() const noexcept { return same_; }

    /// The format of what is added from here on.
    void read_as(Format format) { format_ = format; }
    /// Takes what a tool has rounded for people. A result is left out where this collector has one
    /// of the same test and metric, whichever came first, and whatever the benchmark is called:
    /// consoles do not tell it, or shorten it.
    [[nodiscard]] Collector& rounded();
    /// What is added from here on belongs to another commit than the text; none: to the text's.
    void belongs_to(std::optional<Source> source);

    /// Adds the result, or says why it cannot be taken: it contradicts what was there before, or
    /// its names are too long. Then nothing changes. Names hold no NUL byte. Amortized constant
    /// time a sample.
    [[nodiscard]] std::optional<std::string> add(Result result);
    [[nodiscard]] std::optional<std::string> add(const Sample& sample);
    /// Adds the result, or rejects it as `field` where its first line is.
    void add_or_reject(Result result, std::string field);
    /// The commit to which belongs what is added now: a number of this collector's; none: the
    /// text's.
    using Commit = std::optional<std::size_t>;
    [[nodiscard]] Commit commit() const noexcept { return past_; }
    void reject(Rejected rejected) { reject(std::move(rejected), past_); }
    void reject(Rejected rejected, Commit commit);
    /// So many more entries of that commit were rejected. \pre one of it was rejected before
    void count_rejected(std::size_t more, Commit commit) { count_of(commit).all += more; }
    /// What to tell if nothing is found. The first hint counts.
    void suggest(std::string hint)
    {
        if (!has_hint()) {
            hint_ = std::move(hint);
        }
    }
    [[nodiscard]] bool has_hint() const noexcept { return !hint_.empty(); }
    /// Takes over what the other has gathered. Its hint is the better one.
    void absorb(Collector&& other);
    /// What was gathered, the rejected entries in the order of their lines; the collector is empty
    /// then. `asked` is told as the format where nothing was found.
    [[nodiscard]] Found take(Format asked);

private:
    [[nodiscard]] std::vector<Result>& results();
    /// What tells the results of one commit apart.
    struct Names {
        std::string_view benchmark, test, metric;
    };
    using Place = std::size_t; ///< in results()
    [[nodiscard]] std::optional<Place> find(const Names& names);
    void follow(Place place);
    void set_key(const Names& names);
    [[nodiscard]] std::optional<std::string> no_room_for(std::size_t bytes) const;
    [[nodiscard]] std::optional<std::string> keep(Result result);
    [[nodiscard]] std::optional<std::string> put_to(Result& before, Result more);
    /// How many entries of a commit were rejected, also those that are not kept.
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
    std::size_t most_text_bytes_;
    Found found_{};
    std::unordered_map<std::string, std::size_t> index_{}; ///< of the results by their names
    std::string key_{};         ///< of index_; kept because it needs no memory the next time
    std::vector<Place> next_{}; ///< what came after each result the last time: likely comes again
    Place last_ = 0;            ///< where the last sample went
    std::unordered_map<std::string, std::size_t> commits_{}; ///< of found_.past
    Commit past_{};                                          ///< what belongs_to() said
    RejectedCount rejected_{};                               ///< of the text's commit
    std::vector<RejectedCount> past_rejected_{};             ///< of each of found_.past
    std::size_t kept_rejected_ = 0;                          ///< entries of all commits
    std::size_t text_bytes_ = 0; ///< of the names and labels that are kept
    std::string hint_{};
    Format format_ = Format::automatic;
    std::set<Format> formats_{}; ///< that gave something
    std::unique_ptr<Collector> rounded_{};
};

} // namespace cb::parse
