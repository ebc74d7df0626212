#include "tuning/sys_writer.hpp"

#include "base/fd.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace cb::tuning {

std::error_code FileWriter::write(const Knob& knob, std::string_view value)
{
    const auto path = root_ / knob.path();
    const Fd fd{::open(path.c_str(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)};
    const auto line = std::string{value} + '\n';
    if (!fd || ::write(fd.get(), line.data(), line.size()) < 0) {
        return {errno, std::generic_category()};
    }
    return {};
}

} // namespace cb::tuning
