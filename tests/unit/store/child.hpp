#pragma once

#include <sys/types.h>

#include <functional>

namespace cb::store {

/// A forked child, killed and reaped by the destructor.
class Child {
public:
    /// Runs `work` in the child, which exits with status 0, or 1 if `work` throws.
    explicit Child(const std::function<void()>& work);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    /// Whether it exited with status 0.
    [[nodiscard]] bool succeeds();
    /// kill -9. False if it had already ended.
    bool kill_now();

private:
    pid_t pid_;
};

} // namespace cb::store
