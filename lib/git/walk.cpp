#include "git/walk.hpp"

#include "git/ancestry_order.hpp"
#include "git/frontier.hpp"
#include "git/history.hpp"

namespace cb::git {

namespace {

constexpr std::uint32_t no_start = UINT32_MAX;

/// For each commit, the first start that reaches it. Reads the whole history.
std::vector<std::uint32_t> find_first_starts(History& history,
                                             std::span<const History::Index> starts)
{
    std::vector<std::uint32_t> first;
    std::vector<History::Index> open;
    for (std::uint32_t start = 0; start < starts.size(); ++start) {
        open.push_back(starts[start]);
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            history.load(at);
            first.resize(history.size(), no_start);
            if (first[at] == no_start) {
                first[at] = start;
                const auto parents = history.parents(at);
                open.insert(open.end(), parents.begin(), parents.end());
            }
        }
    }
    return first;
}

} // namespace

class Walk::State {
public:
    State(const Repository& repository,
          std::span<const CommitId> include,
          std::span<const CommitId> exclude)
        : history_{repository}
    {
        Frontier frontier{history_};
        for (const auto& id : exclude) {
            frontier.exclude(history_.find(id));
        }
        std::vector<History::Index> starts;
        for (const auto& id : include) {
            starts.push_back(history_.find(id));
            frontier.add(starts.back());
        }
        wanted_ = ordered_by_ancestry(history_, frontier.take_wanted());
        if (starts.size() > 1) {
            first_starts_ = find_first_starts(history_, starts);
        }
    }

    std::optional<Step> next()
    {
        if (next_ == wanted_.size()) {
            return std::nullopt;
        }
        const auto at = wanted_[next_++];
        return Step{
            history_.id(at), first_starts_.empty() ? 0 : first_starts_[at], history_.time(at)};
    }

private:
    History history_;
    std::vector<std::uint32_t> first_starts_{};
    std::vector<History::Index> wanted_{};
    std::size_t next_ = 0; ///< index in wanted_
};

Walk::Walk(const Repository& repository,
           std::span<const CommitId> include,
           std::span<const CommitId> exclude)
    : state_{std::make_unique<State>(repository, include, exclude)}
{}

Walk::~Walk() = default;

std::optional<Walk::Step> Walk::next()
{
    return state_->next();
}

} // namespace cb::git
