#include "engine/supervise.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/pins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds ready_time{60}; ///< for an engine to start a sandbox
constexpr std::chrono::seconds grace{15};      ///< for a sandbox to end after its time limit
constexpr Bytes report_limit{1U << 20U};

/// Sorts the lines of the report descriptor from place `from` on; returns the place behind the
/// last whole line.
std::size_t sort_lines(std::string_view report, std::size_t from, Supervised& result)
{
    for (;;) {
        const auto newline = report.find('\n', from);
        if (newline == std::string_view::npos) {
            return from;
        }
        const auto line = report.substr(from, newline - from);
        from = newline + 1;
        const auto event = parse_init_event(line);
        if (!event) {
            result.log.append(line).append("\n");
        } else if (const auto* ready = std::get_if<Ready>(&*event)) {
            result.ready = *ready;
        } else if (const auto* ended = std::get_if<Ended>(&*event)) {
            result.ended = *ended;
        } else {
            result.not_started = std::get<NotStarted>(*event);
        }
    }
}

/// The word to start. A sandbox that died meanwhile is found out by reading on.
void give_word(const Fd& word)
{
    try {
        write_all(word.get(), "go\n", "the sandbox");
    } catch (const ClosedPipe&) { // NOLINT(bugprone-empty-catch): see above
    }
}

using Streams = std::array<Stream, 2>;

/// How long to wait until the meter is looked at again: soon at first, so that a short run is seen,
/// and seldom in the end, so that a long one is left in peace.
Duration until_next_look(Duration elapsed)
{
    constexpr std::chrono::milliseconds least{1};
    constexpr std::chrono::milliseconds most{100};
    return std::clamp<Duration>(elapsed / 4, least, most);
}

std::optional<Supervised::End> end_of(Collected collected)
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

std::optional<Supervised::End> end_of(Exceeded exceeded)
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

/// Reads until `enough` or the end, and looks at the meter now and then. None when it is enough.
std::optional<Supervised::End>
watch(Streams& streams, Duration most, Meter& meter, const std::function<bool()>& enough)
{
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        const auto elapsed = std::chrono::steady_clock::now() - start;
        if (elapsed >= most) {
            return Supervised::End::too_late;
        }
        const auto next = std::min<Duration>(until_next_look(elapsed), most - elapsed);
        const auto collected = collect(streams, deadline_in(next), OnStop::interrupt, enough);
        if (collected == Collected::enough) {
            return std::nullopt;
        }
        auto end = end_of(collected);
        if (!end) {
            end = end_of(meter.look());
        }
        if (end) {
            return end;
        }
    }
}

/// What is left to read once the command has ended: all that wrote has ended, too.
Supervised::End read_rest(Streams& streams)
{
    return end_of(collect(streams, deadline_in(grace))).value_or(Supervised::End::too_late);
}

} // namespace

std::vector<std::string> init_words(const Request& request)
{
    const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(request.timeout).count();
    std::vector<std::string> words{"--aslr",
                                   request.aslr == AslrMode::off ? "off" : "on",
                                   "--timeout-ms",
                                   fmt::to_string(timeout),
                                   "--"};
    words.insert(words.end(), request.argv.begin(), request.argv.end());
    return words;
}

Supervised
supervise(Channels channels, const Request& request, Meter& meter, const FindInit& find_init)
{
    Streams streams{Stream{std::move(channels.output), request.output},
                    Stream{std::move(channels.report), report_limit}};
    Supervised result;
    std::size_t sorted = 0;
    const auto sort_report = [&] { sorted = sort_lines(streams[1].data, sorted, result); };
    auto end = end_of(collect(streams, deadline_in(ready_time), OnStop::interrupt, [&] {
        sort_report();
        return result.ready.has_value();
    }));
    if (result.ready) {
        require_pins(request, *result.ready);
        meter.start(find_init(), *result.ready);
        const auto start = std::chrono::steady_clock::now();
        give_word(channels.word);
        end = watch(streams, request.timeout + grace, meter, [&] {
            sort_report();
            return result.ended || result.not_started;
        });
        meter.stop();
        if (!end) {
            channels.word.reset(); // lets cb-init go
            end = read_rest(streams);
        }
        result.elapsed_s = seconds(std::chrono::steady_clock::now() - start);
    }
    sort_report();
    result.end = end.value_or(Supervised::End::too_late);
    result.output = std::move(streams[0].data);
    result.output_truncated = streams[0].overflowed;
    return result;
}

} // namespace cb::engine
