#pragma once

#include <string>

namespace cb {

/// The login name of the user who runs the program: getpwuid(3), otherwise "uid N".
[[nodiscard]] std::string user_name();

} // namespace cb
