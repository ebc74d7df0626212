#include "manifest/json_parts.hpp"
#include "manifest/section_json.hpp"
#include "manifest/usage_fields.hpp"

namespace cb {

namespace {

template <typename Set> std::optional<std::string> list_of(const std::optional<Set>& set)
{
    return set ? std::optional{set->to_string()} : std::nullopt;
}

FitnessReason read_reason(ObjectReader object)
{
    return {.code = object.string("code"),
            .weight = read_open<Verdict>(object, "weight"),
            .value = object.maybe_number("value"),
            .threshold = object.maybe_number("threshold"),
            .unit = object.maybe_string("unit").value_or(""),
            .detail = object.maybe_string("detail").value_or("")};
}

/// Reasons were plain codes before they had figures; a list of those is still read.
std::vector<FitnessReason> read_reasons(ObjectReader& object)
{
    std::vector<FitnessReason> reasons;
    const auto elements = object.elements("reasons");
    if (!elements.empty() && elements.front().first.is_string()) {
        for (auto& code : object.strings("reasons")) {
            reasons.push_back({.code = std::move(code)});
        }
        return reasons;
    }
    for (auto& reason : object.objects("reasons")) {
        reasons.push_back(read_reason(std::move(reason)));
    }
    return reasons;
}

void write(JsonWriter& json, const FitnessReason& reason)
{
    json.begin_object()
        .member("code", reason.code)
        .member("weight", to_word(reason.weight))
        .member("value", reason.value)
        .member("threshold", reason.threshold)
        .member("unit", reason.unit)
        .member("detail", reason.detail)
        .end_object();
}

} // namespace

Pins read_pins(ObjectReader object)
{
    Pins pins;
    pins.held_by = maybe_open<HeldBy>(object, "held_by");
    pins.cpus = object.maybe_parsed("cpus", &CpuSet::parse);
    pins.mems = object.maybe_parsed("mems", &NodeSet::parse);
    if (const auto shm_bytes = object.maybe_count("shm_bytes")) {
        pins.shm = Bytes{*shm_bytes};
    }
    pins.shm_policy = object.maybe_string("shm_policy");
    pins.aslr = read_open<Aslr>(object, "aslr");
    pins.placed_bytes = object.count_map("placed_bytes");
    return pins;
}

void write(JsonWriter& json, const Pins& pins)
{
    json.begin_object()
        .member("held_by", text_of(pins.held_by))
        .member("cpus", list_of(pins.cpus))
        .member("mems", list_of(pins.mems))
        .member("shm_bytes", pins.shm ? std::optional{pins.shm->count()} : std::nullopt)
        .member("shm_policy", pins.shm_policy)
        .member("aslr", to_word(pins.aslr))
        .key("placed_bytes")
        .begin_object();
    for (const auto& [node, bytes] : pins.placed_bytes) {
        json.member(node, bytes);
    }
    json.end_object().end_object();
}

Usage read_usage(ObjectReader object)
{
    Usage usage;
    for (const auto& field : seconds_of_usage) {
        usage.*field.figure = object.maybe_number(field.name);
    }
    for (const auto& field : counts_of_usage) {
        usage.*field.figure = object.maybe_count(field.name);
    }
    usage.unavailable = object.string_map("unavailable");
    return usage;
}

void write(JsonWriter& json, const Usage& usage)
{
    json.begin_object();
    for_each_usage_field([&](const auto& field) { json.member(field.name, usage.*field.figure); });
    write_string_map(json, "unavailable", usage.unavailable);
    json.end_object();
}

Fitness read_fitness(ObjectReader object)
{
    return {.verdict = read_open<Verdict>(object, "verdict"),
            .reasons = read_reasons(object),
            .unavailable = object.string_map("unavailable")};
}

void write(JsonWriter& json, const Fitness& fitness)
{
    json.begin_object().member("verdict", to_word(fitness.verdict)).key("reasons").begin_array();
    for (const auto& reason : fitness.reasons) {
        write(json, reason);
    }
    json.end_array();
    write_string_map(json, "unavailable", fitness.unavailable);
    json.end_object();
}

Iteration read_iteration(ObjectReader object)
{
    return {.started_at = maybe_open<Time>(object, "started_at"),
            .wall_s = object.number("wall_s"),
            .outcome = read_open<Outcome>(object, "outcome"),
            .exit_code = maybe_int(object, "exit_code"),
            .signal = maybe_int(object, "signal"),
            .verdict = maybe_open<Verdict>(object, "verdict"),
            .usage = read_usage(object.object("usage"))};
}

void write(JsonWriter& json, const Iteration& iteration)
{
    json.begin_object()
        .member("started_at", text_of(iteration.started_at))
        .member("wall_s", iteration.wall_s)
        .member("outcome", to_word(iteration.outcome))
        .member("exit_code", iteration.exit_code)
        .member("signal", iteration.signal)
        .member("verdict", text_of(iteration.verdict))
        .key("usage");
    write(json, iteration.usage);
    json.end_object();
}

} // namespace cb
