#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace cb::parse {

/// What is known about a text that the text does not say.
struct TextFacts {
    /// Whether the last line may be cut off if it has no newline.
    enum class End {
        unknown,
        whole, ///< not: the program that wrote the text came to its end
    };

    End end = End::unknown;
    std::size_t iterations = 1; ///< of the command that printed it
    /// The programs of google-benchmark's tables for people, in order, as standard error names
    /// them; empty if it does not name one for each.
    std::vector<std::string> programs{};
    /// The programs of libtest's outputs, likewise.
    std::vector<std::string> crates{};
    /// Lines whose ends were added, like that of a file without a newline at its end.
    std::set<std::uint64_t> open_lines{};
};

} // namespace cb::parse
