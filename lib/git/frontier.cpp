#include "git/frontier.hpp"

namespace cb::git {

namespace {

/// How many excluded commits are examined after the last wanted one, because clocks may have run
/// backwards: SLOP in git's revision.c.
constexpr int full_patience = 5;

} // namespace

void Frontier::load(History::Index at)
{
    history_.load(at);
    marks_.resize(history_.size());
}

void Frontier::push(History::Index at)
{
    auto& mark = marks_[at];
    if (mark.is_seen) {
        return;
    }
    mark.is_seen = true;
    mark.is_waiting = true;
    if (!mark.is_excluded) {
        ++wanted_waiting_;
    }
    queue_.push({history_.time(at), arrivals_++, at});
}

History::Index Frontier::pop()
{
    const auto at = queue_.top().at;
    queue_.pop();
    marks_[at].is_waiting = false;
    if (!marks_[at].is_excluded) {
        --wanted_waiting_;
    }
    return at;
}

void Frontier::add(History::Index at)
{
    load(at);
    push(at);
}

void Frontier::exclude(History::Index at)
{
    load(at);
    mark_excluded(at);
    push(at);
    mark_ancestors_excluded(at);
}

void Frontier::add_parents(History::Index at)
{
    const auto found = history_.parents(at);
    // A copy, because load() may reallocate.
    const std::vector<History::Index> parents{found.begin(), found.end()};
    for (const auto parent : parents) {
        load(parent);
        if (marks_[at].is_excluded) {
            mark_excluded(parent);
            mark_ancestors_excluded(parent);
        }
        push(parent);
    }
}

void Frontier::mark_excluded(History::Index at)
{
    auto& mark = marks_[at];
    if (!mark.is_excluded && mark.is_waiting) {
        --wanted_waiting_;
    }
    mark.is_excluded = true;
}

void Frontier::mark_ancestors_excluded(History::Index at)
{
    std::vector<History::Index> open{at};
    while (!open.empty()) {
        const auto child = open.back();
        open.pop_back();
        if (!history_.is_loaded(child)) {
            continue;
        }
        for (const auto parent : history_.parents(child)) {
            if (!marks_[parent].is_excluded) {
                mark_excluded(parent);
                open.push_back(parent);
            }
        }
    }
}

int Frontier::patience_left(std::int64_t time, int patience) const
{
    if (queue_.empty()) {
        return 0;
    }
    if (time <= queue_.top().time || wanted_waiting_ > 0) {
        return full_patience;
    }
    return patience - 1;
}

std::vector<History::Index> Frontier::take_wanted()
{
    std::vector<History::Index> wanted;
    auto last_time = INT64_MAX;
    int patience = full_patience;
    while (!queue_.empty() && patience > 0) {
        const auto at = pop();
        add_parents(at);
        if (marks_[at].is_excluded) {
            mark_ancestors_excluded(at);
            patience = patience_left(last_time, patience);
        } else {
            last_time = history_.time(at);
            wanted.push_back(at);
        }
    }
    // Some were recognized as excluded only after they were passed.
    std::erase_if(wanted, [this](History::Index at) { return marks_[at].is_excluded; });
    return wanted;
}

} // namespace cb::git
