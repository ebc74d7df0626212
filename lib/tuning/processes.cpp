#include "tuning/processes.hpp"

#include "base/text.hpp"

namespace cb::tuning {

bool sees_host(const host::SysFiles& files)
{
    return files.text("proc/2/comm") == "kthreadd";
}

Running is_running(const host::SysFiles& files, std::string_view name)
{
    const std::filesystem::path proc = "proc";
    for (const auto& entry : files.names(proc)) {
        if (is_digit(entry.front()) && files.text(proc / entry / "comm") == name) {
            return Running::yes;
        }
    }
    return sees_host(files) ? Running::no : Running::unknown;
}

} // namespace cb::tuning
