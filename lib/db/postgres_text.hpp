#pragma once

#include "db/pqxx_compat.hpp"
#include "db/value.hpp"

#include <deque>
#include <span>
#include <string>

namespace cb::db {

/// Formats values as text for PostgreSQL. Reused for each row of a COPY.
class TextValues {
public:
    /// Valid until the next call and as long as the values.
    [[nodiscard]] const Fields& of(std::span<const Value> values);

private:
    Fields fields_{};
    std::deque<std::string> texts_{}; ///< a deque, because its elements do not move
};

/// The bytes of a bytea column spelled "\x…".
[[nodiscard]] std::string parse_bytea(std::string_view text);

} // namespace cb::db
