#include "watch/job_source.hpp"

#include <utility>

namespace cb::watch {

Source
make_source(const git::Repository& repository, const std::string& name, const Candidate& candidate)
{
    Source source;
    source.repo = name;
    source.url = repository.path().native();
    source.commit = candidate.commit;
    source.branch = candidate.branch;
    source.tag = candidate.tag;
    source.pull = candidate.pull;
    return source;
}

Source make_full_source(const git::Repository& repository,
                        const std::string& name,
                        const Candidate& candidate)
{
    auto source = make_source(repository, name, candidate);
    auto commit = repository.commit(candidate.commit);
    source.parents = std::move(commit.parents);
    source.author = std::move(commit.author);
    source.authored_at = std::move(commit.authored_at);
    source.committed_at = std::move(commit.committed_at);
    source.subject = std::move(commit.subject);
    source.perf_expected = std::move(commit.perf_expected);
    return source;
}

} // namespace cb::watch
