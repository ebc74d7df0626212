#pragma once

#include "base/log.hpp"

#include <string>

namespace cb::store {

/// Keeps the logged messages, one per line.
class LinesLog final : public Log {
public:
    void write(Level, std::string_view message) override { text_ += std::string{message} + '\n'; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

} // namespace cb::store
