#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The texts of the data files.
namespace cb::report {

/// A file name for any name: its letters and digits, and a hash that distinguishes it from others:
/// "mirage-index-1f2e3d4c5b6a". Lower case, ASCII, at most 45 characters.
[[nodiscard]] std::string make_key(std::string_view name);

/// A script that passes one JSON value to the page. A page that was opened from disk cannot fetch
/// files, but it can run scripts. `path` names the file in the site.
[[nodiscard]] std::string make_script(std::string_view path, std::string_view json);

/// Appends a number of a plot as JSON: whole numbers up to 2^53 exactly, others with the precision
/// of a float, null if it is absent or not finite.
void append_number(std::string& json, std::optional<double> number);

} // namespace cb::report
