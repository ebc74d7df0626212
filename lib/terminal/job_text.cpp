#include "terminal/job_text.hpp"

#include "base/utf8.hpp"
#include "terminal/quantity_text.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

namespace cb::terminal {

namespace {

constexpr std::size_t max_word = 200;

std::string to_line(std::string text, const TextStyle& style, Hue hue = Hue::plain)
{
    const auto line = in_charset(std::move(text), style.charset);
    return colored(fitted(line, style.width, style.charset), hue, style.color) + '\n';
}

std::string to_date_text(const std::optional<Open<Time>>& time)
{
    constexpr std::size_t date_length = 10;
    const auto at = known(time);
    return at ? to_rfc3339(*at).substr(0, date_length) : std::string{};
}

/// What the commit is the head of.
std::string to_place_text(const Source& source)
{
    if (source.branch || source.tag) {
        return printable(source.branch ? *source.branch : *source.tag, max_word);
    }
    return source.pull ? fmt::format("#{}", source.pull->number) : "-";
}

} // namespace

std::string name_of(const Manifest& job)
{
    const auto& source = job.source();
    const auto repo = printable(source.repo, max_word);
    return source.commit ? fmt::format("{} {:.12}", repo, source.commit->hex()) : repo;
}

std::string to_short_image(const std::string& image)
{
    constexpr std::size_t max_shown = 24;
    return printable(image, max_shown);
}

std::string to_job_line(const Manifest& job, const TextStyle& style)
{
    const auto& source = job.source();
    return to_line(
        fmt::format("{}  {:10}  {}  {}{}",
                    name_of(job),
                    to_date_text(source.committed_at),
                    to_place_text(source),
                    printable(source.subject.value_or(""), max_word),
                    job.attempt() > 1 ? fmt::format("  [attempt {}]", job.attempt()) : ""),
        style);
}

std::string to_failure_line(const Manifest& job, const TextStyle& style)
{
    const auto& failure = *job.failure();
    return to_line(fmt::format("{}  {} failed: {}",
                               name_of(job),
                               to_word(failure.stage),
                               printable(failure.reason, max_word)),
                   style,
                   Hue::bad);
}

std::string to_build_line(const Manifest& job, const TextStyle& style)
{
    if (job.failure() || !job.build()) {
        return job.failure() ? to_failure_line(job, style) : to_job_line(job, style);
    }
    const auto& build = *job.build();
    return to_line(fmt::format("{}  {}  {}",
                               name_of(job),
                               to_short_image(build.image),
                               build.cached
                                   ? "was built before"
                                   : "built in " + verdict::to_value_text(build.wall_s, "s")),
                   style);
}

std::string to_stored_line(const Manifest& job, const TextStyle& style)
{
    return to_line(fmt::format("{}  {}{}",
                               name_of(job),
                               to_count_text(job.results().size(), "result"),
                               job.failure() ? "  " + to_word(job.failure()->stage) + " failed: " +
                                                   printable(job.failure()->reason, max_word)
                                             : ""),
                   style,
                   job.failure() ? Hue::bad : Hue::plain);
}

} // namespace cb::terminal
