#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The syntax of Dockerfiles (https://docs.docker.com/reference/dockerfile/). The text is
/// untrusted.
namespace cb::engine {

/// One instruction: `ENV A=1 \` and `B=2` on the next line are "ENV" and "A=1 B=2".
struct DockerInstruction {
    std::string name;      ///< in upper case
    std::string arguments; ///< the rest of its lines, joined, without comments and here-documents
    friend bool operator==(const DockerInstruction&, const DockerInstruction&) = default;
};

/// The instructions in order. Knows comments, continuation lines, the `escape` directive and
/// here-documents. Linear in time and memory.
[[nodiscard]] std::vector<DockerInstruction> read_instructions(std::string_view text);

/// The arguments of an instruction, split at blanks outside of quotes. The quotes stay.
[[nodiscard]] std::vector<std::string> words_of(std::string_view arguments, char escape);

[[nodiscard]] std::string without_quotes(std::string_view text);

/// The names of instructions and stages are the same in upper and in lower case.
[[nodiscard]] std::string upper(std::string_view text);

} // namespace cb::engine
