#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cb {

enum class Level {
    error,
    warning,
    notice, ///< the answer of a command whose standard output has something else
    info,   ///< progress
    debug,
};

/// Long work whose parts are counted.
struct CountedWork {
    std::string verb{};     ///< "importing"; may name what is untrusted
    std::string singular{}; ///< "job", with a plural in s; "" if nothing is counted
    std::uint64_t done = 0;
    std::optional<std::uint64_t> total{};
    std::optional<double> share{};      ///< of the work that is done, if it is not done / total
    std::chrono::nanoseconds elapsed{}; ///< before the current part of the work began
};

/// Receives messages for the user while work is in progress. Modules print nothing themselves; cmd/
/// passes them a Log that writes to standard error.
class Log {
public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;

    /// Logs one message without a trailing newline.
    virtual void write(Level level, std::string_view message) = 0;

    /// Logs a line of another program's output, which belongs to the last message of that level.
    virtual void quote(Level level, std::string_view line) { write(level, line); }

    /// Shows how far long work is until end_progress(); Progress (base/progress.hpp) calls these.
    /// `work` outlives that, and update_progress() follows its changes.
    virtual void begin_progress(const CountedWork& work) { static_cast<void>(work); }
    virtual void update_progress() {}
    virtual void end_progress() noexcept {}

    void error(std::string_view message) { write(Level::error, message); }
    void warning(std::string_view message) { write(Level::warning, message); }
    void notice(std::string_view message) { write(Level::notice, message); }
    void info(std::string_view message) { write(Level::info, message); }
    void debug(std::string_view message) { write(Level::debug, message); }
};

} // namespace cb
