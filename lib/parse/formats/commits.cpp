#include "parse/formats/commits.hpp"

#include "base/hash.hpp"
#include "json/writer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cb::parse {

namespace {

/// "owner/name" for "https://host/owner/name.git/" and "git@host:owner/name"; the whole text if it
/// has another form.
std::string_view repository_of(std::string_view url)
{
    auto path = url;
    if (const auto scheme = path.find("://"); scheme != std::string_view::npos) {
        path.remove_prefix(scheme + 3);
        path.remove_prefix(std::min(path.find('/'), path.size()));
    } else if (const auto colon = path.find(':'); colon != std::string_view::npos) {
        path.remove_prefix(colon + 1);
    }
    while (!path.empty() && path.front() == '/') {
        path.remove_prefix(1);
    }
    while (!path.empty() && path.back() == '/') {
        path.remove_suffix(1);
    }
    constexpr std::string_view suffix = ".git";
    if (path.size() > suffix.size() && path.substr(path.size() - suffix.size()) == suffix) {
        path.remove_suffix(suffix.size());
    }
    return path.empty() ? url : path;
}

} // namespace

std::optional<Time> time_of(double milliseconds)
{
    constexpr double end_of_time = 253402300800e3; // the year 10000
    if (!(milliseconds >= 0 && milliseconds < end_of_time)) {
        return std::nullopt;
    }
    const std::chrono::milliseconds since{static_cast<std::int64_t>(milliseconds)};
    return Time{since};
}

std::optional<Time> time_of(std::string_view rfc3339)
{
    auto time = parse_rfc3339(rfc3339);
    if (!time) {
        time = parse_rfc3339(std::string{rfc3339}.append("Z"));
    }
    return time ? std::optional{*time} : std::nullopt;
}

Source source_of_url(std::string_view url)
{
    Source source;
    if (!url.empty()) {
        source.repo = repository_of(url);
        source.url = url;
    }
    return source;
}

Host make_host(std::string_view name, Labels facts)
{
    constexpr std::size_t key_digits = 16; // like the key of a host that cb measured
    Host host;
    host.name = name;
    std::string text;
    for (const auto& [fact, value] : facts) {
        append_json_string(text, fact);
        append_json_string(text, value);
    }
    host.key = text.empty() ? text : sha256_hex(text).substr(0, key_digits);
    host.facts = std::move(facts);
    return host;
}

std::optional<CommitId> require_commit(JsonReading& reading, JsonValue value)
{
    const auto text = reading.require_name(value);
    if (!text) {
        return std::nullopt;
    }
    auto commit = CommitId::parse(*text);
    if (!commit) {
        reading.wrong(value, commit.error());
        return std::nullopt;
    }
    return std::move(*commit);
}

} // namespace cb::parse
