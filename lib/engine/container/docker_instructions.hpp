#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The syntax of Dockerfiles (https://docs.docker.com/reference/dockerfile/). The text is
/// untrusted.
namespace cb::engine {

/// One instruction: the lines `ENV A=1 \` and `B=2` give "ENV" and "A=1 B=2".
struct DockerInstruction {
    std::string name;      ///< in upper case
    std::string arguments; ///< the rest of its lines, joined, without comments or here-documents
    friend bool operator==(const DockerInstruction&, const DockerInstruction&) = default;
};

/// The instructions in order. Handles comments, continuation lines, the `escape` directive and
/// here-documents. Linear in time and memory.
[[nodiscard]] std::vector<DockerInstruction> read_instructions(std::string_view text);

/// Splits the arguments of an instruction at blanks outside quotes. Keeps the quotes.
[[nodiscard]] std::vector<std::string> split_words(std::string_view arguments, char escape);

[[nodiscard]] std::string without_quotes(std::string_view text);

/// Names of instructions and stages are case-insensitive; cb compares them in upper case.
[[nodiscard]] std::string upper(std::string_view text);

} // namespace cb::engine
