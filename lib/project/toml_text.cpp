#include "project/toml_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>

namespace cb::project {

std::string to_toml_text(std::string_view text)
{
    std::string all = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            all += '\\';
            all += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            all += fmt::format("\\u{:04x}", byte);
        } else {
            all += c;
        }
    }
    return all + '"';
}

std::string to_toml_words(const std::vector<std::string>& words)
{
    std::vector<std::string> all;
    for (const auto& word : words) {
        all.push_back(to_toml_text(word));
    }
    return fmt::format("[{}]", fmt::join(all, ", "));
}

std::string to_file_name(std::string text)
{
    std::erase_if(text, [](unsigned char c) {
        return c > 127 || (std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.');
    });
    text.erase(0, text.find_first_not_of(".-"));
    return text;
}

} // namespace cb::project
