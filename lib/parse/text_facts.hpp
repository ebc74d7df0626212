#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cb::parse {

/// What is known about a text that the text does not say.
struct TextFacts {
    std::size_t iterations = 1; ///< of the command that printed it
    /// The programs of google-benchmark's tables for people, in order, as standard error names
    /// them; empty if it does not name one for each.
    std::vector<std::string> programs{};
};

} // namespace cb::parse
