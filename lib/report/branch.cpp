#include "report/branch.hpp"

#include "base/hash.hpp"
#include "base/progress.hpp"
#include "json/writer.hpp"
#include "report/alerts.hpp"
#include "report/branch_index.hpp"
#include "report/drawings.hpp"
#include "report/histories.hpp"
#include "report/series_files.hpp"
#include "report/text.hpp"
#include "store/job_medians.hpp"
#include "verdict/changes_resumed.hpp"
#include "verdict/triage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace cb::report {

namespace {

/// Writes one branch.
class BranchWriter {
public:
    BranchWriter(const BranchSource& source, const BranchRequest& request, Site& site, Log& log)
        : source_{source}, queries_{source.queries}, request_{request}, site_{site}, log_{log},
          reader_{queries_.read_history(request.repository, request.branch)},
          contents_{store::read_content_names(queries_, request.repository)},
          filter_{request.branch, request.selection.worker, request.selection.series}
    {
        select_commits();
    }

    [[nodiscard]] BranchSummary write()
    {
        find_changes();
        write_histories();
        auto annotations = queries_.annotations(request_.repository);
        static_cast<void>(verdict::apply_triage(changes_, annotations));
        keep_selected();
        write_commits();
        put("changes.js", to_alerts_json(changes_, annotations));
        const auto former_names = queries_.former_names(request_.repository);
        put("branch.js",
            to_json({changes_,
                     summaries_,
                     chunks_,
                     begin_,
                     end_,
                     measured_,
                     request_.last,
                     former_names}));
        BranchSummary summary{.histories = summaries_.size()};
        count_open(summary);
        summary.changes = std::move(changes_);
        return summary;
    }

private:
    void put(const std::string& name, std::string_view json)
    {
        const auto path = fmt::format("{}/{}", request_.directory, name);
        site_.put(path, make_script(path, json));
    }

    /// Range and date select commits; the changes come from the whole history.
    void select_commits()
    {
        const auto& commits = reader_.commits();
        const auto place_of = [&](const std::string& text) {
            const auto hash = store::find_commit(queries_, request_.repository, text);
            const auto at = std::find_if(commits.begin(), commits.end(), [&](const auto& commit) {
                return commit.hash == hash;
            });
            return static_cast<std::size_t>(at - commits.begin());
        };
        end_ = commits.size();
        const auto& range = request_.selection.range;
        const auto since = request_.selection.first_time();
        if (range && range->last) {
            end_ = std::min(place_of(*range->last) + 1, end_);
        }
        if (range && range->first) {
            const auto first = place_of(*range->first);
            begin_ = first < commits.size() ? first + 1 : 0;
        }
        while (since && begin_ < end_ && commits[begin_].committed_at.value_or(*since) < *since) {
            ++begin_;
        }
        begin_ = std::min(begin_, end_);
        chunks_ = divide(begin_, end_);
    }

    [[nodiscard]] std::string describe_branch() const
    {
        return fmt::format("{}, {}", request_.repository, reader_.branch().value_or("all commits"));
    }

    void find_changes()
    {
        const Progress progress{log_, {.verb = "finding changes of " + describe_branch()}};
        const auto& cache = source_.changes;
        changes_ =
            cache ? verdict::find_changes_resumed(
                        queries_, {reader_, contents_}, request_.repository, filter_, *cache, log_)
                  : verdict::find_changes_in_store(queries_, request_.repository, filter_);
        for (const auto& name : changes_.histories) {
            measured_[name.setting].resize(reader_.commits().size());
        }
    }

    void write_histories()
    {
        const auto& names = changes_.histories;
        const auto placements = place_histories(request_.directory, names);
        const auto written = choose_chunks(placements);
        std::vector<bool> is_wanted(reader_.commits().size());
        for (const auto& [chunk, source] : written) {
            std::fill(is_wanted.begin() + static_cast<std::ptrdiff_t>(chunk.first),
                      is_wanted.begin() + static_cast<std::ptrdiff_t>(chunk.end),
                      true);
        }
        SeriesFiles files{site_, written};
        Progress progress{
            log_,
            {.verb = "writing " + describe_branch(), .singular = "plot", .total = names.size()}};
        summaries_.resize(names.size());
        for_each_history({.reader = reader_,
                          .contents = contents_,
                          .repository = request_.repository,
                          .filter = filter_,
                          .names = names,
                          .is_wanted = std::move(is_wanted),
                          .end = end_},
                         source_.histories,
                         log_,
                         [&](std::size_t index, BranchHistory history) {
                             files.add(placements[index], std::move(history.spreads));
                             summaries_[index] =
                                 summarize(names[index], placements[index], history);
                             progress.advance();
                         });
        files.finish();
    }

    /// Keeps the files that were made of the same results, and returns the commits whose files must
    /// be written.
    [[nodiscard]] std::vector<SourcedChunk> choose_chunks(std::span<const Placement> placements)
    {
        std::string layout; // a file has the histories of several series, by their places
        for (const auto& name : changes_.histories) {
            layout += verdict::make_history_key(name) + '\n';
        }
        std::vector<SourcedChunk> written;
        for (const auto& chunk : chunks_) {
            const auto digest = verdict::digest_of(reader_, contents_, chunk.first, chunk.end);
            SourcedChunk sourced{chunk,
                                 digest ? sha256_hex(fmt::format("1 {} {}", *digest, layout)) : ""};
            const bool is_kept =
                std::all_of(placements.begin(), placements.end(), [&](const Placement& placement) {
                    return placement.index > 0 ||
                           site_.keep(name_file(placement.file, chunk), sourced.source);
                });
            if (!is_kept) {
                written.push_back(std::move(sourced));
            }
        }
        return written;
    }

    [[nodiscard]] Summary summarize(const verdict::HistoryName& name,
                                    const Placement& placement,
                                    const BranchHistory& history)
    {
        auto& measured = measured_[name.setting];
        std::vector<std::optional<double>> medians(end_ - begin_);
        std::size_t values = 0;
        for (std::size_t i = 0; i < end_; ++i) {
            if (!std::isnan(history.medians[i])) {
                measured[i] = true;
                if (i >= begin_) {
                    medians[i - begin_] = history.medians[i];
                    ++values;
                }
            }
        }
        const bool has_value = history.last_commit != no_commit;
        Summary summary{.placement = placement,
                        .key = make_key(verdict::make_history_key(name)),
                        .values = values,
                        .last = has_value ? history.last_commit : end_,
                        .last_value = has_value ? std::optional{history.last_value} : std::nullopt,
                        .spark = to_spark(medians)};
        site_.put(fmt::format("{}/{}.svg", request_.directory, summary.key),
                  to_spark_svg(summary.spark, verdict::to_text(name.series)));
        return summary;
    }

    void keep_selected()
    {
        verdict::AlertFilter filter;
        for (const auto& word : words<verdict::State>) {
            filter.states.insert(word.value);
        }
        const auto& commits = changes_.commits;
        if (begin_ > 0) {
            filter.first = commits[begin_ - 1].hash;
        }
        if (end_ > 0 && end_ < commits.size()) {
            filter.last = commits[end_ - 1].hash;
        }
        static_cast<void>(verdict::keep_alerts(changes_, filter));
    }

    void write_commits()
    {
        std::map<std::size_t, std::set<std::uint64_t>> pulls;
        for (const auto& job : reader_.jobs()) {
            if (job.info->pull_number) {
                pulls[job.commit].insert(*job.info->pull_number);
            }
        }
        for (const auto& chunk : chunks_) {
            JsonWriter json;
            json.begin_array();
            for (auto at = chunk.first; at < chunk.end; ++at) {
                const auto& commit = changes_.commits[at];
                json.begin_array()
                    .value(commit.hash)
                    .value(commit.committed_at ? to_rfc3339(*commit.committed_at) : "")
                    .value(commit.author.value_or(""))
                    .value(commit.subject.value_or(""));
                if (const auto pull = pulls.find(at); pull != pulls.end()) {
                    json.value(*pull->second.begin());
                }
                json.end_array();
            }
            json.end_array();
            put(fmt::format("commits-{}.js", chunk.first), json.text());
        }
    }

    void count_open(BranchSummary& summary) const
    {
        for (const auto& [history, change] : find_last_changes(changes_)) {
            if (!change->triage) {
                summary.regressions += change->meaning == verdict::Meaning::regression ? 1U : 0U;
                summary.improvements += change->meaning == verdict::Meaning::improvement ? 1U : 0U;
            }
        }
    }

    const BranchSource& source_;
    store::Queries& queries_;
    const BranchRequest& request_;
    Site& site_;
    Log& log_;
    store::HistoryReader reader_;
    verdict::ContentNames contents_;
    verdict::StoreFilter filter_;
    std::size_t begin_ = 0, end_ = 0; ///< the selected commits
    std::vector<Chunk> chunks_{};
    std::vector<Summary> summaries_{}; ///< of each history
    /// Whether a setting measured a commit.
    std::map<verdict::Setting, std::vector<bool>> measured_{};
    verdict::RepositoryChanges changes_{};
};

} // namespace

BranchSummary
write_branch(const BranchSource& source, const BranchRequest& request, Site& site, Log& log)
{
    return BranchWriter{source, request, site, log}.write();
}

} // namespace cb::report
