#include "verdict/inquiry_text.hpp"

#include "base/quantity.hpp"
#include "base/subprocess.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace cb::verdict {

namespace {

/// "+6.1 % (+5.0 % to +7.2 %)"
std::string change_of(const std::optional<stats::Shift>& shift)
{
    if (!shift) {
        return "unknown";
    }
    const auto& interval = shift->interval;
    return interval ? fmt::format("{} ({} to {})",
                                  to_signed_percent(std::expm1(shift->estimate)),
                                  to_signed_percent(std::expm1(interval->low)),
                                  to_signed_percent(std::expm1(interval->high)))
                    : to_signed_percent(std::expm1(shift->estimate));
}

std::string name_of(const NamedCommit& commit)
{
    const auto hash = commit.hash.substr(0, 12);
    return commit.subject.empty() ? hash : fmt::format("{} ({})", hash, commit.subject);
}

std::string series_of(const InquirySubject& subject)
{
    return subject.series ? fmt::format("{}/{}/{}",
                                        subject.series->benchmark,
                                        subject.series->test,
                                        subject.series->metric)
                          : subject.repository;
}

std::string to_words(std::optional<Comparison> comparison)
{
    return std::string{to_word(comparison.value_or(Comparison::no_difference))};
}

std::string broken_text(const Confirmation& found, const InquirySubject& subject)
{
    return fmt::format("{} cannot be measured: {}",
                       name_of(subject.commits.at(found.broken_commit.value_or(0))),
                       found.broken_reason);
}

std::string reproduce_text(const InquirySubject& subject)
{
    return subject.reproduce.empty()
               ? ""
               : fmt::format("\nreproduce: {} | cb build | cb run | cb parse | cb store",
                             shell_quoted(subject.reproduce));
}

std::string costs(std::size_t runs, double spent_s)
{
    return fmt::format("{} runs, {:.1f} s", runs, spent_s);
}

/// The commits that may be it, and how probable they are.
std::string most_probable(const Bisection& found, const InquirySubject& subject)
{
    const auto& last = subject.commits.at(found.last);
    const auto which = found.first == found.last
                           ? name_of(last)
                           : fmt::format("one of {} commits, {} to {}",
                                         found.last - found.first + 1,
                                         name_of(subject.commits.at(found.first)),
                                         name_of(last));
    return fmt::format("{}, probability {:.3f}", which, found.probability);
}

std::string found_text(const Bisection& found, const InquirySubject& subject)
{
    auto text = fmt::format("{}: the first {} commit is {}\nchange: {}, of the ends {}; {}",
                            series_of(subject),
                            to_words(comparison_of(found.ends, subject)),
                            most_probable(found, subject),
                            change_of(found.change),
                            change_of(found.ends.shift),
                            costs(found.runs, found.spent_s));
    if (found.first != found.last) {
        text += "\nthe others of these commits cannot be measured";
    }
    const auto& parents = subject.commits.at(found.last).parents;
    if (found.first == found.last && parents.size() > 1) {
        text += fmt::format(
            "\nit is a merge: cb bisect {:.12}..{:.12} goes on", parents[0], parents[1]);
    }
    return text + reproduce_text(subject);
}

/// The measured commit that divides the change most evenly, if both parts have at least a quarter.
std::optional<std::size_t> middle_of(const Bisection& found)
{
    const double half = found.levels.empty() ? 0 : found.levels.back().log_ratio / 2;
    std::optional<std::size_t> middle;
    double least = std::abs(half) / 2;
    for (const auto& level : found.levels) {
        const double distance = std::abs(level.log_ratio - half);
        if (level.commit >= found.first && level.commit < found.last && distance < least) {
            middle = level.commit;
            least = distance;
        }
    }
    return middle;
}

/// The range of the change, and what was measured in it.
std::string several_text(const Bisection& found, const InquirySubject& subject)
{
    const auto& before = subject.commits.at(found.first - 1);
    const auto& last = subject.commits.at(found.last);
    auto text = fmt::format("{}: no single commit made most of the change; several of the {} "
                            "commits after {} up to {} did\nchange of the ends: {}; {}",
                            series_of(subject),
                            found.last - found.first + 1,
                            name_of(before),
                            name_of(last),
                            change_of(found.ends.shift),
                            costs(found.runs, found.spent_s));
    for (const auto& level : found.levels) {
        text += fmt::format("\nlevel of {}: {} from that of the old end",
                            name_of(subject.commits.at(level.commit)),
                            to_signed_percent(std::expm1(level.log_ratio)));
    }
    if (const auto middle = middle_of(found)) {
        const auto& hash = subject.commits.at(*middle).hash;
        text += fmt::format(
            "\nboth parts have a change: cb bisect {:.12}..{:.12} and cb bisect {:.12}..{:.12}",
            before.hash,
            hash,
            hash,
            last.hash);
    }
    return text;
}

std::string_view state_word(Confirmation::State state)
{
    using State = Confirmation::State;
    switch (state) {
    case State::measuring:
        return "measuring";
    case State::different:
        return "different";
    case State::same:
        return "same";
    case State::undecided:
        return "undecided";
    case State::broken:
        return "broken";
    case State::out_of_time:
        return "out_of_time";
    }
    return "";
}

std::string_view state_word(Bisection::State state)
{
    using State = Bisection::State;
    switch (state) {
    case State::measuring:
        return "measuring";
    case State::found:
        return "found";
    case State::several_commits:
        return "several_commits";
    case State::ends_alike:
        return "ends_alike";
    case State::end_broken:
        return "end_broken";
    case State::unclear:
        return "unclear";
    case State::out_of_time:
        return "out_of_time";
    }
    return "";
}

void write_subject(JsonWriter& json, std::string_view state, const InquirySubject& subject)
{
    const auto text_of = [&subject](std::string store::SeriesInfo::*member) {
        return subject.series ? std::optional{(*subject.series).*member} : std::nullopt;
    };
    json.member("state", state)
        .member("repository", subject.repository)
        .member("benchmark", text_of(&store::SeriesInfo::benchmark))
        .member("test", text_of(&store::SeriesInfo::test))
        .member("metric", text_of(&store::SeriesInfo::metric))
        .member("unit", text_of(&store::SeriesInfo::unit))
        .member("base", subject.commits.front().hash)
        .member("candidate", subject.commits.back().hash);
}

void write_difference(JsonWriter& json, const Confirmation& found, const InquirySubject& subject)
{
    const auto comparison = comparison_of(found, subject);
    const auto* const interval =
        found.shift && found.shift->interval ? &*found.shift->interval : nullptr;
    json.member("verdict",
                comparison ? std::optional{std::string{to_word(*comparison)}} : std::nullopt)
        .member("log_ratio", found.shift ? std::optional{found.shift->estimate} : std::nullopt)
        .member("low", interval ? std::optional{interval->low} : std::nullopt)
        .member("high", interval ? std::optional{interval->high} : std::nullopt)
        .member("confidence", interval ? std::optional{interval->confidence} : std::nullopt)
        .member("pairs", std::uint64_t{found.pairs});
}

/// Of the commit itself: the members above are of the ends.
void write_change(JsonWriter& json, const std::optional<stats::Shift>& change)
{
    json.key("change");
    if (!change) {
        json.null();
        return;
    }
    json.begin_object().member("log_ratio", change->estimate);
    if (const auto& interval = change->interval) {
        json.member("low", interval->low)
            .member("high", interval->high)
            .member("confidence", interval->confidence);
    }
    json.end_object();
}

} // namespace

std::optional<Comparison> comparison_of(const Confirmation& found, const InquirySubject& subject)
{
    if (found.state == Confirmation::State::same) {
        return Comparison::no_difference;
    }
    if (found.state != Confirmation::State::different || !found.shift || !subject.series) {
        return std::nullopt;
    }
    if (subject.series->direction == Direction::unknown) {
        return Comparison::changed;
    }
    const bool is_lower_better = subject.series->direction == Direction::lower;
    return (found.shift->estimate > 0) == is_lower_better ? Comparison::slower : Comparison::faster;
}

std::string to_text(const Confirmation& found, const InquirySubject& subject)
{
    using State = Confirmation::State;
    const auto& candidate = subject.commits.back();
    const auto facts =
        fmt::format("{}; {} pairs, {:.1f} s", change_of(found.shift), found.pairs, found.spent_s);
    switch (found.state) {
    case State::measuring:
        return fmt::format("{}: {} runs to go before the next look{}",
                           series_of(subject),
                           found.due.size(),
                           found.pairs == 0 ? "" : "; so far " + facts);
    case State::different:
        return fmt::format("{}: {} is {}: {}",
                           series_of(subject),
                           name_of(candidate),
                           to_words(comparison_of(found, subject)),
                           facts);
    case State::same:
        return fmt::format("{}: {} does not differ by more than the tolerance: {}",
                           series_of(subject),
                           name_of(candidate),
                           facts);
    case State::undecided:
        return fmt::format("{}: undecided after the last pair: {}", series_of(subject), facts);
    case State::broken:
        return broken_text(found, subject);
    case State::out_of_time:
        return fmt::format("{}: out of time, undecided: {}", series_of(subject), facts);
    }
    return {};
}

std::string to_text(const Bisection& found, const InquirySubject& subject)
{
    using State = Bisection::State;
    const bool ends_differ = found.ends.state == Confirmation::State::different;
    const auto so_far = ends_differ ? "most probable so far: " + most_probable(found, subject)
                                    : "the ends: " + change_of(found.ends.shift);
    const auto facts = fmt::format("{}; {}", so_far, costs(found.runs, found.spent_s));
    switch (found.state) {
    case State::measuring:
        return fmt::format("{}: {} runs to go in this round{}",
                           series_of(subject),
                           found.due.size(),
                           found.runs == 0 ? "" : "; " + facts);
    case State::found:
        return found_text(found, subject);
    case State::several_commits:
        return several_text(found, subject);
    case State::ends_alike:
        return fmt::format("{}: there is nothing to find, because the ends {}: {}",
                           series_of(subject),
                           found.ends.state == Confirmation::State::same
                               ? "do not differ by more than the tolerance"
                               : "do not differ with certainty",
                           facts);
    case State::end_broken:
        return broken_text(found.ends, subject);
    case State::unclear:
        return fmt::format("{}: more runs would not help; {}", series_of(subject), facts);
    case State::out_of_time:
        return fmt::format("{}: out of time; {}", series_of(subject), facts);
    }
    return {};
}

std::string to_json(const Confirmation& found, const InquirySubject& subject)
{
    JsonWriter json;
    json.begin_object();
    write_subject(json, state_word(found.state), subject);
    write_difference(json, found, subject);
    json.member("spent_s", found.spent_s)
        .member("due", std::uint64_t{found.due.size()})
        .member("broken",
                found.broken_commit ? std::optional{subject.commits.at(*found.broken_commit).hash}
                                    : std::nullopt)
        .end_object();
    return json.take();
}

std::string to_json(const Bisection& found, const InquirySubject& subject)
{
    const bool ends_differ = found.ends.state == Confirmation::State::different;
    const auto hash_of = [&](std::size_t commit) {
        return ends_differ ? std::optional{subject.commits.at(commit).hash} : std::nullopt;
    };
    JsonWriter json;
    json.begin_object();
    write_subject(json, state_word(found.state), subject);
    write_difference(json, found.ends, subject);
    json.member("first", hash_of(found.first))
        .member("last", hash_of(found.last))
        .member("probability", ends_differ ? std::optional{found.probability} : std::nullopt)
        .member("runs", std::uint64_t{found.runs})
        .member("spent_s", found.spent_s)
        .member("due", std::uint64_t{found.due.size()});
    write_change(json, found.change);
    json.key("levels").begin_array();
    for (const auto& level : found.levels) {
        json.begin_object()
            .member("commit", subject.commits.at(level.commit).hash)
            .member("log_ratio", level.log_ratio)
            .end_object();
    }
    json.end_array();
    json.key("broken").begin_array();
    for (const auto commit : found.broken) {
        json.value(subject.commits.at(commit).hash);
    }
    json.end_array()
        .member("reproduce",
                subject.reproduce.empty() ? std::nullopt
                                          : std::optional{shell_quoted(subject.reproduce)})
        .end_object();
    return json.take();
}

} // namespace cb::verdict
