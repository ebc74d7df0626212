#include "root_option.hpp"

#include "options.hpp"

namespace cb::cmd {

void add_root_option(CLI::App& app, std::string& root)
{
    add_parsed(app,
               "--root",
               root,
               &parse_directory,
               "DIR  Another machine's proc/ and sys/, or a copy of them [default: /]");
}

std::optional<CpuChoice> choice_of(const std::optional<CpuRequest>& request,
                                   const std::string& root)
{
    if (!request) {
        return std::nullopt;
    }
    return value_or_throw(choose_cpus(*request, read_topology(root)), Errc::usage, "--cpu");
}

} // namespace cb::cmd
