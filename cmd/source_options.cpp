#include "source_options.hpp"

#include "git/repository.hpp"
#include "options.hpp"

#include <filesystem>

namespace cb::cmd {

namespace {

/// What the work tree says that we are in; none outside of one.
std::optional<Source> source_here()
{
    std::optional<git::Repository> repository;
    try {
        repository = git::Repository::open(std::filesystem::current_path());
    } catch (const Error&) {
        return std::nullopt;
    }
    Source source;
    source.repo = repository->name();
    source.url = repository->path().native();
    const auto head = repository->head();
    source.branch = head.branch;
    if (head.commit) {
        const auto commit = repository->commit(*head.commit);
        source.commit = commit.id;
        source.parents = commit.parents;
        source.author = commit.author;
        source.authored_at = commit.authored_at;
        source.committed_at = commit.committed_at;
        source.subject = commit.subject;
    }
    return source;
}

} // namespace

void add_source_options(CLI::App& app, SourceOptions& options)
{
    add_parsed(
        app, "--repo", options.repo, &parse_text, "NAME  The project that the results are of");
    add_parsed(app,
               "--commit",
               options.commit,
               &CommitId::parse,
               "ID  The commit that the results are of");
    add_parsed(
        app, "--branch", options.branch, &parse_text, "NAME  The branch that the commit is on");
}

void add_config_name(CLI::App& app, std::optional<std::string>& name)
{
    add_parsed(app,
               "--name",
               name,
               &parse_text,
               "NAME  Of the configuration: another name makes another job of the same commit "
               "[default: the job's own, else default]");
}

Source source_of(const SourceOptions& options, const std::string& fallback)
{
    Source source;
    if (!options.repo || !options.commit) {
        source = source_here().value_or(Source{});
    }
    const bool is_other = (options.repo && options.repo != source.repo) ||
                          (options.commit && options.commit != source.commit);
    if (is_other) {
        Source other;
        other.repo = source.repo;
        source = std::move(other);
    }
    source.repo = options.repo.value_or(source.repo.empty() ? fallback : source.repo);
    source.commit = options.commit ? options.commit : source.commit;
    source.branch = options.branch ? options.branch : source.branch;
    return source;
}

} // namespace cb::cmd
