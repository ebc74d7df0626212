#include "manifest/json_parts.hpp"
#include "manifest/section_json.hpp"

#include <algorithm>
#include <limits>

namespace cb {

namespace {

/// Missing is 0.
unsigned small_count(ObjectReader& object, std::string_view name)
{
    return static_cast<unsigned>(std::min<std::uint64_t>(object.maybe_count(name).value_or(0),
                                                         std::numeric_limits<unsigned>::max()));
}

Host read_host(ObjectReader object)
{
    return {.key = object.string("key"),
            .name = object.string("name"),
            .cpu = object.string("cpu"),
            .kernel = object.string("kernel"),
            .cpus_online = object.count("cpus_online"),
            .memory_bytes = object.count("memory_bytes"),
            .facts = object.string_map("facts")};
}

void write(JsonWriter& json, const Host& host)
{
    json.begin_object()
        .member("key", host.key)
        .member("name", host.name)
        .member("cpu", host.cpu)
        .member("kernel", host.kernel)
        .member("cpus_online", host.cpus_online)
        .member("memory_bytes", host.memory_bytes);
    write_string_map(json, "facts", host.facts);
    json.end_object();
}

std::vector<Iteration> read_iterations(ObjectReader& object)
{
    std::vector<Iteration> iterations;
    for (auto& iteration : object.objects("iterations")) {
        iterations.push_back(read_iteration(std::move(iteration)));
    }
    return iterations;
}

void write(JsonWriter& json, const std::vector<Iteration>& iterations)
{
    json.key("iterations").begin_array();
    for (const auto& iteration : iterations) {
        write(json, iteration);
    }
    json.end_array();
}

Stopping read_stopping(ObjectReader object)
{
    return {.rule = object.string("rule"),
            .reason = read_open<StopReason>(object, "reason"),
            .low_s = object.maybe_number("low_s"),
            .high_s = object.maybe_number("high_s"),
            .confidence = object.maybe_number("confidence")};
}

void write(JsonWriter& json, const Stopping& stopping)
{
    json.begin_object()
        .member("rule", stopping.rule)
        .member("reason", to_word(stopping.reason))
        .member("low_s", stopping.low_s)
        .member("high_s", stopping.high_s)
        .member("confidence", stopping.confidence)
        .end_object();
}

Against read_against(ObjectReader object)
{
    return {.image = object.string("image"),
            .digest = object.maybe_string("digest").value_or(""),
            .seed = object.count("seed"),
            .order = read_open<Turns>(object, "order"),
            .verdict = read_open<Comparison>(object, "verdict"),
            .log_ratio = object.maybe_number("log_ratio"),
            .low = object.maybe_number("low"),
            .high = object.maybe_number("high"),
            .confidence = object.maybe_number("confidence"),
            .noise_floor = object.maybe_number("noise_floor"),
            .iterations = read_iterations(object)};
}

void write(JsonWriter& json, const Against& against)
{
    json.begin_object()
        .member("image", against.image)
        .member("digest", against.digest)
        .member("seed", against.seed)
        .member("order", against.order.text())
        .member("verdict", against.verdict.text())
        .member("log_ratio", against.log_ratio)
        .member("low", against.low)
        .member("high", against.high)
        .member("confidence", against.confidence)
        .member("noise_floor", against.noise_floor);
    write(json, against.iterations);
    json.end_object();
}

ResultsFile read_results_file(ObjectReader& object)
{
    return {.path = object.string("path"),
            .content = object.maybe_string("content").value_or(""),
            .problem = object.maybe_string("problem").value_or("")};
}

template <typename Section>
void write(JsonWriter& json, std::string_view name, const std::optional<Section>& section)
{
    json.key(name);
    if (section) {
        write(json, *section);
    } else {
        json.null();
    }
}

} // namespace

void write(JsonWriter& json, const std::vector<ResultsFile>& files)
{
    json.begin_array();
    for (const auto& file : files) {
        json.begin_object()
            .member("path", file.path)
            .member("content", file.content)
            .member("problem", file.problem)
            .end_object();
    }
    json.end_array();
}

Run read_run(ObjectReader object)
{
    Run run;
    run.engine = read_open<Engine>(object, "engine");
    run.image = object.string("image");
    run.argv = object.strings("argv");
    run.started_at = read_open<Time>(object, "started_at");
    run.wall_s = object.number("wall_s");
    run.overhead_s = object.maybe_number("overhead_s").value_or(0);
    run.lock_wait_s = object.maybe_number("lock_wait_s").value_or(0);
    run.exit_code = maybe_int(object, "exit_code");
    run.signal = maybe_int(object, "signal");
    run.outcome = read_open<Outcome>(object, "outcome");
    run.pins = read_pins(object.object("pins"));
    run.usage = read_usage(object.object("usage"));
    run.fitness = read_fitness(object.object("fitness"));
    run.host = read_host(object.object("host"));
    run.provenance = object.string_map("provenance");
    run.warmup = small_count(object, "warmup");
    run.retried = small_count(object, "retried");
    if (object.has("stopping")) {
        run.stopping = read_stopping(object.object("stopping"));
    }
    if (object.has("against")) {
        run.against = read_against(object.object("against"));
    }
    run.iterations = read_iterations(object);
    run.output = object.string("output");
    run.error_output = object.maybe_string("error_output").value_or("");
    for (auto& file : object.objects("files")) {
        run.files.push_back(read_results_file(file));
    }
    run.output_truncated = object.maybe_truth("output_truncated").value_or(false);
    run.log = object.maybe_string("log").value_or("");
    return run;
}

void write(JsonWriter& json, const Run& run)
{
    json.begin_object().member("engine", to_word(run.engine)).member("image", run.image);
    write_strings(json, "argv", run.argv);
    json.member("started_at", run.started_at.text())
        .member("wall_s", run.wall_s)
        .member("overhead_s", run.overhead_s)
        .member("lock_wait_s", run.lock_wait_s)
        .member("exit_code", run.exit_code)
        .member("signal", run.signal)
        .member("outcome", to_word(run.outcome))
        .key("pins");
    write(json, run.pins);
    json.key("usage");
    write(json, run.usage);
    json.key("fitness");
    write(json, run.fitness);
    json.key("host");
    write(json, run.host);
    write_string_map(json, "provenance", run.provenance);
    json.member("warmup", run.warmup).member("retried", run.retried);
    write(json, "stopping", run.stopping);
    write(json, "against", run.against);
    write(json, run.iterations);
    json.key("files");
    write(json, run.files);
    json.member("output", run.output)
        .member("error_output", run.error_output)
        .member("output_truncated", run.output_truncated)
        .member("log", run.log)
        .end_object();
}

} // namespace cb
