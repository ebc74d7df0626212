#pragma once

#include "base/error.hpp"
#include "git/tree_sink.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cb::engine {

/// The patterns of a .dockerignore file, as docker's client applies them (moby/patternmatcher). cb
/// applies them itself, because an engine that gets its context as an archive does not.
class IgnorePatterns {
public:
    /// Excludes nothing.
    IgnorePatterns() = default;

    /// The error names the pattern that docker would reject, too, or says that there are more than
    /// 1000.
    [[nodiscard]] static Parsed<IgnorePatterns> parse(std::string_view text);

    /// Whether the file or directory is excluded, by itself or with a directory above it.
    [[nodiscard]] bool excludes(const std::string& path) const;

    /// Whether an exception ("!") could include something below this excluded directory.
    [[nodiscard]] bool may_include_below(const std::string& directory) const;

private:
    enum class Step : std::uint8_t {
        byte,         ///< exactly this byte
        any,          ///< a character other than '/': its first byte
        continuation, ///< the other bytes of a character; may be empty
        star,         ///< characters other than '/'; may be empty
        all,          ///< everything; may be empty
        maybe_dirs,   ///< nothing, or what `dirs` takes
        dirs,         ///< everything up to and with a '/'
        set,          ///< a byte of a set
    };
    struct Token {
        Step step{};
        char byte = 0;
        std::vector<bool> set{}; ///< by byte
    };
    struct Pattern {
        bool is_exception = false;
        std::string text;   ///< cleaned
        std::string prefix; ///< every match starts with it
        std::vector<Token> tokens;
    };

    using Positions = std::vector<bool>; ///< by token; one more is the end

    [[nodiscard]] static Parsed<Pattern> compile(std::string text, bool is_exception);
    [[nodiscard]] static Parsed<Token> compile_set(std::string_view& rest);
    static void skip_empty(const std::vector<Token>& tokens, Positions& at);
    static void advance(const Token& token, std::size_t i, char byte, Positions& next);
    [[nodiscard]] static bool matches(const Pattern& pattern, std::string_view path);
    [[nodiscard]] static bool matches_or_parent(const Pattern& pattern, std::string_view path);

    std::vector<Pattern> patterns_;
};

/// A tree without what the patterns exclude. Some files are always kept: the engine needs them.
class IgnoringTree final : public git::TreeSink {
public:
    /// \pre both outlive this object
    IgnoringTree(const IgnorePatterns& patterns, std::vector<std::string> kept, TreeSink& below);

    [[nodiscard]] bool wants(const std::string& path, git::TreeKind kind) override;
    void add(const git::TreeEntry& entry) override;

private:
    [[nodiscard]] bool is_kept(const std::string& path) const;
    [[nodiscard]] bool has_kept_below(const std::string& directory) const;

    const IgnorePatterns& patterns_;
    std::vector<std::string> kept_;
    TreeSink& below_;
};

} // namespace cb::engine
