#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What drafts of project files are written with.
namespace cb::project {

/// A basic string of TOML, which is also one of JSON.
[[nodiscard]] std::string to_toml_text(std::string_view text);

/// An array of such strings.
[[nodiscard]] std::string to_toml_words(const std::vector<std::string>& words);

/// The text as far as files and units of systemd may have it as their name; may be empty.
[[nodiscard]] std::string to_file_name(std::string text);

} // namespace cb::project
