#include "verdict/history_digest.hpp"

#include "base/hash.hpp"
#include "verdict/state_archive.hpp"

#include <algorithm>

namespace cb::verdict {

std::optional<std::string> digest_of(const store::HistoryReader& reader,
                                     const ContentNames& contents,
                                     std::size_t first,
                                     std::size_t end)
{
    StateWriter facts;
    for (std::size_t i = first; i < end; ++i) {
        facts(reader.commits()[i].hash, bool{reader.line()[i]});
    }
    const auto& jobs = reader.jobs();
    const auto begin =
        std::lower_bound(jobs.begin(), jobs.end(), first, [](const auto& job, std::size_t commit) {
            return job.commit < commit;
        });
    for (auto at = begin; at != jobs.end() && at->commit < end; ++at) {
        const auto& info = *at->info;
        const auto content = contents.find(info.id);
        if (content == contents.end()) {
            return std::nullopt;
        }
        facts(std::uint64_t{at->commit},
              info.job,
              info.worker,
              info.host_key,
              info.config,
              info.status,
              content->second);
    }
    return sha256_hex(facts.bytes());
}

std::string make_cache_name(const std::string& repository,
                            const std::optional<std::string>& branch,
                            const StoreFilter& filter)
{
    StateWriter name;
    name(repository);
    for (const auto* const part : {&branch,
                                   &filter.branch,
                                   &filter.worker,
                                   &filter.series.benchmark,
                                   &filter.series.test,
                                   &filter.series.metric}) {
        name(part->has_value(), part->value_or(""));
    }
    return std::move(name.bytes());
}

} // namespace cb::verdict
