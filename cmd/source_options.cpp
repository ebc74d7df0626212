#include "source_options.hpp"

#include "options.hpp"

namespace cb::cmd {

Group describe_source_options(SourceOptions& source, std::optional<std::string>& config_name)
{
    return {
        "What the results are of",
        {
            {.name = "--repo",
             .value = "NAME",
             .sentence = "The project [default: that of the git work tree]",
             .binding = once(source.repo, &parse_text),
             .no_key = "the job says it"},
            {.name = "--commit",
             .value = "ID",
             .sentence = "The full id of the commit [default: that of the git work tree]",
             .binding = once(source.commit, &CommitId::parse),
             .no_key = "the job says it"},
            {.name = "--branch",
             .value = "NAME",
             .sentence = "The branch that the commit is on [default: that of the git work tree]",
             .binding = once(source.branch, &parse_text),
             .no_key = "the job says it"},
            {.name = "--name",
             .value = "NAME",
             .sentence = "Name the configuration: another name makes another job of the same "
                         "commit [default: the job's own, else default]",
             .binding = once(config_name, &parse_text),
             .no_key = "the job says it"},
        },
    };
}

} // namespace cb::cmd
