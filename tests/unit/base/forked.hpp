#pragma once

#include <functional>

namespace cb::test {

/// The exit status of a forked child that runs `body`: for tests that change the user, the mounts
/// or the signals of a process. 98 if `body` throws, 99 if a signal kills the child.
[[nodiscard]] int in_child(const std::function<int()>& body);

} // namespace cb::test
