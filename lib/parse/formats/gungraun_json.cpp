#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

namespace cb::parse {

namespace {

/// An event of Callgrind or DHAT, with the metric name that the text output uses.
struct Event {
    std::string_view name;
    ResultMetric metric;
};

constexpr std::array gungraun_events{
    Event{"Ir", {"instructions", "", Direction::lower}},
    Event{"L1hits", {"l1_hits", ""}},
    Event{"LLhits", {"ll_hits", ""}},
    Event{"RamHits", {"ram_hits", "", Direction::lower}},
    Event{"TotalRW", {"total_read_write", "", Direction::lower}},
    Event{"EstimatedCycles", {"estimated_cycles", "", Direction::lower}},
    Event{"TotalBytes", {"total_bytes", "B", Direction::lower}},
    Event{"TotalBlocks", {"total_blocks", "", Direction::lower}},
    Event{"AtTGmaxBytes", {"at_t_gmax_bytes", "B", Direction::lower}},
    Event{"AtTGmaxBlocks", {"at_t_gmax_blocks", "", Direction::lower}},
    Event{"AtTEndBytes", {"at_t_end_bytes", "B", Direction::lower}},
    Event{"AtTEndBlocks", {"at_t_end_blocks", "", Direction::lower}},
    Event{"ReadsBytes", {"reads_bytes", "B", Direction::lower}},
    Event{"WritesBytes", {"writes_bytes", "B", Direction::lower}},
    Event{"MaximumBytes", {"maximum_bytes", "B", Direction::lower}},
    Event{"MaximumBlocks", {"maximum_blocks", "", Direction::lower}},
};

/// An event that the text output does not show by default keeps its own name.
ResultMetric gungraun_metric(std::string_view name)
{
    const auto* const known = find_named(gungraun_events, name);
    return known != nullptr ? known->metric : ResultMetric{name, name.ends_with("Rate") ? "%" : ""};
}

/// This run's count in {"Both":[new,old]} or {"Left":new}, or in {"new":…,"old":…}. In versions 4
/// to 6 a count is {"Int":3} or {"Float":0.5}. Missing if only the previous run has one.
JsonValue count_in(JsonValue diff)
{
    const auto values = diff["values"] ? diff["values"] : diff["metrics"] ? diff["metrics"] : diff;
    const auto count = values["new"]    ? values["new"]
                       : values["Both"] ? values["Both"].at(0)
                                        : values["Left"];
    return count["Int"] ? count["Int"] : count["Float"] ? count["Float"] : count;
}

/// Whether the value has counts keyed by event name. A tool may nest its counts in one more object.
bool has_counts(JsonValue counts)
{
    const auto members = counts.members();
    return std::any_of(members.begin(), members.end(), [](const auto& member) {
        return member.value.has_any({"metrics", "values", "new"});
    });
}

void read_counts(JsonReading& reading, const Result& base, JsonValue counts)
{
    const bool is_of_tool = !has_counts(counts); // {"Callgrind":{"Ir":…}}
    for (const auto& [name, diff] : counts.members()) {
        if (is_of_tool && has_counts(diff)) {
            read_counts(reading, base, diff);
        } else if (const auto count = count_in(diff);
                   !is_of_tool && count && reading.takes_name(name, diff)) {
            reading.add_value(make_result(base, gungraun_metric(name)), count);
        }
    }
}

/// The run's totals, for layout versions 7, 6, 3 to 5, and 2.
JsonValue counts_of(JsonValue profile)
{
    for (const auto totals : {profile["data"]["total"]["metrics"],
                              profile["summaries"]["total"]["summary"],
                              profile["callgrind_run"]["total"]["summary"],
                              profile["summaries"].at(0)["events"]}) {
        if (totals) {
            return totals;
        }
    }
    return profile["total"];
}

bool takes_gungraun_json(JsonValue object)
{
    return object.has_all({"module_path", "function_name"}) &&
           object.has_any({"profiles", "callgrind_summary"});
}

/// Reads the summary.json of one benchmark: crates/gungraun-summary/schemas in its sources.
void read_gungraun_json(JsonReading& reading)
{
    const auto root = reading.root();
    const auto path = reading.require_name(root["module_path"]);
    if (!path) {
        return;
    }
    const auto name = split_at_first(*path, "::");
    auto base = make_test(name.test, name.benchmark);
    if (const auto id = root["id"].text()) {
        base.test.append(" ").append(*id);
    }
    if (!reading.takes_name(base.test, root["id"])) {
        return;
    }
    if (const auto details = root["details"].text()) {
        add_label(base.labels, "details", *details);
    }
    auto profiles = reading.objects_of(root["profiles"]);
    if (root["callgrind_summary"]) {
        profiles.push_back(root["callgrind_summary"]);
    }
    for (const auto profile : profiles) {
        const auto counts = counts_of(profile);
        if (counts.is_object()) {
            read_counts(reading, base, counts);
        } else {
            reading.wrong(profile, "has no totals");
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_gungraun_json()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"callgrind_summary"}, {"profiles"}},
                                         takes_gungraun_json,
                                         read_gungraun_json);
}

} // namespace cb::parse
