#include "root_option.hpp"

#include "options.hpp"

namespace cb::cmd {

Option describe_root_option(std::string& root)
{
    return {.name = "--root",
            .value = "DIR",
            .sentence = "Use the proc/ and sys/ below DIR: another machine's, or a copy "
                        "[default: /]",
            .binding = once(root, &parse_directory)};
}

std::optional<host::CpuChoice> find_cpus(const std::optional<host::CpuRequest>& request,
                                         const std::string& root)
{
    if (!request) {
        return std::nullopt;
    }
    return value_or_throw(
        host::choose_cpus(*request, host::read_topology(root)), Errc::usage, "--cpu");
}

} // namespace cb::cmd
