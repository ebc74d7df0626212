#pragma once

#include "base/error.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cb::notify {

/// The values of a template's fields.
using Fields = std::map<std::string, std::string, std::less<>>;

/// A text with fields: {verdict} is replaced by a value, {{ by a brace. There is nothing else, so
/// values are never read as a template.
class Template {
public:
    /// The error names the line.
    [[nodiscard]] static Parsed<Template> parse(std::string_view text);

    /// The names of all fields.
    [[nodiscard]] static const std::vector<std::string_view>& field_names();

    /// A line whose fields are all empty is left out, and so are repeated empty lines. Ends with a
    /// newline. \pre `fields` has each name of field_names()
    [[nodiscard]] std::string fill(const Fields& fields) const;

private:
    struct Part {
        std::string text;
        std::string field; ///< its name; empty: `text` is literal
    };
    using Line = std::vector<Part>;
    [[nodiscard]] static Parsed<Line> parse_line(std::string_view text);

    std::vector<Line> lines_{};
};

} // namespace cb::notify
