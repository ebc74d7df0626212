#include "watch/spread.hpp"

#include <queue>
#include <vector>

namespace cb::watch {

namespace {

/// Neighbouring free places, from `first` up to and without `end`.
struct Gap {
    std::size_t first, end;
};

/// The largest gap first, and of equal ones the first.
class Gaps {
public:
    explicit Gaps(std::size_t length) : length_{length}, heap_{Later{length}} {}

    void add(Gap gap)
    {
        if (gap.first < gap.end) {
            heap_.push(gap);
        }
    }

    [[nodiscard]] bool empty() const { return heap_.empty(); }

    /// Takes a place of the largest gap.
    [[nodiscard]] std::size_t take()
    {
        const auto gap = heap_.top();
        heap_.pop();
        const auto place = gap.first == 0       ? 0
                           : gap.end == length_ ? length_ - 1
                                                : gap.first + (gap.end - gap.first) / 2;
        add({gap.first, place});
        add({place + 1, gap.end});
        return place;
    }

private:
    struct Later {
        std::size_t length;

        [[nodiscard]] std::size_t weight(const Gap& gap) const
        {
            const bool is_at_end = gap.first == 0 || gap.end == length;
            return (gap.end - gap.first) * (is_at_end ? 2 : 1);
        }
        bool operator()(const Gap& a, const Gap& b) const
        {
            return weight(a) != weight(b) ? weight(a) < weight(b) : a.first > b.first;
        }
    };

    std::size_t length_;
    std::priority_queue<Gap, std::vector<Gap>, Later> heap_;
};

} // namespace

std::set<std::size_t>
spread(std::size_t length, std::span<const std::size_t> free, std::uint64_t count)
{
    Gaps gaps{length};
    for (std::size_t i = 0; i < free.size();) {
        auto end = i + 1;
        while (end < free.size() && free[end] == free[end - 1] + 1) {
            ++end;
        }
        gaps.add({free[i], free[end - 1] + 1});
        i = end;
    }
    std::set<std::size_t> chosen;
    while (chosen.size() < count && !gaps.empty()) {
        chosen.insert(gaps.take());
    }
    return chosen;
}

} // namespace cb::watch
