#include "engine/container/ignore_patterns.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace cb::engine {

namespace {

constexpr std::size_t max_patterns = 1000; ///< each is compared with each path
constexpr std::size_t bytes = 256;
constexpr std::size_t longest_shown = 100;

/// Go's filepath.Clean, and without a slash at the start.
std::string cleaned(std::string_view pattern)
{
    auto text = std::filesystem::path{pattern}.lexically_normal().native();
    if (text.size() > 1 && text.ends_with('/')) {
        text.pop_back();
    }
    return text.size() > 1 && text.starts_with('/') ? text.substr(1) : text;
}

bool is_below(const std::string& path, const std::string& directory)
{
    return path.size() > directory.size() && path.starts_with(directory) &&
           path[directory.size()] == '/';
}

} // namespace

/// "[a-z]", "[^a-z]"; a backslash takes the next byte literally. \pre `rest` starts after the '['
Parsed<IgnorePatterns::Token> IgnorePatterns::compile_set(std::string_view& rest)
{
    Token token{.step = Step::set, .set = std::vector<bool>(bytes)};
    const bool is_negated = rest.starts_with('^');
    rest.remove_prefix(is_negated ? 1 : 0);
    const auto take = [&rest]() -> Parsed<unsigned char> {
        rest.remove_prefix(rest.starts_with('\\') ? 1 : 0);
        if (rest.empty()) {
            return tl::unexpected{std::string{"a set without its end"}};
        }
        const char byte = rest.front();
        rest.remove_prefix(1);
        return static_cast<unsigned char>(byte);
    };
    do {
        const auto first = take();
        Parsed<unsigned char> last = first;
        if (first && rest.starts_with('-')) {
            rest.remove_prefix(1);
            last = take();
        }
        if (!first || !last) {
            return tl::unexpected{last.error()};
        }
        for (unsigned byte = *first; byte <= *last; ++byte) {
            token.set[byte] = true;
        }
    } while (!rest.empty() && !rest.starts_with(']'));
    if (rest.empty()) {
        return tl::unexpected{std::string{"a set without its end"}};
    }
    rest.remove_prefix(1);
    if (is_negated) {
        token.set.flip();
    }
    return token;
}

Parsed<IgnorePatterns::Pattern> IgnorePatterns::compile(std::string text, bool is_exception)
{
    Pattern pattern{
        .is_exception = is_exception, .text = std::move(text), .prefix = "", .tokens = {}};
    auto& tokens = pattern.tokens;
    for (std::string_view rest = pattern.text; !rest.empty();) {
        const char byte = rest.front();
        rest.remove_prefix(1);
        if (byte == '*' && rest.starts_with('*')) {
            rest.remove_prefix(rest.starts_with("*/") ? 2 : 1);
            if (rest.empty()) {
                tokens.push_back({Step::all});
            } else {
                tokens.push_back({Step::maybe_dirs});
                tokens.push_back({Step::dirs});
            }
        } else if (byte == '*') {
            tokens.push_back({Step::star});
        } else if (byte == '?') {
            tokens.push_back({Step::any});
            tokens.push_back({Step::continuation});
        } else if (byte == '[') {
            auto set = compile_set(rest);
            if (!set) {
                return tl::unexpected{set.error()};
            }
            tokens.push_back(std::move(*set));
        } else if (byte == '\\' && rest.empty()) {
            return tl::unexpected{std::string{"a backslash at its end"}};
        } else {
            tokens.push_back({Step::byte, byte == '\\' ? rest.front() : byte});
            rest.remove_prefix(byte == '\\' ? 1 : 0);
        }
    }
    for (auto token = tokens.begin(); token != tokens.end() && token->step == Step::byte; ++token) {
        pattern.prefix += token->byte;
    }
    return pattern;
}

Parsed<IgnorePatterns> IgnorePatterns::parse(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    IgnorePatterns result;
    text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool is_comment = line.starts_with('#');
        line = trimmed(line);
        if (is_comment || line.empty()) {
            continue;
        }
        const bool is_exception = line.starts_with('!');
        const auto shown = printable(line, longest_shown);
        auto cleaned_text = cleaned(is_exception ? trimmed(line.substr(1)) : line);
        if (cleaned_text.empty()) {
            return tl::unexpected{std::string{"the pattern \"!\" names nothing"}};
        }
        auto pattern = compile(std::move(cleaned_text), is_exception);
        if (!pattern) {
            return tl::unexpected{fmt::format("the pattern {} has {}", shown, pattern.error())};
        }
        result.patterns_.push_back(std::move(*pattern));
        if (result.patterns_.size() > max_patterns) {
            return tl::unexpected{fmt::format("there are more than {} patterns", max_patterns)};
        }
    }
    return result;
}

/// Adds the positions that are reached without a byte.
void IgnorePatterns::skip_empty(const std::vector<Token>& tokens, Positions& at)
{
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto step = tokens[i].step;
        if (at[i] && (step == Step::star || step == Step::all || step == Step::continuation)) {
            at[i + 1] = true;
        } else if (at[i] && step == Step::maybe_dirs) {
            at[i + 1] = at[i + 2] = true;
        }
    }
}

/// Adds to `next` the positions that the byte leads to from position `i`.
void IgnorePatterns::advance(const Token& token, std::size_t i, char byte, Positions& next)
{
    constexpr unsigned continuation_mask = 0xC0U; // UTF-8
    constexpr unsigned continuation = 0x80U;
    const auto value = static_cast<unsigned char>(byte);
    const bool is_slash = byte == '/';
    switch (token.step) {
    case Step::byte:
        next[i + 1] = next[i + 1] || byte == token.byte;
        break;
    case Step::any:
        next[i + 1] = next[i + 1] || !is_slash;
        break;
    case Step::set:
        next[i + 1] = next[i + 1] || token.set[value];
        break;
    case Step::continuation:
        next[i] = next[i] || (value & continuation_mask) == continuation;
        break;
    case Step::star:
        next[i] = next[i] || !is_slash;
        break;
    case Step::all:
        next[i] = true;
        break;
    case Step::dirs:
        next[i] = true;
        next[i + 1] = next[i + 1] || is_slash;
        break;
    case Step::maybe_dirs:
        break;
    }
}

/// Follows all possible positions at once, so that no pattern takes exponential time.
bool IgnorePatterns::matches(const Pattern& pattern, std::string_view path)
{
    if (!path.starts_with(pattern.prefix)) {
        return false;
    }
    const auto& tokens = pattern.tokens;
    Positions now(tokens.size() + 1);
    Positions next(tokens.size() + 1);
    now[0] = true;
    skip_empty(tokens, now);
    for (const char byte : path) {
        next.assign(next.size(), false);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (now[i]) {
                advance(tokens[i], i, byte, next);
            }
        }
        skip_empty(tokens, next);
        now.swap(next);
    }
    return now[tokens.size()];
}

bool IgnorePatterns::matches_or_parent(const Pattern& pattern, std::string_view path)
{
    for (auto end = path.find('/'); end != std::string_view::npos; end = path.find('/', end + 1)) {
        if (matches(pattern, path.substr(0, end))) {
            return true;
        }
    }
    return matches(pattern, path);
}

bool IgnorePatterns::excludes(const std::string& path) const
{
    bool is_excluded = false;
    for (const auto& pattern : patterns_) {
        if (pattern.is_exception == is_excluded && matches_or_parent(pattern, path)) {
            is_excluded = !is_excluded;
        }
    }
    return is_excluded;
}

/// An exception with a wildcard may match anywhere below what precedes the wildcard.
bool IgnorePatterns::may_include_below(const std::string& directory) const
{
    return std::any_of(patterns_.begin(), patterns_.end(), [&directory](const Pattern& pattern) {
        const auto inside = directory + "/";
        return pattern.is_exception && (pattern.prefix.starts_with(inside) ||
                                        (pattern.prefix.size() < pattern.tokens.size() &&
                                         inside.starts_with(pattern.prefix)));
    });
}

IgnoringTree::IgnoringTree(const IgnorePatterns& patterns,
                           std::vector<std::string> kept,
                           TreeSink& below)
    : patterns_{patterns}, kept_{std::move(kept)}, below_{below}
{}

bool IgnoringTree::is_kept(const std::string& path) const
{
    return std::find(kept_.begin(), kept_.end(), path) != kept_.end();
}

bool IgnoringTree::has_kept_below(const std::string& directory) const
{
    return std::any_of(kept_.begin(), kept_.end(), [&directory](const std::string& kept) {
        return is_below(kept, directory);
    });
}

/// An excluded directory is read, but not added itself, if something below it is included.
bool IgnoringTree::wants(const std::string& path, git::TreeKind kind)
{
    if (is_kept(path) || !patterns_.excludes(path)) {
        return below_.wants(path, kind);
    }
    return kind == git::TreeKind::directory &&
           (patterns_.may_include_below(path) || has_kept_below(path));
}

void IgnoringTree::add(const git::TreeEntry& entry)
{
    if (entry.kind != git::TreeKind::directory || !patterns_.excludes(entry.path)) {
        below_.add(entry);
    }
}

} // namespace cb::engine
