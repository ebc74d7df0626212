#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

constexpr TextMetric throughput{"throughput", "transactions/s", Direction::higher};
constexpr TextMetric latency{"latency", "ms", Direction::lower};

struct Setting {
    std::string_view key, name;
};

/// The settings that affect the figures.
constexpr std::array settings{Setting{"scaling factor: ", "scale"},
                              Setting{"query mode: ", "mode"},
                              Setting{"number of clients: ", "clients"},
                              Setting{"number of threads: ", "threads"}};

/// The output of a pgbench run (src/bin/pgbench/pgbench.c, printResults), for the run as a whole.
class Pgbench final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == 't'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        if (const auto type = value_behind(line.text, "transaction type: ")) {
            finish(collector);
            test_.emplace("default", *type, line.number);
        } else if (test_) {
            read_in_test(line, collector);
        }
        return test_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override
    {
        if (test_) {
            std::move(*test_).refuse("the output has no end", collector);
            test_.reset();
        }
    }

private:
    void read_in_test(const TextLine& line, Collector& collector)
    {
        for (const auto& setting : settings) {
            if (const auto value = value_behind(line.text, setting.key)) {
                test_->add_parameter(setting.name, *value);
                return;
            }
        }
        if (const auto average = value_behind(line.text, "latency average = ")) {
            read_latency(line, "avg", *average, collector);
        } else if (const auto deviation = value_behind(line.text, "latency stddev = ")) {
            read_latency(line, "stddev", *deviation, collector);
        } else if (const auto rate = value_behind(line.text, "tps = ")) {
            read_rate(line, *rate, collector);
        } else if (line.text.find("the above results are incomplete") != std::string_view::npos) {
            std::move(*test_).refuse("the run was aborted", collector);
            test_.reset();
        }
    }

    /// "10.094 ms". Absent before version 9.6; some runs have no average.
    void read_latency(const TextLine& line,
                      std::string_view key,
                      std::string_view text,
                      Collector& collector)
    {
        const LineWords words{text};
        test_->read(latency, key, {words[0], words[1]}, line, collector);
    }

    /// "198.130501 (without initial connection time)". Before version 14 there are two rates; the
    /// first is "including connections establishing".
    void read_rate(const TextLine& line, std::string_view text, Collector& collector)
    {
        if (text.find("(including connections establishing)") != std::string_view::npos) {
            return;
        }
        if (text.ends_with(')')) { // otherwise it is cut off
            test_->read(throughput, "", {LineWords{text}[0], ""}, line, collector);
            std::move(*test_).give(collector);
            test_.reset();
        }
    }

    std::optional<TextTest> test_{};
};

} // namespace

std::unique_ptr<LineFormat> make_pgbench()
{
    return std::make_unique<Pgbench>();
}

} // namespace cb::parse
