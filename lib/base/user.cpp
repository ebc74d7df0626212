#include "base/user.hpp"

#include <array>
#include <pwd.h>
#include <unistd.h>

namespace cb {

std::string user_name()
{
    std::array<char, 16384> buffer{};
    struct passwd entry {};
    struct passwd* found = nullptr;
    const auto id = ::geteuid();
    if (::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
        return found->pw_name;
    }
    return "uid " + std::to_string(id);
}

} // namespace cb
