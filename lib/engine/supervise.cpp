#include "engine/supervise.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

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

Supervised supervise(Channels channels,
                     const Request& request,
                     const std::function<void(const Ready&)>& before_start)
{
    std::array streams{Stream{std::move(channels.output), request.output},
                       Stream{std::move(channels.report), report_limit}};
    const auto& report = streams[1].data;
    Supervised result;
    std::size_t sorted = 0;
    auto collected = collect(streams, deadline_in(ready_time), OnStop::interrupt, [&] {
        sorted = sort_lines(report, sorted, result);
        return result.ready.has_value();
    });
    if (result.ready) {
        before_start(*result.ready);
        const auto start = std::chrono::steady_clock::now();
        give_word(channels.word);
        collected = collect(streams, deadline_in(request.timeout + grace));
        result.elapsed_s = seconds(std::chrono::steady_clock::now() - start);
    }
    sort_lines(report, sorted, result);
    result.output = std::move(streams[0].data);
    result.output_truncated = streams[0].overflowed;
    switch (collected) {
    case Collected::closed:
    case Collected::enough:
        result.end = Supervised::End::closed;
        break;
    case Collected::overflow:
        result.end = Supervised::End::output_limit;
        break;
    case Collected::deadline:
        result.end = Supervised::End::too_late;
        break;
    }
    return result;
}

} // namespace cb::engine
