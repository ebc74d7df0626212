#pragma once

#include <functional>

namespace cb::test {

/// The exit status of a copy of this process that runs `body`: for tests that change the user, the
/// mounts or the signals of a process. 98 when `body` throws, 99 when a signal kills it.
[[nodiscard]] int in_child(const std::function<int()>& body);

} // namespace cb::test
