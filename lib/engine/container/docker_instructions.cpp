#include "engine/container/docker_instructions.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

namespace cb::engine {

namespace {

constexpr std::string_view blanks = " \t\r\v\f";

std::string_view without_blanks_before(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text;
}

/// The lines of a text, without line ends.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text}
    {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (rest_.starts_with(byte_order_mark)) {
            rest_.remove_prefix(byte_order_mark.size());
        }
    }

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::string_view peek() const
    {
        auto line = rest_.substr(0, rest_.find('\n'));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        return line;
    }
    std::string_view take()
    {
        const auto line = peek();
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size() - 1) + 1);
        return line;
    }

private:
    std::string_view rest_;
};

struct Assignment {
    std::string_view name, value;
};

/// "# name = value": a directive at the top of the file, a comment elsewhere.
std::optional<Assignment> directive_in(std::string_view line)
{
    const auto equals = line.find('=');
    if (!line.starts_with('#') || equals == std::string_view::npos) {
        return std::nullopt;
    }
    const auto name = trimmed(line.substr(1, equals - 1));
    const bool is_word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0;
    });
    return is_word ? std::optional{Assignment{name, trimmed(line.substr(equals + 1))}}
                   : std::nullopt;
}

/// The character that continues a line. The first line that is not a directive ends the directives.
char take_escape(Lines& lines)
{
    char escape = '\\';
    while (!lines.at_end()) {
        const auto directive = directive_in(lines.peek());
        if (!directive) {
            break;
        }
        if (upper(directive->name) == "ESCAPE" && directive->value == "`") {
            escape = '`';
        }
        lines.take();
    }
    return escape;
}

/// The line without the escape character at its end; nullopt if the line is not continued. A
/// doubled escape character does not continue the line.
std::optional<std::string_view> continued(std::string_view line, char escape)
{
    const auto last = line.find_last_not_of(" \t");
    if (last == std::string_view::npos || line[last] != escape ||
        (last > 0 && line[last - 1] == escape)) {
        return std::nullopt;
    }
    return line.substr(0, last);
}

bool is_comment(std::string_view line)
{
    return without_blanks_before(line).starts_with('#');
}

/// The instruction that starts with `line`, including its continuation lines.
std::string join_lines(std::string_view line, Lines& lines, char escape)
{
    std::string joined;
    for (auto part = continued(line, escape); part; part = continued(line, escape)) {
        joined += *part;
        while (!lines.at_end() && (is_comment(lines.peek()) || trimmed(lines.peek()).empty())) {
            lines.take(); // the engines skip comments and blank lines between continued lines
        }
        if (lines.at_end()) {
            return joined;
        }
        line = lines.take();
    }
    return joined.append(line);
}

struct HereDocument {
    std::string end;            ///< the line that terminates it
    bool may_be_tabbed = false; ///< `<<-`: the lines may start with tabs
};

/// "<<EOF", "3<<-'EOF'"
std::optional<HereDocument> here_document_in(std::string_view word)
{
    word.remove_prefix(std::min(word.find_first_not_of("0123456789"), word.size()));
    if (!word.starts_with("<<")) {
        return std::nullopt;
    }
    word.remove_prefix(2);
    const bool may_be_tabbed = word.starts_with('-');
    auto end = without_quotes(word.substr(may_be_tabbed ? 1 : 0));
    if (end.empty() || end.find('<') != std::string::npos) {
        return std::nullopt;
    }
    return HereDocument{std::move(end), may_be_tabbed};
}

/// Skips the here-documents of an instruction that allows them.
void skip_here_documents(const DockerInstruction& instruction, Lines& lines, char escape)
{
    auto words = split_words(instruction.arguments, escape);
    auto name = instruction.name;
    if (name == "ONBUILD" && !words.empty()) {
        name = upper(words.front());
    }
    if (name != "RUN" && name != "COPY" && name != "ADD") {
        return;
    }
    for (const auto& word : words) {
        const auto document = here_document_in(word);
        bool ended = !document;
        while (!ended && !lines.at_end()) {
            auto line = lines.take();
            if (document->may_be_tabbed) {
                line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
            }
            ended = line == document->end;
        }
    }
}

DockerInstruction split_name(std::string_view line)
{
    line = trimmed(line);
    const auto end = std::min(line.find_first_of(blanks), line.size());
    return {upper(line.substr(0, end)), std::string{trimmed(line.substr(end))}};
}

} // namespace

std::string upper(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    return result;
}

std::vector<std::string> split_words(std::string_view text, char escape)
{
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == 0 && blanks.find(c) != std::string_view::npos) {
            if (!word.empty()) {
                words.push_back(std::exchange(word, {}));
            }
            continue;
        }
        word += c;
        if (c == escape && quote != '\'' && i + 1 < text.size()) {
            word += text[++i];
        } else if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

std::string without_quotes(std::string_view text)
{
    std::string plain;
    std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) {
        return c != '"' && c != '\'';
    });
    return plain;
}

std::vector<DockerInstruction> read_instructions(std::string_view text)
{
    Lines lines{text};
    const char escape = take_escape(lines);
    std::vector<DockerInstruction> instructions;
    while (!lines.at_end()) {
        const auto line = lines.take();
        if (is_comment(line) || trimmed(line).empty()) {
            continue;
        }
        instructions.push_back(split_name(join_lines(line, lines, escape)));
        skip_here_documents(instructions.back(), lines, escape);
    }
    return instructions;
}

} // namespace cb::engine
