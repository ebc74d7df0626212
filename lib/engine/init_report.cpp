#include "engine/init_report.hpp"

#include "base/time.hpp"
#include "json/reader.hpp"

#include <sys/personality.h>

#include <algorithm>
#include <chrono>

namespace cb::engine {

namespace {

/// Extracts "bind:0" from "rw,nosuid,size=65536k,mpol=bind:0".
std::optional<std::string> find_policy(std::string_view mount_options)
{
    constexpr std::string_view name = "mpol=";
    const auto start = mount_options.find(name);
    if (start == std::string_view::npos) {
        return std::nullopt;
    }
    const auto policy = mount_options.substr(start + name.size());
    // The node list contains commas as well; the next option starts with a letter.
    std::size_t end = 0;
    while (end < policy.size() &&
           (policy[end] != ',' ||
            (end + 1 < policy.size() && policy[end + 1] >= '0' && policy[end + 1] <= '9'))) {
        ++end;
    }
    return std::string{policy.substr(0, end)};
}

Ready read_ready(ObjectReader& object)
{
    Ready ready;
    ready.cpus = object.maybe_parsed("cpus", &CpuSet::parse);
    ready.mems = object.maybe_parsed("mems", &NodeSet::parse);
    ready.start_ticks = object.maybe_count("start_ticks");
    const auto options = object.string("shm_options");
    if (!options.empty()) {
        ready.shm = Bytes{object.count("shm_bytes")};
        ready.shm_policy = find_policy(options);
    }
    return ready;
}

std::optional<int> maybe_int(ObjectReader& object, std::string_view name)
{
    const auto number = object.maybe_integer(name);
    return number ? std::optional{static_cast<int>(*number)} : std::nullopt;
}

/// getrusage(2) counts storage in blocks of 512 bytes.
std::optional<std::uint64_t> read_storage_bytes(ObjectReader& object, std::string_view name)
{
    constexpr std::uint64_t block_bytes = 512;
    const auto blocks = object.maybe_count(name);
    return blocks ? std::optional{*blocks * block_bytes} : std::nullopt;
}

Ended read_ended(ObjectReader& object)
{
    Ended ended;
    const std::chrono::nanoseconds started{
        std::max<std::int64_t>(0, object.maybe_integer("started_at_ns").value_or(0))};
    ended.started_at = Time{std::chrono::floor<Time::duration>(started)};
    ended.wall_s = object.number("wall_ns") / 1e9;
    ended.timed_out = object.maybe_truth("timed_out").value_or(false);
    ended.exit_code = maybe_int(object, "exit_code");
    ended.signal = maybe_int(object, "signal");
    const auto personality = object.maybe_integer("personality").value_or(-1);
    ended.aslr_is_off = personality >= 0 && (personality & ADDR_NO_RANDOMIZE) != 0;
    ended.usage.user_s = object.number("user_us") / 1e6;
    ended.usage.system_s = object.number("system_us") / 1e6;
    ended.usage.storage_read_bytes = read_storage_bytes(object, "blocks_read");
    ended.usage.storage_written_bytes = read_storage_bytes(object, "blocks_written");
    ended.usage.minor_faults = object.maybe_count("minor_faults");
    ended.usage.major_faults = object.maybe_count("major_faults");
    ended.usage.voluntary_switches = object.maybe_count("voluntary_switches");
    ended.usage.involuntary_switches = object.maybe_count("involuntary_switches");
    return ended;
}

} // namespace

std::optional<InitEvent> parse_init_event(std::string_view line)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (!line.starts_with("{\"event\":") ||
        parser.parse(line.data(), line.size()).get(root) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    JsonProblem problem;
    ObjectReader object{root, "", problem};
    const auto event = object.string("event");
    std::optional<InitEvent> read;
    if (event == "ready") {
        read = read_ready(object);
    } else if (event == "end") {
        read = read_ended(object);
    } else if (event == "error") {
        read = NotStarted{object.string("what"),
                          object.string("message"),
                          maybe_int(object, "errno").value_or(0)};
    } else if (event == "file") {
        read = FileSent{object.count("size"), object.string("message")};
    }
    return problem.first() ? std::nullopt : read;
}

} // namespace cb::engine
