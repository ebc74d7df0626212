#pragma once

#include "engine/supervise.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::engine {

/// Parses the stream of the report descriptor. Before the start message: cb-init's events and the
/// engine's messages. Then standard error of the command. After the secret, which the command does
/// not know: events and results files.
class SandboxReport {
public:
    /// \pre `result` outlives the object. It receives everything that is read. At the start,
    /// `files` has one entry per requested file.
    explicit SandboxReport(Supervised& result);

    /// The start message: a line that contains the secret for cb-init.
    [[nodiscard]] std::string word() const { return secret_ + "\n"; }
    /// From this call on, the stream is the command's standard error.
    void word_was_given();
    /// Processes what came since the last call. `report` is everything received so far.
    void take(std::string_view report);
    /// Processes the end of the stream, which may lack a newline. `report` as in take().
    void finish(std::string_view report);

private:
    enum class Part { before, command, after };

    void take_lines(std::string_view report);
    void take_command(std::string_view report);
    void take_line(std::string_view line);
    [[nodiscard]] std::string_view take_file(std::string_view rest);

    Supervised& result_;
    std::string secret_;
    Part part_ = Part::before;
    std::size_t taken_ = 0;        ///< number of bytes of the report processed so far
    std::size_t file_ = 0;         ///< the next results file
    std::uint64_t bytes_left_ = 0; ///< of the content of the preceding file
};

} // namespace cb::engine
