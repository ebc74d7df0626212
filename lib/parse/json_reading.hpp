#pragma once

#include "json/value.hpp"
#include "parse/collector.hpp"
#include "parse/names.hpp"
#include "parse/scanner.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Helpers shared by the JSON formats.
namespace cb::parse {

/// The number, or what is wrong: "is missing", "NaN is not a value in JSON".
[[nodiscard]] Parsed<double> number_of(JsonValue value);

/// Whether it is a number, or one that JSON or double cannot represent: NaN, 1e999. number_of()
/// reports those.
[[nodiscard]] bool is_measure(JsonValue value);

/// A statistic: the tool's name for it, and ours.
struct SummaryFigure {
    std::string_view member, key;
};

/// The words in which most tools write their statistics, the mean first.
constexpr std::array usual_figures{SummaryFigure{"mean", "avg"},
                                   SummaryFigure{"min", "min"},
                                   SummaryFigure{"max", "max"},
                                   SummaryFigure{"median", "median"},
                                   SummaryFigure{"p50", "median"},
                                   SummaryFigure{"stddev", "stddev"},
                                   SummaryFigure{"sd", "stddev"},
                                   SummaryFigure{"p75", "p75"},
                                   SummaryFigure{"p99", "p99"},
                                   SummaryFigure{"p995", "p99.5"},
                                   SummaryFigure{"p999", "p99.9"}};

/// Makes the result a summary, and adds the figures that are numbers unless they are there.
void take_figures(Result& result, JsonValue statistics, std::span<const SummaryFigure> figures);

/// Reads one object that the scanner found: collects its results and its errors.
class JsonReading {
public:
    JsonReading(const FoundObject& object, Collector& collector)
        : object_{object}, collector_{collector}
    {}

    /// Call it before a format reads the object.
    void set_root(JsonValue root) { root_ = root; }
    [[nodiscard]] JsonValue root() const { return root_; }
    [[nodiscard]] Collector& collector() const { return collector_; }
    /// The first and last line of the object.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> lines() const;

    /// Adds a result, with the object's lines unless it has its own. If it is rejected, the error
    /// is reported at `where`.
    void add(Result result, JsonValue where);
    void add(Sample sample, JsonValue where);
    /// Adds a result with that one value; rejects a value that is not a number.
    void add_value(Result result, JsonValue value);
    /// Adds a result with the samples of a list. Rejects samples that are not numbers, and a list
    /// without samples.
    void add_samples(Result result, JsonValue list);
    /// The same, but a list without samples, or another value, adds nothing.
    void add_any_samples(Result result, JsonValue list);
    /// Adds a result with a summary. The first figure is required; the others are optional.
    void add_summary(Result result, JsonValue statistics, std::span<const SummaryFigure> figures);
    /// Adds the samples in that member of the statistics if it exists; otherwise the statistics.
    void add_samples_or_summary(Result result,
                                std::string_view samples,
                                JsonValue statistics,
                                std::span<const SummaryFigure> figures = usual_figures);
    /// Rejects the value at `where`. finish() looks up all places at once.
    void wrong(JsonValue where, std::string_view reason);
    /// Whether the text, which comes from the value at `where`, may be part of a name. If not,
    /// rejects it.
    [[nodiscard]] bool takes_name(std::string_view text, JsonValue where);
    /// The value as part of a name, number, object or list. Rejects another type.
    [[nodiscard]] std::optional<std::string_view> require_name(JsonValue value);
    /// The test with that name, of the benchmark "default".
    [[nodiscard]] std::optional<Result> require_test(JsonValue name);
    [[nodiscard]] std::optional<double> require_number(JsonValue value);
    [[nodiscard]] bool require_object(JsonValue value);
    [[nodiscard]] bool require_list(JsonValue value);
    /// The numbers of a list; rejects other elements.
    [[nodiscard]] std::vector<double> numbers_of(JsonValue list);
    /// The objects of a list; rejects other elements. Empty for another type.
    [[nodiscard]] std::vector<JsonValue> objects_of(JsonValue list);
    /// Passes the errors to the collector.
    void finish();

private:
    [[nodiscard]] bool has_room_for_wrong();

    const FoundObject& object_;
    Collector& collector_;
    JsonValue root_{};
    std::vector<JsonValue> wrong_values_{};
    std::vector<std::string> reasons_{};       ///< of those values
    std::vector<Collector::Commit> commits_{}; ///< of the values
    /// the number of rejected values per commit
    std::map<Collector::Commit, std::size_t> wrong_{};
    std::map<Collector::Commit, std::size_t> more_wrong_{}; ///< those of them that are only counted
};

} // namespace cb::parse
