#pragma once

#include "parse/formats/go_series.hpp"
#include "parse/line_format.hpp"
#include "parse/line_words.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

/// A line printed by `go test`, as plain text or reassembled from JSON.
struct GoLine {
    std::string_view text;
    std::string_view previous; ///< the previous line
    GoSeries::LineRange lines{1, 1};
    TextLine::Ending ending = TextLine::Ending::newline;
};

/// Reads the benchmark lines of a package: golang.org/design/14313-benchmark-format and
/// src/testing/benchmark.go.
class GoLines {
public:
    /// Does not own `series`. `package` is the benchmark's name until a line overrides it.
    GoLines(std::string_view package, GoSeries& series);

    void read(const GoLine& line);
    /// Reads a result behind other output that had no end of line:
    /// "...BenchmarkB-2 \t 100\t 9 ns/op". Returns whether there is one. read() does so, too.
    bool read_inside(const GoLine& line);
    /// Ends the package's output.
    void finish();
    /// Whether the next line may explain why a benchmark failed.
    [[nodiscard]] bool wants_next() const { return !failed_.reason.empty(); }
    [[nodiscard]] bool has_rejected() const { return !rejected_.empty(); }
    /// What was rejected since the last call.
    [[nodiscard]] std::vector<Rejected> take_rejected() { return std::exchange(rejected_, {}); }

private:
    void read_benchmark(const GoLine& line);
    void drop_old_pending(const GoLine& line);
    void read_measures(const GoLine& line);
    [[nodiscard]] bool is_cut(const GoLine& line, std::size_t at) const;
    void reject_measure(const GoLine& line, std::size_t at);
    void read_end(const GoLine& line, std::string_view before);
    void read_unit(const GoLine& line);
    [[nodiscard]] bool is_prose(const GoLine& line) const;
    [[nodiscard]] bool reject_without_tabs(const GoLine& line);
    void read_config(const GoLine& line);
    void change_config(std::string_view key, std::string_view value);
    void take_pending();
    void read_message(const GoLine& line);
    void reject(const GoLine& line, std::string_view part, std::string field, std::string reason);

    GoSeries& series_;
    std::string benchmark_;
    Labels config_{};            ///< from the configuration lines so far
    SharedConfig shared_{};      ///< the same; null if it has changed since
    Labels pending_{};           ///< configuration lines not yet followed by a benchmark
    std::string last_pending_{}; ///< the last of those lines
    LineWords words_{};          ///< of the current line
    Rejected failed_{};          ///< waits for its message; no failure if the reason is empty
    /// the previous line was a message, which cannot belong to the next failure
    bool is_message_ = false;
    std::vector<Rejected> rejected_{};
};

} // namespace cb::parse
