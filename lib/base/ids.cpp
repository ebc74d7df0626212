#include "base/ids.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb {

Parsed<CommitId> CommitId::parse(std::string_view text)
{
    const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
    if ((text.size() != 40 && text.size() != 64) ||
        !std::all_of(text.begin(), text.end(), is_hex)) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not a full commit id of 40 or 64 hexadecimal digits", text)};
    }
    return CommitId{text};
}

Parsed<JobId> JobId::parse(std::string_view text)
{
    const auto allowed = [](char c) {
        return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.';
    };
    if (text.empty() || text.size() > 64 || text.front() == '-' || text.front() == '.' ||
        !std::all_of(text.begin(), text.end(), allowed)) {
        return tl::unexpected{fmt::format("\"{:.80}\" is not a job's identity", text)};
    }
    return JobId{text};
}

JobId JobId::from(std::string_view canonical)
{
    return JobId{std::string_view{sha256_hex(canonical)}.substr(0, 32)};
}

Parsed<WorkerName> WorkerName::parse(std::string_view text)
{
    if (text.empty() || text.size() > max_bytes || trimmed(text) != text ||
        printable(text, max_bytes) != text) {
        return tl::unexpected{
            fmt::format("\"{}\" is not the name of a worker: up to {} bytes of printable UTF-8",
                        printable(text, 80),
                        max_bytes)};
    }
    return WorkerName{std::string{text}};
}

WorkerName WorkerName::of_host(std::string_view host)
{
    // Cut before it is made printable: U+FFFD is longer than the byte that it replaces.
    auto name = std::string{trimmed(printable(host, max_bytes / 3))};
    return WorkerName{name.empty() ? "unknown" : std::move(name)};
}

} // namespace cb
