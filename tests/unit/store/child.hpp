#pragma once

#include <sys/types.h>

#include <functional>

namespace cb::store {

/// A forked child. It is killed and reaped with the object.
class Child {
public:
    /// Runs `work` in the child, which ends with status 0, or 1 when `work` throws.
    explicit Child(const std::function<void()>& work);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    /// Whether it ended with status 0.
    [[nodiscard]] bool succeeds();
    /// kill -9. False when it had ended before.
    bool kill_now();

private:
    pid_t pid_;
};

} // namespace cb::store
