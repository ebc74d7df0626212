#pragma once

#include <string_view>

namespace cb {

enum class Level { error, warning, info, debug };

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

    void error(std::string_view message) { write(Level::error, message); }
    void warning(std::string_view message) { write(Level::warning, message); }
    void info(std::string_view message) { write(Level::info, message); }
    void debug(std::string_view message) { write(Level::debug, message); }
};

} // namespace cb
