#pragma once

#include "engine/supervise.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::engine {

/// Reads what comes on the report descriptor: cb-init's events and the engine's messages until the
/// word is given; then standard error of the command; and behind the secret, which the command does
/// not know, events and results files again.
class SandboxReport {
public:
    /// \pre `result` outlives the object and gets all that was read, `files` to begin with one
    /// entry for each that was asked for.
    explicit SandboxReport(Supervised& result);

    /// The word to start: a line that tells cb-init the secret.
    [[nodiscard]] std::string word() const { return secret_ + "\n"; }
    /// From here on the command writes.
    void word_was_given();
    /// Takes what came since the last call. `report` is all that has come so far.
    void take(std::string_view report);
    /// The end: what is left without a newline. `report` as before.
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
    std::size_t taken_ = 0;        ///< how much of the report was read
    std::size_t file_ = 0;         ///< the next results file
    std::uint64_t bytes_left_ = 0; ///< of the content of the file before it
};

} // namespace cb::engine
