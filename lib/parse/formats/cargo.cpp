#include "parse/formats/cargo.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

/// "fib" for "target/release/deps/fib-1f0c9ad5e7b3a2f4"; empty for another path.
std::string_view crate_of(std::string_view program)
{
    const auto slash = program.find_last_of("/\\");
    auto name = program.substr(slash == std::string_view::npos ? 0 : slash + 1);
    name = name.substr(0, name.find('.'));
    const auto dash = name.rfind('-');
    return dash == std::string_view::npos ? std::string_view{} : name.substr(0, dash);
}

} // namespace

std::optional<std::string> running_program(std::string_view line)
{
    constexpr std::string_view word = "Running ";
    const auto text = trimmed(line);
    if (!line.starts_with(' ') || !text.starts_with(word)) {
        return std::nullopt;
    }
    // The text in parentheses, or all of it, as cargo wrote it before 1.56.
    const auto open = text.rfind('(');
    const auto program = open == std::string_view::npos
                             ? text.substr(word.size())
                             : text.substr(open + 1, text.rfind(')') - open - 1);
    const auto crate = crate_of(program);
    return crate.empty() ? "default" : to_name(crate);
}

} // namespace cb::parse
