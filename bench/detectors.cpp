// How often cb::verdict::ChangeDetector raises an alert that is none, how many steps it finds, and
// how soon: on histories of known kinds, many seeds each.
//
//   detectors [SEEDS]    400 if not given; 0 prints the times only
//
// Prints two Markdown tables and the times. Offline is what is reported at the end of a history;
// online is every alert ever raised, commit by commit. An alert is a hit if it is the first within
// 12 commits of the step; all others are false, up or down.

#include "detector_families.hpp"
#include "verdict/change_detector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cb;
using namespace cb::bench;
using verdict::ChangeDetector;
using verdict::State;
using Commit = std::vector<double>;
using History = std::vector<Commit>;

constexpr std::size_t near = 12;

/// Sums over the seeds.
struct Figures {
    double offline_false = 0;
    double found = 0;
    double suspected_false = 0;
    double confirmed_false = 0;
    double found_online = 0;
    double suspected = 0;
    double suspected_delay = 0;
    double confirmed = 0;
    double confirmed_delay = 0;
    double bimodal = 0;
    double drifting = 0;
};

History make_history(const Family& family, std::uint64_t seed)
{
    Source source{seed};
    const auto value = family.make(source);
    History history(family.commits);
    for (std::size_t i = 0; i < family.commits; ++i) {
        for (std::size_t k = 0; k < family.values_each; ++k) {
            history[i].push_back(value(i, family.commits));
        }
    }
    return history;
}

class Replay {
public:
    Replay(const Family& family, Figures& figures) : family_{family}, figures_{figures} {}

    void run(const History& history)
    {
        for (std::size_t commit = 0; commit < history.size(); ++commit) {
            for (const auto step : detector_.add(history[commit])) {
                note(step, commit);
            }
        }
        bool found = false;
        for (const auto& step : detector_.steps()) {
            const bool is_open = verdict::is_open(step.state);
            if (is_open && is_near(step) && !found) {
                found = true;
            } else {
                figures_.offline_false += is_open ? 1 : 0;
            }
            figures_.bimodal += step.state == State::bimodal ? 1 : 0;
            figures_.drifting += step.state == State::drifting ? 1 : 0;
        }
        figures_.found += found ? 1 : 0;
    }

private:
    [[nodiscard]] bool is_near(const verdict::Step& step) const
    {
        const auto middle = family_.commits / 2;
        return family_.has_step && step.commit + near >= middle && step.commit <= middle + near;
    }

    void note(std::size_t index, std::size_t commit)
    {
        const auto& step = detector_.steps()[index];
        const double delay = static_cast<double>(commit) - static_cast<double>(family_.commits / 2);
        confirmed_before_.resize(detector_.steps().size());
        if (step.state == State::suspected) {
            if (is_near(step) && !suspected_) {
                suspected_ = true;
                ++figures_.suspected;
                figures_.suspected_delay += delay;
                figures_.found_online += delay <= static_cast<double>(near) ? 1 : 0;
            } else {
                ++figures_.suspected_false;
            }
        }
        if (step.state == State::confirmed && !confirmed_before_[index]) {
            confirmed_before_[index] = true;
            if (is_near(step) && !confirmed_) {
                confirmed_ = true;
                ++figures_.confirmed;
                figures_.confirmed_delay += delay;
            } else {
                ++figures_.confirmed_false;
            }
        }
    }

    const Family& family_;
    Figures& figures_;
    ChangeDetector detector_;
    std::vector<bool> confirmed_before_;
    bool suspected_ = false;
    bool confirmed_ = false;
};

void print_row(const Family& family, unsigned seeds)
{
    Figures sum;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        Replay{family, sum}.run(make_history(family, 1 + seed));
    }
    const double n = seeds;
    const auto steps = [&](double figure) {
        return family.has_step ? fmt::format("{:.1f}", figure) : std::string{"–"};
    };
    std::cout << fmt::format(
                     "| {} | {:.3f} | {} | {:.3f} | {:.3f} | {} | {} | {} | {:.2f} | {:.2f} |\n",
                     family.name,
                     sum.offline_false / n,
                     steps(100 * sum.found / n),
                     sum.suspected_false / n,
                     sum.confirmed_false / n,
                     steps(100 * sum.found_online / n),
                     steps(sum.suspected_delay / std::max(1.0, sum.suspected)),
                     steps(sum.confirmed_delay / std::max(1.0, sum.confirmed)),
                     sum.bimodal / n,
                     sum.drifting / n)
              << std::flush;
}

void print_table(std::string_view title, const std::vector<Family>& families, unsigned seeds)
{
    std::cout << fmt::format("## {}\n\n", title)
              << "| | offline: false | found, % | online: suspected falsely | confirmed falsely | "
                 "suspected within 12, % | delay | delay until confirmed | bimodal | drifting |\n"
              << "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& family : families) {
        print_row(family, seeds);
    }
    std::cout << '\n';
}

double now_us()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

/// CPU time, the median of many: others use the machine, too.
void print_time(const Family& family)
{
    constexpr int repeats = 201;
    std::vector<double> whole_us;
    std::vector<double> one_us;
    for (int i = 0; i < repeats; ++i) {
        const auto history = make_history(family, static_cast<std::uint64_t>(i));
        ChangeDetector detector;
        const double begin = now_us();
        for (const auto& commit : history) {
            detector.add(commit);
        }
        const double end = now_us();
        whole_us.push_back(end - begin);
        detector.add(history.front());
        one_us.push_back(now_us() - end);
    }
    std::sort(whole_us.begin(), whole_us.end());
    std::sort(one_us.begin(), one_us.end());
    std::cout << fmt::format("| {} | {:.3f} | {:.1f} |\n",
                             family.name,
                             whole_us[repeats / 2] / 1000,
                             one_us[repeats / 2]);
}

} // namespace

int main(int argc, char** argv)
{
    unsigned seeds = 400;
    const std::string_view asked = argc == 2 ? argv[1] : "";
    if (argc > 2 ||
        (argc == 2 &&
         std::from_chars(asked.data(), asked.data() + asked.size(), seeds).ec != std::errc{})) {
        std::cerr << "usage: detectors [SEEDS]\n";
        return 2;
    }
    if (seeds > 0) {
        print_table("What is to be reached", asked_families(), seeds);
        print_table("Other steps", step_families(), seeds);
        print_table("Other histories without a step", quiet_families(), seeds);
    }
    std::cout << "## CPU time\n\n| 1,000 commits | all, ms | one more, µs |\n| --- | --- | --- |\n";
    for (auto family : asked_families()) {
        family.commits = 1000;
        print_time(family);
    }
}
