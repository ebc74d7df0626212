#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/formats/same_tests.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The subject of a count, for the options -A, --per-socket, --for-each-cgroup and so on.
constexpr std::array<std::string_view, 8> parts{
    "cpu", "core", "die", "socket", "node", "thread", "cgroup", "cache"};

Direction direction_of(std::string_view event, std::string_view unit)
{
    const auto known = direction_of_perf_event(event);
    return known == Direction::unknown ? direction_of_unit(unit) : known;
}

Result make_perf_base(JsonValue row)
{
    auto base = make_test("default"); // perf does not print the command
    for (const auto part : parts) {
        if (const auto value = row[part].text()) {
            base.test += fmt::format(" {}={}", part, *value);
            base.labels.emplace(part, value->substr(0, Collector::max_name_bytes));
        }
    }
    return base;
}

/// Events: print_counter_line_json() in tools/perf/util/stat-display.c. Drops derived figures such
/// as "insn per cycle". With -r the count is the mean over the runs.
class PerfJson final : public JsonFormat {
public:
    void know(const TextFacts& facts) override { same_tests_.set_iterations(facts.iterations); }
    [[nodiscard]] std::vector<Key> keys() const override { return {{"counter-value"}}; }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return object.has_all({"counter-value", "event"}) &&
               object.has_any({"event-runtime", "pcnt-running"});
    }

    void read(JsonReading& reading) override;

    void finish(Collector& collector) override
    {
        same_tests_.finish(unnamed_perf_command, collector);
    }

private:
    SameTests same_tests_{};
};

void PerfJson::read(JsonReading& reading)
{
    const auto row = reading.root();
    const auto event = reading.require_name(row["event"]);
    const auto count = row["counter-value"];
    const auto text = count.text_or("");
    if (!event || text == "<not supported>") { // by this machine: not an error
        return;
    }
    if (text == "<not counted>") {
        reading.wrong(count, "was not counted");
        return;
    }
    const auto base = make_perf_base(row);
    const auto unit = row["unit"].text_or("");
    const auto value = parse_finite(text);
    if (!value || !reading.takes_name(base.test, row)) {
        reading.wrong(count, value ? "has no name" : value.error());
        return;
    }
    auto result = make_result(base, {*event, unit, direction_of(*event, unit)});
    if (row.has("variance")) { // summaries contradict each other
        result.summary = {{"avg", *value}};
    } else {
        result.values = {*value};
        // With -I, the counts of one command come again and again.
        same_tests_.begin_output(row.has("interval") ? SameTests::Program::named
                                                     : SameTests::Program::unnamed);
        same_tests_.see(fmt::format("{} {}", base.test, *event), reading.lines().first);
    }
    reading.add(std::move(result), count);
}

} // namespace

std::unique_ptr<JsonFormat> make_perf_json()
{
    return std::make_unique<PerfJson>();
}

} // namespace cb::parse
