// Lists the history of a branch with all facts of each commit: walk cb|revwalk|walk-only REPOSITORY
// [REVISION]. Prints the number of commits, a checksum and the processor time in seconds.

#include "git/walk.hpp"

#include "git/repository.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <sys/resource.h>

#include <cstdio>
#include <functional>
#include <span>
#include <string>

using namespace cb::git;
using Visit = std::function<void(const cb::CommitId&)>;

namespace {

double processor_s()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void walk_by_cb(const Repository& repository, const cb::CommitId& start, const Visit& visit)
{
    Walk walk{repository, std::span{&start, 1}, {}};
    while (const auto step = walk.next()) {
        visit(step->commit);
    }
}

void walk_by_libgit2(const Repository& repository, const cb::CommitId& start, const Visit& visit)
{
    git_revwalk* walk = nullptr;
    git_oid id{};
    git_oid_fromstr(&id, start.hex().c_str());
    git_revwalk_new(&walk, repository.raw());
    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    git_revwalk_push(walk, &id);
    while (git_revwalk_next(&id, walk) == 0) {
        std::string hex(GIT_OID_HEXSZ, '\0');
        git_oid_fmt(hex.data(), &id);
        visit(cb::CommitId::parse(hex).value());
    }
    git_revwalk_free(walk);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        return 2;
    }
    const std::string way{argv[1]};
    const auto repository = Repository::open(argv[2]);
    const auto start = repository.resolve(argc > 3 ? argv[3] : "HEAD");
    std::size_t commits = 0;
    std::size_t bytes = 0;
    const auto read = [&](const cb::CommitId& id) {
        ++commits;
        if (!way.ends_with("-only")) {
            const auto commit = repository.commit(id);
            bytes += commit.author.size() + commit.subject.size() + 41 * commit.parents.size();
        }
    };
    (way.starts_with("cb") ? walk_by_cb : walk_by_libgit2)(repository, start, read);
    fmt::print("{} {} {:.3f}\n", commits, bytes, processor_s());
}
