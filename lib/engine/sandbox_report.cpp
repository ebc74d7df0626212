#include "engine/sandbox_report.hpp"

#include "base/hash.hpp"

#include <algorithm>

namespace cb::engine {

SandboxReport::SandboxReport(Supervised& result) : result_{result}, secret_{random_hex(16)} {}

void SandboxReport::word_was_given()
{
    part_ = Part::command;
}

void SandboxReport::take(std::string_view report)
{
    if (part_ == Part::command) {
        take_command(report);
    }
    if (part_ != Part::command) {
        take_lines(report);
    }
}

void SandboxReport::finish(std::string_view report)
{
    take(report);
    const auto rest = report.substr(taken_);
    (part_ == Part::command ? result_.error_output : result_.log) += rest;
    if (bytes_left_ > 0) {
        result_.files[file_ - 1].problem = "it is truncated";
    }
    taken_ = report.size();
}

/// Passes on the command's output, except for a suffix that may be the start of the secret.
void SandboxReport::take_command(std::string_view report)
{
    const auto mark = "\n" + secret_ + "\n";
    const auto rest = report.substr(taken_);
    const auto found = rest.find(mark);
    const auto kept = std::min(rest.size(), mark.size() - 1);
    const auto length = found != std::string_view::npos ? found : rest.size() - kept;
    result_.error_output += rest.substr(0, length);
    taken_ += length;
    if (found != std::string_view::npos) {
        taken_ += mark.size();
        part_ = Part::after;
    }
}

void SandboxReport::take_lines(std::string_view report)
{
    auto rest = report.substr(taken_);
    for (;;) {
        rest = take_file(rest);
        const auto newline = rest.find('\n');
        if (bytes_left_ > 0 || newline == std::string_view::npos) {
            break;
        }
        take_line(rest.substr(0, newline));
        rest.remove_prefix(newline + 1);
    }
    taken_ = report.size() - rest.size();
}

/// Takes the bytes of a results file, and returns the rest.
std::string_view SandboxReport::take_file(std::string_view rest)
{
    const auto length = std::min<std::uint64_t>(bytes_left_, rest.size());
    if (length > 0) {
        result_.files[file_ - 1].content += rest.substr(0, length);
        bytes_left_ -= length;
    }
    return rest.substr(length);
}

void SandboxReport::take_line(std::string_view line)
{
    const auto event = parse_init_event(line);
    if (!event) {
        result_.log.append(line).append("\n");
    } else if (const auto* ready = std::get_if<Ready>(&*event)) {
        result_.ready = *ready;
    } else if (const auto* ended = std::get_if<Ended>(&*event)) {
        result_.ended = *ended;
    } else if (const auto* not_started = std::get_if<NotStarted>(&*event)) {
        result_.not_started = *not_started;
    } else if (file_ < result_.files.size()) {
        const auto& sent = std::get<FileSent>(*event);
        result_.files[file_].problem = sent.problem;
        ++file_;
        bytes_left_ = sent.size_bytes;
    }
}

} // namespace cb::engine
