#pragma once

#include "notify/message.hpp"
#include "notify/template.hpp"

#include <string>
#include <string_view>

/// A message as texts.
namespace cb::notify {

/// The texts that can be replaced by files.
struct Templates {
    Template comment; ///< Markdown, for pull requests
    Template message; ///< plain text, for chats and mail

    /// Those of this program.
    [[nodiscard]] static Templates standard();
};

/// For the comment on a pull request: the verdict, the changed rows, and the rest in details that
/// open on a click. At most `max_bytes` long: rows are left out, at last all but the verdict. All
/// untrusted texts are code (verdict/markdown.hpp).
[[nodiscard]] std::string
to_comment(const Message& message, const Template& text, std::size_t max_bytes);

/// For people, as plain text. Untrusted texts are safe for a terminal, and nothing else: who shows
/// them as markup escapes them.
[[nodiscard]] std::string
to_plain_text(const Message& message, const Template& text, std::size_t max_bytes);

/// "mirage/index, pull request 7", "mirage/index, main 0123456"; in one line.
[[nodiscard]] std::string name_of(const Message& message);

/// The verdict in one line, after what the history says of other commits since this one.
[[nodiscard]] std::string headline_of(const Message& message);

/// The message as JSON, for programs. At most 500 rows.
[[nodiscard]] std::string to_json(const Message& message);

} // namespace cb::notify
