#include "notify/batches.hpp"

#include "base/collect.hpp"
#include "store/storable.hpp"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

namespace cb::notify {

namespace {

constexpr std::chrono::seconds quiet_time{5};

std::string commit_key(const Source& source)
{
    std::string key;
    store::append_part(key, source.repo);
    store::append_part(key, source.commit->hex());
    return key;
}

/// The subjects of a batch, in the order of their first jobs.
class Batch {
public:
    void add(const Manifest& job, const NotifyRequest& request)
    {
        const auto& source = job.source();
        const auto at = source.committed_at ? source.committed_at->known() : std::nullopt;
        const bool is_other = request.repository && *request.repository != source.repo;
        const bool is_old = request.since && at && *at < *request.since;
        if (!source.commit || source.dirty || is_other || is_old) {
            ++passed_over_;
            return;
        }
        auto key = commit_key(source);
        key += source.pull ? std::to_string(source.pull->number) : "";
        const auto [place, is_new] = places_.emplace(std::move(key), subjects_.size());
        Subject subject{source, Manifest{job.job(), source, Config{}}.to_json()};
        if (is_new) {
            subjects_.push_back(std::move(subject));
        } else {
            subjects_[place->second] = std::move(subject);
        }
    }

    [[nodiscard]] std::size_t size() const noexcept { return subjects_.size(); }
    /// A commit that a pull request is about is not told as one of a branch as well: both have the
    /// same status.
    [[nodiscard]] std::vector<Subject> take_subjects()
    {
        std::set<std::string> of_pulls;
        for (const auto& subject : subjects_) {
            if (subject.source.pull) {
                of_pulls.insert(commit_key(subject.source));
            }
        }
        std::erase_if(subjects_, [&of_pulls](const Subject& subject) {
            return !subject.source.pull && of_pulls.contains(commit_key(subject.source));
        });
        return std::move(subjects_);
    }
    [[nodiscard]] std::size_t passed_over() const noexcept { return passed_over_; }

private:
    std::vector<Subject> subjects_{};
    std::unordered_map<std::string, std::size_t> places_{};
    std::size_t passed_over_ = 0;
};

/// The next job of the batch; nullopt if none arrives in time, or at the end.
std::optional<Manifest> next_soon(const JobInput& input)
{
    if (auto job = input.reader.next_if_ready()) {
        return job;
    }
    return wait_readable(input.fd, deadline_in(quiet_time)) ? input.reader.next() : std::nullopt;
}

} // namespace

std::optional<Subject> read_story(const std::string& story)
{
    const auto manifest = Manifest::parse(story);
    if (!manifest || !manifest->source().commit) {
        return std::nullopt;
    }
    return Subject{manifest->source(), story};
}

void for_each_batch(const JobInput& input,
                    const NotifyRequest& request,
                    const std::function<void(const std::vector<Subject>&)>& use,
                    Log& log)
{
    constexpr std::size_t max_subjects = 1000;
    while (const auto first = input.reader.next()) {
        Batch batch;
        batch.add(*first, request);
        std::optional<Interrupted> interrupted;
        try {
            while (batch.size() < max_subjects) {
                const auto job = next_soon(input);
                if (!job) {
                    break;
                }
                batch.add(*job, request);
            }
        } catch (const Interrupted& stop) {
            interrupted = stop;
        }
        if (batch.passed_over() > 0) {
            log.info(fmt::format("{} jobs are not told: they are of no commit, of a changed work "
                                 "tree, of another project, or older than --since",
                                 batch.passed_over()));
        }
        use(batch.take_subjects());
        if (interrupted) {
            throw Interrupted{*interrupted};
        }
    }
}

} // namespace cb::notify
