#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

struct Row {
    std::string_view key;
    TextMetric metric;
};

/// The rows that are costs, in the words of gungraun, iai-callgrind and iai.
constexpr std::array rows{
    Row{"Instructions:", {"instructions", "", Direction::lower}},
    Row{"L1 Hits:", {"l1_hits", "", Direction::unknown}},
    Row{"L1 Data Hits:", {"l1_hits", "", Direction::unknown}},
    Row{"L1 Accesses:", {"l1_hits", "", Direction::unknown}},
    Row{"L2 Hits:", {"l2_hits", "", Direction::unknown}},
    Row{"L2 Accesses:", {"l2_hits", "", Direction::unknown}},
    Row{"LL Hits:", {"ll_hits", "", Direction::unknown}},
    Row{"RAM Hits:", {"ram_hits", "", Direction::lower}},
    Row{"RAM Accesses:", {"ram_hits", "", Direction::lower}},
    Row{"Total read+write:", {"total_read_write", "", Direction::lower}},
    Row{"Estimated Cycles:", {"estimated_cycles", "", Direction::lower}},
    Row{"Total bytes:", {"total_bytes", "B", Direction::lower}},
    Row{"Total blocks:", {"total_blocks", "", Direction::lower}},
    Row{"At t-gmax bytes:", {"at_t_gmax_bytes", "B", Direction::lower}},
    Row{"At t-gmax blocks:", {"at_t_gmax_blocks", "", Direction::lower}},
    Row{"At t-end bytes:", {"at_t_end_bytes", "B", Direction::lower}},
    Row{"At t-end blocks:", {"at_t_end_blocks", "", Direction::lower}},
    Row{"Reads bytes:", {"reads_bytes", "B", Direction::lower}},
    Row{"Writes bytes:", {"writes_bytes", "B", Direction::lower}},
};

constexpr std::string_view indent = "  ";

/// The output of gungraun, formerly iai-callgrind, and of iai: a benchmark's name, and below it one
/// row per event: "  Instructions:      1734|1733     (+0.05770%) [+1.00058x]".
class Gungraun final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == ' '; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        auto text = line.text;
        const bool is_row = take(text, indent) && !text.empty() && text.front() != ' ';
        if (is_row && is_start(text)) {
            start_test(line, text, collector);
        }
        if (test_ && is_row) {
            read_row(line, text, collector); // rows below a comparison have more indentation
        } else if (test_ && trimmed(line.text).empty()) {
            end_test(collector);
        }
        return test_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override { end_test(collector); }

private:
    /// Whether the line is the first one below the name.
    static bool is_start(std::string_view text)
    {
        const auto count = value_behind(text, "Instructions:");
        return (count && is_count(count_in(*count))) || text.starts_with("Baselines:") ||
               text.starts_with("======= ");
    }

    /// "1734" for "1734|1733    (+0.05770%)": this run's count.
    static std::string_view count_in(std::string_view cell)
    {
        return cell.substr(0, cell.find_first_of("| "));
    }

    /// A name consists of the file, the group and the function, "library::fib_group::fib short:10";
    /// for iai, which shows no previous run after a bar, it is one word.
    static bool is_name(std::string_view text, std::string_view row)
    {
        const auto word = text.substr(0, text.find(' '));
        const bool is_iai =
            row.starts_with("Instructions:") && row.find('|') == std::string_view::npos;
        return !word.empty() && (word.find("::") != std::string_view::npos ||
                                 (is_iai && word.size() == text.size()));
    }

    void start_test(const TextLine& line, std::string_view row, Collector& collector)
    {
        const bool is_first = row.starts_with("Instructions:") && has_instructions_;
        const auto previous = line.previous.substr(0, line.previous.find_last_not_of(" \t") + 1);
        if (is_name(previous, row)) {
            end_test(collector);
            const auto [name, details] = split_name(previous);
            const auto colons = name.find("::");
            const bool has_file = colons != std::string_view::npos;
            test_.emplace(has_file ? name.substr(0, colons) : "default",
                          has_file ? name.substr(colons + 2) : name,
                          line.number - 1);
            if (!details.empty() && !details.ends_with("...")) {
                test_->add_label("details", details);
            }
        } else if (row.starts_with("Instructions:") && row.find('|') != std::string_view::npos &&
                   (!test_ || is_first)) {
            end_test(collector);
            TextTest{"default", previous, line.number}.refuse(
                "something else was printed between the name and its figures", collector);
        }
        has_instructions_ = has_instructions_ || (test_ && row.starts_with("Instructions:"));
    }

    /// "group::run id:open_file(\"path\")" is the benchmark "group::run id". The text after the
    /// colon describes it; gungraun truncates that, so it is not part of the name.
    struct Name {
        std::string_view name, details;
    };
    static Name split_name(std::string_view text)
    {
        const auto blank = text.find(' ');
        const auto colon = text.find(':', std::min(blank, text.size()));
        return colon == std::string_view::npos
                   ? Name{text, ""}
                   : Name{text.substr(0, colon), text.substr(colon + 1)};
    }

    void read_row(const TextLine& line, std::string_view text, Collector& collector)
    {
        const auto* const row =
            std::find_if(rows.begin(), rows.end(), [text](const Row& candidate) {
                return text.starts_with(candidate.key);
            });
        if (row == rows.end()) {
            return;
        }
        const auto count = count_in(trimmed(text.substr(row->key.size())));
        if (count != "N/A") { // only the previous run has it
            test_->read(row->metric, "", {count, ""}, line, collector);
        }
    }

    void end_test(Collector& collector)
    {
        if (test_) {
            std::move(*test_).give(collector);
            test_.reset();
        }
        has_instructions_ = false;
    }

    std::optional<TextTest> test_{};
    bool has_instructions_ = false; ///< the test's first row was read
};

} // namespace

std::unique_ptr<LineFormat> make_gungraun()
{
    return std::make_unique<Gungraun>();
}

} // namespace cb::parse
