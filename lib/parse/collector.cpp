#include "parse/collector.hpp"

#include "parse/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace cb::parse {

namespace {

/// No database stores a NUL byte as text.
std::string without_nul(std::string text)
{
    if (text.find('\0') == std::string::npos) {
        return text;
    }
    std::string clean;
    for (const char c : text) {
        c == '\0' ? clean += "\uFFFD" : clean += c;
    }
    return clean;
}

bool has_long_name(const Result& result)
{
    constexpr auto max_bytes = Collector::max_name_bytes;
    return result.benchmark.size() > max_bytes || result.test.size() > max_bytes ||
           result.metric.size() > max_bytes || result.unit.size() > max_bytes;
}

/// Makes the times of `past` span those of `more`, too.
void widen(Past& past, const Past& more)
{
    const auto& [first, last] = std::pair{more.first_measured_at, more.last_measured_at};
    if (first && (!past.first_measured_at || *first < *past.first_measured_at)) {
        past.first_measured_at = first;
    }
    if (last && (!past.last_measured_at || *last > *past.last_measured_at)) {
        past.last_measured_at = last;
    }
}

void sort_by_line(std::vector<Rejected>& rejected)
{
    std::stable_sort(rejected.begin(), rejected.end(), [](const Rejected& a, const Rejected& b) {
        return a.line < b.line;
    });
}

} // namespace

bool has_results(const Found& found)
{
    return !found.results.empty() ||
           std::any_of(found.past.begin(), found.past.end(), [](const Past& past) {
               return !past.results.empty();
           });
}

std::vector<Rejected> all_rejected(const Found& found)
{
    auto all = found.rejected;
    for (const auto& past : found.past) {
        all.insert(all.end(), past.rejected.begin(), past.rejected.end());
    }
    sort_by_line(all);
    return all;
}

std::size_t text_bytes_of(const Result& result)
{
    auto bytes = result.benchmark.size() + result.test.size() + result.metric.size() +
                 result.unit.size() + result.description.size();
    for (const auto& [name, value] : result.labels) {
        bytes += name.size() + value.size();
    }
    for (const auto& unit : result.printed_units) {
        bytes += unit.size();
    }
    return bytes;
}

void Collector::belongs_to(std::optional<Past> past)
{
    past_.reset();
    if (past) {
        const auto& source = past->source;
        const auto commit = source.commit ? source.commit->hex() : std::string{};
        const auto [at, is_new] = commits_.emplace(
            fmt::format("{}\n{}\n{}", commit, past->part, source.repo), found_.past.size());
        if (is_new) {
            found_.past.push_back(std::move(*past));
            past_rejected_.emplace_back();
        } else {
            widen(found_.past[at->second], *past);
        }
        past_ = at->second;
    }
}

std::vector<Result>& Collector::results()
{
    return past_ ? found_.past[*past_].results : found_.results;
}

/// Whether one of the lines may be cut off.
bool Collector::is_doubted(std::span<const std::pair<std::uint64_t, std::uint64_t>> lines) const
{
    return std::any_of(lines.begin(), lines.end(), [this](const auto& range) {
        const auto at = doubted_->lower_bound(range.first);
        return at != doubted_->end() && *at <= range.second;
    });
}

std::optional<std::string> Collector::add(Result result)
{
    formats_.insert(format_);
    if (doubted_ != nullptr && is_doubted(result.lines)) {
        return "the text ends in this line without a newline, so it may be cut off";
    }
    if (has_long_name(result)) {
        return fmt::format("a name has more than {} bytes", max_name_bytes);
    }
    if (same_ == Same::apart) {
        return keep(std::move(result));
    }
    const Names names{result.benchmark, result.test, result.metric};
    if (const auto at = find(names)) {
        return put_to(results()[*at], std::move(result));
    }
    const auto place = results().size();
    auto reason = keep(std::move(result));
    if (!reason) {
        index_.emplace(key_, place);
        follow(place);
    }
    return reason;
}

std::optional<std::string> Collector::add(const Sample& sample)
{
    if (same_ == Same::together && doubted_ == nullptr) {
        const auto at = find({sample.benchmark, sample.test, sample.metric});
        if (at && append_alike(results()[*at], sample)) {
            formats_.insert(format_);
            return std::nullopt;
        }
    }
    return add(to_result(sample));
}

/// The place of the result with those names. Sets key_ if there is none.
std::optional<Collector::Place> Collector::find(const Names& names)
{
    const auto guess = last_ < next_.size() ? next_[last_] : 0;
    if (guess < results().size()) {
        const auto& likely = results()[guess];
        if (likely.metric == names.metric && likely.test == names.test &&
            likely.benchmark == names.benchmark) {
            last_ = guess;
            return guess;
        }
    }
    set_key(names);
    const auto at = index_.find(key_);
    if (at == index_.end()) {
        return std::nullopt;
    }
    follow(at->second);
    return at->second;
}

/// Remembers that a sample of that result followed the previous one.
void Collector::follow(Place place)
{
    next_.resize(std::max({next_.size(), last_ + 1, place + 1}));
    next_[last_] = place;
    last_ = place;
}

void Collector::set_key(const Names& names)
{
    key_.clear();
    if (past_) {
        (key_ += std::to_string(*past_)) += '\n';
    }
    ((key_ += names.benchmark) += '\0') += names.test;
    (key_ += '\0') += names.metric;
}

/// Why that many more bytes of names cannot be kept.
std::optional<std::string> Collector::no_room_for(std::size_t bytes) const
{
    if (bytes <= max_text_bytes_ - text_bytes_) {
        return std::nullopt;
    }
    return fmt::format("the names and labels of all results have more than {} bytes",
                       max_text_bytes_);
}

/// Adds a result unchanged.
std::optional<std::string> Collector::keep(Result result)
{
    const auto bytes = text_bytes_of(result);
    if (auto reason = no_room_for(bytes)) {
        return reason;
    }
    text_bytes_ += bytes;
    results().push_back(std::move(result));
    return std::nullopt;
}

/// Merges a result into the earlier one of the same names.
std::optional<std::string> Collector::put_to(Result& before, Result more)
{
    const auto bytes = new_unit_bytes(before, more);
    auto reason = no_room_for(bytes);
    if (!reason) {
        reason = merge(before, more);
    }
    if (!reason) {
        text_bytes_ += bytes;
    }
    return reason;
}

std::vector<Rejected>& Collector::rejected_of(Commit commit)
{
    return commit ? found_.past[*commit].rejected : found_.rejected;
}

Collector::RejectedCount& Collector::count_of(Commit commit)
{
    return commit ? past_rejected_[*commit] : rejected_;
}

void Collector::reject(Rejected rejected, Commit commit)
{
    auto& count = count_of(commit);
    ++count.all;
    formats_.insert(format_);
    const bool has_room = count.kept == 0 || kept_rejected_ < max_rejected_in_all;
    if (has_room && count.kept <= max_rejected) { // the last one counts the rest
        ++count.kept;
        ++kept_rejected_;
        rejected.field = without_nul(std::move(rejected.field));
        rejected.reason = without_nul(std::move(rejected.reason));
        rejected_of(commit).push_back(std::move(rejected));
    }
}

void Collector::reject_all(std::vector<Rejected> rejected)
{
    for (auto& entry : rejected) {
        reject(std::move(entry));
    }
}

void Collector::add_or_reject(Result result, std::string field)
{
    const auto line = result.lines.empty() ? 1 : result.lines.front().first;
    if (auto reason = add(std::move(result))) {
        reject(
            {.line = line, .column = 1, .field = std::move(field), .reason = std::move(*reason)});
    }
}

/// Adds results, and rejects those that contradict earlier ones.
void Collector::merge_all(std::vector<Result> results)
{
    for (auto& result : results) {
        auto field = result.metric;
        add_or_reject(std::move(result), std::move(field));
    }
}

void Collector::absorb(Collector&& other)
{
    auto more_rounded = std::exchange(other.rounded_, {});
    (other.has_hint() ? hint_ : other.hint_) = other.has_hint() ? other.hint_ : hint_;
    if (formats_.empty()) { // nothing to merge with
        other.rounded_ = std::exchange(rounded_, {});
        *this = std::exchange(other, Collector{other.same_, other.max_text_bytes_});
        belongs_to(std::nullopt);
    } else {
        take_over(std::move(other));
        other = Collector{other.same_, other.max_text_bytes_};
    }
    if (more_rounded) {
        rounded().absorb(std::move(*more_rounded));
    }
}

void Collector::take_over(Collector&& other)
{
    for (const auto format : other.formats_) {
        format_ = format;
        formats_.insert(format);
    }
    belongs_to(std::nullopt);
    merge_all(std::move(other.found_.results));
    for (std::size_t i = 0; i < other.found_.past.size(); ++i) {
        auto& past = other.found_.past[i];
        auto results = std::exchange(past.results, {});
        auto rejected = std::exchange(past.rejected, {});
        belongs_to(std::move(past));
        merge_all(std::move(results));
        reject_all(std::move(rejected));
        count_rejected(other.past_rejected_[i].all - other.past_rejected_[i].kept, past_);
    }
    belongs_to(std::nullopt);
    reject_all(std::move(other.found_.rejected));
    count_rejected(other.rejected_.all - other.rejected_.kept, past_);
}

Collector& Collector::rounded()
{
    if (!rounded_) {
        rounded_ = std::make_unique<Collector>(same_, max_text_bytes_);
    }
    rounded_->read_as(format_);
    return *rounded_;
}

void Collector::leave_out_known(std::vector<Result>& rounded) const
{
    std::unordered_set<std::string> known;
    for (const auto& result : found_.results) {
        const auto inner = result.test.rfind("::");
        known.insert(result.metric + '\0' + result.test);
        known.insert(result.metric + '\0' +
                     result.test.substr(inner == std::string::npos ? 0 : inner + 2));
    }
    rounded.erase(std::remove_if(rounded.begin(),
                                 rounded.end(),
                                 [&](const Result& result) {
                                     return known.count(result.metric + '\0' + result.test) == 1;
                                 }),
                  rounded.end());
}

/// Turns the commit's last kept entry into the number of further ones.
void Collector::tell_left_out(Commit commit)
{
    const auto& count = count_of(commit);
    if (count.all > count.kept) {
        auto& last = rejected_of(commit).back();
        last.field = "";
        last.reason =
            fmt::format("this and {} later entries were rejected, too", count.all - count.kept);
    }
}

Found Collector::take(Format asked)
{
    if (const auto rounded = std::exchange(rounded_, {})) {
        leave_out_known(rounded->found_.results);
        take_over(std::move(*rounded));
    }
    tell_left_out(std::nullopt);
    for (std::size_t i = 0; i < found_.past.size(); ++i) {
        tell_left_out(i);
    }
    auto found = std::move(found_);
    const auto is_empty = [](const Past& past) {
        return past.results.empty() && past.rejected.empty();
    };
    found.past.erase(std::remove_if(found.past.begin(), found.past.end(), is_empty),
                     found.past.end());
    sort_by_line(found.rejected);
    for (auto& past : found.past) {
        sort_by_line(past.rejected);
    }
    found.hint = has_results(found) ? std::string{} : std::move(hint_);
    if (formats_.empty()) {
        formats_.insert(asked);
    }
    for (const auto format : formats_) {
        found.format += fmt::format("{}{}", found.format.empty() ? "" : "+", name_of(format));
    }
    *this = Collector{same_, max_text_bytes_};
    return found;
}

} // namespace cb::parse
