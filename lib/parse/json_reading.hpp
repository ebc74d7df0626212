#pragma once

#include "json/value.hpp"
#include "parse/collector.hpp"
#include "parse/scanner.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the formats that are made of JSON share.
namespace cb::parse {

/// The number, or what there is instead: "is missing", "NaN is not a value in JSON".
[[nodiscard]] Parsed<double> number_of(JsonValue value);

/// Whether it is a number, or was one that JSON or a double has no place for: NaN, 1e999.
/// number_of() names those.
[[nodiscard]] bool is_measure(JsonValue value);

/// What a format measures.
struct ResultMetric {
    std::string_view name, unit;
    Direction direction = Direction::unknown;
};

/// A result of that metric with the names and labels of `base`.
[[nodiscard]] Result make_result(const Result& base, const ResultMetric& metric);

/// A statistic: how a tool calls it, and how our summaries do.
struct SummaryFigure {
    std::string_view member, key;
};

/// The reading of one object that the scanner found: takes its results, and what is wrong with it.
class JsonReading {
public:
    JsonReading(const FoundObject& object, Collector& collector)
        : object_{object}, collector_{collector}
    {}

    /// Set before a format reads the object.
    void set_root(JsonValue root) { root_ = root; }
    [[nodiscard]] JsonValue root() const { return root_; }
    [[nodiscard]] Collector& collector() const { return collector_; }
    /// The first and last line of the object.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> lines() const;

    /// Takes a result, of the lines of the object unless it says others. One that cannot be taken
    /// is wrong at `where`.
    void add(Result result, JsonValue where);
    void add(Sample sample, JsonValue where);
    /// Takes a result with that one value; a value that is no number is rejected.
    void add_value(Result result, JsonValue value);
    /// Takes a result with the samples of a list. Those that are no numbers are rejected, and so is
    /// what has no samples.
    void add_samples(Result result, JsonValue list);
    /// Takes a result with a summary. The first figure is required; others may be missing.
    void add_summary(Result result, JsonValue statistics, std::span<const SummaryFigure> figures);
    /// What is at `where` is rejected. finish() looks up where it stands, once for all.
    void wrong(JsonValue where, std::string_view reason);
    /// Whether the text, which is made of what stands at `where`, may be part of a name. If not,
    /// it is rejected.
    [[nodiscard]] bool takes_name(std::string_view text, JsonValue where);
    /// The value as part of a name, as a number, as an object or a list. Another one is rejected.
    [[nodiscard]] std::optional<std::string_view> require_name(JsonValue value);
    [[nodiscard]] std::optional<double> require_number(JsonValue value);
    [[nodiscard]] bool require_object(JsonValue value);
    [[nodiscard]] bool require_list(JsonValue value);
    /// The numbers of a list, without those that are none and are rejected.
    [[nodiscard]] std::vector<double> numbers_of(JsonValue list);
    /// The objects of a list; other elements are rejected. Of another type there are none.
    [[nodiscard]] std::vector<JsonValue> objects_of(JsonValue list);
    /// Hands what is wrong to the collector.
    void finish();

private:
    [[nodiscard]] bool has_room_for_wrong();

    const FoundObject& object_;
    Collector& collector_;
    JsonValue root_{};
    std::vector<JsonValue> wrong_values_{};
    std::vector<std::string> reasons_{};                    ///< of those
    std::vector<Collector::Commit> commits_{};              ///< of the values
    std::map<Collector::Commit, std::size_t> wrong_{};      ///< how many values a commit has
    std::map<Collector::Commit, std::size_t> more_wrong_{}; ///< of which only the number is kept
};

} // namespace cb::parse
