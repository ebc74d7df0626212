#pragma once

#include "store/result_rows.hpp"
#include "store/storable.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What becomes of a result in its series: one series has one unit.
namespace cb::store {

/// A series as the database has it.
struct Series {
    std::int64_t id = 0;
    std::string unit; ///< of all its numbers: the one in which it was stored first
};

/// By series_key.
using SeriesByKey = std::unordered_map<std::string, Series>;

/// Makes the numbers of a result those of its series. A statistic of a summary is converted as a
/// sample is: all are in the unit of the metric.
class ToSeriesUnit {
public:
    /// \pre both outlive this
    ToSeriesUnit(const ResultRows& rows, const Series& series)
        : from_{rows.unit}, to_{series.unit}, is_same_{from_ == to_}
    {}

    /// What becomes too large for a double is the largest, so that the rest of the job is kept.
    /// Throws Error{bad_input} where the series has a unit that this program cannot convert to.
    [[nodiscard]] double operator()(double value) const
    {
        return storable(is_same_ ? value : in_series_unit(value));
    }

private:
    [[nodiscard]] double in_series_unit(double value) const;

    std::string_view from_, to_;
    bool is_same_;
};

struct NoteRow {
    std::int64_t series_id = 0;
    std::string description{};
    std::string labels{};        ///< JSON
    std::string printed_units{}; ///< JSON
};

/// What the results of one job said besides their numbers: a row a series that said something.
class Notes {
public:
    /// Of the results of one series the first description and labels are kept, and the units from
    /// which the numbers of any were converted. \pre `rows` outlives this
    void add(const ResultRows& rows, const Series& series);
    [[nodiscard]] std::vector<NoteRow> rows() const;

private:
    struct Note {
        std::int64_t series_id = 0;
        const Result* said = nullptr; ///< the one whose description and labels are kept
        std::set<std::string> printed_units{};
    };
    [[nodiscard]] Note& note_of(const Series& series);

    std::vector<Note> notes_{};
    std::unordered_map<std::int64_t, std::size_t> places_{}; ///< of notes_, by series_id
};

} // namespace cb::store
