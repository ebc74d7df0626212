#pragma once

#include "base/log.hpp"

#include <string>

namespace cb::test {

/// The logged messages, one per line.
class Messages final : public Log {
public:
    void write(Level level, std::string_view message) override
    {
        text += level <= Level::warning ? "warning: " : "";
        text.append(message) += '\n';
    }
    std::string text{};
};

} // namespace cb::test
