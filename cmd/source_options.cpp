#include "source_options.hpp"

#include "options.hpp"

namespace cb::cmd {

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

} // namespace cb::cmd
