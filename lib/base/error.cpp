#include "base/error.hpp"

#include <cerrno>
#include <system_error>

namespace cb {

int exit_code(Errc code) noexcept
{
    switch (code) {
    case Errc::usage:
        return 2;
    case Errc::bad_input:
        return 3;
    case Errc::unavailable:
    case Errc::system:
        return 4;
    }
    return 4;
}

void throw_errno(const std::string& doing)
{
    const int number = errno;
    throw Error{Errc::system, doing + ": " + std::generic_category().message(number)};
}

} // namespace cb
