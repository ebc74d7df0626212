#include "engine/supervise.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/pins.hpp"
#include "engine/sandbox_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds ready_time{120}; ///< for an engine to create and start a sandbox
constexpr std::chrono::seconds grace{15};       ///< for a sandbox to end after its time limit
constexpr Bytes report_limit{1U << 20U};

/// Sends the start message. If the sandbox has died, the next read detects that.
void give_word(const Fd& fd, const std::string& word)
{
    try {
        write_all(fd.get(), word, "the sandbox");
    } catch (const ClosedPipe&) { // NOLINT(bugprone-empty-catch): see above
    }
}

using Streams = std::array<Stream, 2>;

/// The interval until the meter's next sample: short at first, so that short runs are sampled, and
/// longer later, so that long runs are not disturbed.
Duration until_next_look(Duration elapsed)
{
    constexpr std::chrono::milliseconds min_pause{1};
    constexpr std::chrono::milliseconds max_pause{100};
    return std::clamp<Duration>(elapsed / 4, min_pause, max_pause);
}

std::optional<Supervised::End> to_end(Collected collected)
{
    switch (collected) {
    case Collected::closed:
        return Supervised::End::closed;
    case Collected::overflow:
        return Supervised::End::output_limit;
    case Collected::deadline:
    case Collected::enough:
        break;
    }
    return std::nullopt;
}

std::optional<Supervised::End> to_end(Exceeded exceeded)
{
    switch (exceeded) {
    case Exceeded::nothing:
        break;
    case Exceeded::cpu_time:
        return Supervised::End::cpu_limit;
    case Exceeded::disk:
        return Supervised::End::disk_limit;
    }
    return std::nullopt;
}

/// Reads until `enough` or the end, and samples the meter from time to time. nullopt if `enough`
/// holds.
std::optional<Supervised::End>
watch(Streams& streams, Duration max_duration, Meter& meter, const std::function<bool()>& enough)
{
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        const auto elapsed = std::chrono::steady_clock::now() - start;
        if (elapsed >= max_duration) {
            return Supervised::End::too_late;
        }
        const auto next = std::min<Duration>(until_next_look(elapsed), max_duration - elapsed);
        const auto collected = collect(streams, deadline_in(next), OnStop::interrupt, enough);
        if (collected == Collected::enough) {
            return std::nullopt;
        }
        auto end = to_end(collected);
        if (!end) {
            end = to_end(meter.look());
        }
        if (end) {
            return end;
        }
    }
}

/// Reads the rest after the command has ended; all its writers have ended, too.
Supervised::End read_rest(Streams& streams, Duration max_duration)
{
    return to_end(collect(streams, deadline_in(max_duration))).value_or(Supervised::End::too_late);
}

/// One call can allocate the whole disk (fallocate(2)) before cb can react. The kernel has one file
/// size limit for files on disk and in memory, and --shm may be larger than --disk.
std::uint64_t max_file_bytes(const Request& request)
{
    constexpr std::uint64_t tmp = 1U << 30U; // of the native sandbox's /tmp
    return std::max({request.disk.count(), request.shm.count(), tmp});
}

} // namespace

std::vector<std::string> init_words(const Request& request)
{
    const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(request.timeout).count();
    std::vector<std::string> words{"--aslr",
                                   request.aslr == AslrMode::off ? "off" : "on",
                                   "--timeout-ms",
                                   fmt::to_string(timeout),
                                   "--file-bytes",
                                   fmt::to_string(max_file_bytes(request))};
    if (request.process_limit == ProcessLimit::user) {
        words.insert(words.end(), {"--processes", fmt::to_string(request.processes)});
    }
    if (request.cpu_keeper == CpuKeeper::init) {
        words.emplace_back("--hold-cpus");
    }
    for (const auto& path : request.results) {
        words.insert(words.end(), {"--results", path});
    }
    words.emplace_back("--");
    words.insert(words.end(), request.argv.begin(), request.argv.end());
    return words;
}

Supervised
supervise(Channels channels, const Request& request, Meter& meter, const FindInit& find_init)
{
    const Bytes max_reported{request.output.count() + report_limit.count()};
    Streams streams{Stream{std::move(channels.output), request.output},
                    Stream{std::move(channels.report), max_reported}};
    Supervised result;
    for (const auto& path : request.results) {
        result.files.push_back({path, "", "the sandbox did not send it"});
    }
    SandboxReport report{result};
    const auto is_over = [&] { // one limit for both streams of the command
        return streams[0].data.size() + result.error_output.size() > request.output.count();
    };
    auto end = to_end(collect(streams, deadline_in(ready_time), OnStop::interrupt, [&] {
        report.take(streams[1].data);
        return result.ready.has_value();
    }));
    if (result.ready) {
        require_pins(request, *result.ready);
        meter.start(find_init(*result.ready), *result.ready);
        const auto start = std::chrono::steady_clock::now();
        report.word_was_given();
        give_word(channels.word, report.word());
        end = watch(streams, request.timeout + grace, meter, [&] {
            report.take(streams[1].data);
            return result.ended || result.not_started || is_over();
        });
        meter.stop();
        if (!end && is_over()) {
            end = Supervised::End::output_limit;
        } else if (!end) {
            channels.word.reset(); // lets cb-init exit
            end = read_rest(streams, grace);
        }
        result.elapsed_s = seconds(std::chrono::steady_clock::now() - start);
    }
    report.finish(streams[1].data);
    result.end = end.value_or(Supervised::End::too_late);
    result.output = std::move(streams[0].data);
    result.output_truncated = streams[0].overflowed || result.end == Supervised::End::output_limit;
    return result;
}

} // namespace cb::engine
