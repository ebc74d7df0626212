#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr ResultMetric pgbench_throughput{"throughput", "transactions/s", Direction::higher};
constexpr ResultMetric pgbench_latency{"latency", "ms", Direction::lower};

struct Setting {
    std::string_view key, name;
};

/// The settings that affect the figures.
constexpr std::array settings{Setting{"scaling factor: ", "scale"},
                              Setting{"query mode: ", "mode"},
                              Setting{"number of clients: ", "clients"},
                              Setting{"number of threads: ", "threads"}};

/// The output of a pgbench run (src/bin/pgbench/pgbench.c, printResults), for the run as a whole.
class Pgbench final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == 't'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        if (const auto type = value_behind(line().text, "transaction type: ")) {
            end_text();
            start_test(*type);
        } else if (test_) {
            read_in_test();
        }
        return test_ ? Next::every : Next::some;
    }

private:
    void read_in_test()
    {
        for (const auto& setting : settings) {
            if (const auto value = value_behind(line().text, setting.key)) {
                test_->add_parameter(setting.name, *value);
                return;
            }
        }
        if (const auto average = value_behind(line().text, "latency average = ")) {
            read_latency("avg", *average);
        } else if (const auto deviation = value_behind(line().text, "latency stddev = ")) {
            read_latency("stddev", *deviation);
        } else if (const auto rate = value_behind(line().text, "tps = ")) {
            read_rate(*rate);
        } else if (line().text.find("the above results are incomplete") != std::string_view::npos) {
            refuse_test("the run was aborted");
        }
    }

    /// "10.094 ms". Absent before version 9.6; some runs have no average.
    void read_latency(std::string_view key, std::string_view text)
    {
        const LineWords words{text};
        read_figure(pgbench_latency, key, words[0], words[1]);
    }

    /// "198.130501 (without initial connection time)". Before version 14 there are two rates; the
    /// first is "including connections establishing". With `-C`, "(including reconnection times)".
    void read_rate(std::string_view text)
    {
        if (text.find("(including connections establishing)") != std::string_view::npos) {
            return;
        }
        if (text.ends_with(')')) { // otherwise it is cut off
            if (text.ends_with("(including reconnection times)")) {
                test_->add_parameter("reconnect", "yes");
            }
            read_figure(pgbench_throughput, "", LineWords{text}[0]);
            give_test();
        }
    }
};

} // namespace

std::unique_ptr<LineFormat> make_pgbench()
{
    return std::make_unique<Pgbench>();
}

} // namespace cb::parse
