#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/names.hpp"

namespace cb::parse {

namespace {

struct GungraunRow {
    std::string_view key;
    ResultMetric metric;
};

/// The rows that are costs, in the words of gungraun, iai-callgrind and iai.
constexpr std::array gungraun_rows{
    GungraunRow{"Instructions:", {"instructions", "", Direction::lower}},
    GungraunRow{"L1 Hits:", {"l1_hits", "", Direction::unknown}},
    GungraunRow{"L1 Data Hits:", {"l1_hits", "", Direction::unknown}},
    GungraunRow{"L1 Accesses:", {"l1_hits", "", Direction::unknown}},
    GungraunRow{"L2 Hits:", {"l2_hits", "", Direction::unknown}},
    GungraunRow{"L2 Accesses:", {"l2_hits", "", Direction::unknown}},
    GungraunRow{"LL Hits:", {"ll_hits", "", Direction::unknown}},
    GungraunRow{"RAM Hits:", {"ram_hits", "", Direction::lower}},
    GungraunRow{"RAM Accesses:", {"ram_hits", "", Direction::lower}},
    GungraunRow{"Total read+write:", {"total_read_write", "", Direction::lower}},
    GungraunRow{"Estimated Cycles:", {"estimated_cycles", "", Direction::lower}},
    GungraunRow{"Total bytes:", {"total_bytes", "B", Direction::lower}},
    GungraunRow{"Total blocks:", {"total_blocks", "", Direction::lower}},
    GungraunRow{"At t-gmax bytes:", {"at_t_gmax_bytes", "B", Direction::lower}},
    GungraunRow{"At t-gmax blocks:", {"at_t_gmax_blocks", "", Direction::lower}},
    GungraunRow{"At t-end bytes:", {"at_t_end_bytes", "B", Direction::lower}},
    GungraunRow{"At t-end blocks:", {"at_t_end_blocks", "", Direction::lower}},
    GungraunRow{"Reads bytes:", {"reads_bytes", "B", Direction::lower}},
    GungraunRow{"Writes bytes:", {"writes_bytes", "B", Direction::lower}},
};

constexpr std::string_view indent = "  ";

/// The output of gungraun, formerly iai-callgrind, and of iai: a benchmark's name, and below it one
/// row per event: "  Instructions:      1734|1733     (+0.05770%) [+1.00058x]".
class Gungraun final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == ' '; }

    [[nodiscard]] Next read_line() override
    {
        auto text = line().text;
        const bool is_row = take(text, indent) && !text.empty() && text.front() != ' ';
        if (is_row && is_start(text)) {
            begin(text);
        }
        if (test_ && is_row) {
            read_row(text); // rows below a comparison have more indentation
        } else if (test_ && trimmed(line().text).empty()) {
            end_test();
        }
        return test_ ? Next::every : Next::some;
    }

    void end_text() override { end_test(); }

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

    void begin(std::string_view row)
    {
        const bool is_first = row.starts_with("Instructions:") && has_instructions_;
        const auto previous =
            line().previous.substr(0, line().previous.find_last_not_of(" \t") + 1);
        if (is_name(previous, row)) {
            end_test();
            const auto [name, details] = split_name(previous);
            const auto [benchmark, test] = split_at_first(name, "::");
            test_.emplace(benchmark, test, line().number - 1);
            if (!details.empty() && !details.ends_with("...")) {
                test_->add_label("details", details);
            }
        } else if (row.starts_with("Instructions:") && row.find('|') != std::string_view::npos &&
                   (!test_ || is_first)) {
            end_test();
            start_test(previous);
            refuse_test("something else was printed between the name and its figures");
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

    void read_row(std::string_view text)
    {
        const auto* const row = find_where(gungraun_rows, [text](const GungraunRow& candidate) {
            return text.starts_with(candidate.key);
        });
        if (row == nullptr) {
            return;
        }
        const auto count = count_in(trimmed(text.substr(row->key.size())));
        if (count != "N/A") { // only the previous run has it
            read_figure(row->metric, "", count);
        }
    }

    void end_test()
    {
        give_test();
        has_instructions_ = false;
    }

    bool has_instructions_ = false; ///< the test's first row was read
};

} // namespace

std::unique_ptr<LineFormat> make_gungraun()
{
    return std::make_unique<Gungraun>();
}

} // namespace cb::parse
