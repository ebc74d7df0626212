#include "net/forges.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::net {

void add_pulls(std::vector<ForgePull>& pulls,
               const std::string& doing,
               std::string_view page,
               std::optional<ForgePull> (*read)(JsonValue))
{
    constexpr std::size_t max_pulls = 10'000;
    JsonParser parser;
    const auto list = parser.parse(page);
    if (!list || !list->is_list()) {
        throw Error{Errc::unavailable,
                    fmt::format("{}: the answer is not a list in JSON; is the address that of the "
                                "API?",
                                doing)};
    }
    for (const auto item : list->elements()) {
        if (pulls.size() == max_pulls) {
            throw Error{Errc::unavailable, fmt::format("{}: more than {}", doing, max_pulls)};
        }
        try {
            if (auto pull = read(item)) {
                pulls.push_back(std::move(*pull));
            }
        } catch (const Error& error) {
            throw Error{error.code(), fmt::format("{}: {}", doing, error.what())};
        }
    }
}

std::string read_text(JsonValue value)
{
    constexpr std::size_t max_bytes = 1024;
    return printable(value.any_text().value_or(""), max_bytes);
}

std::uint64_t read_count(JsonValue value, std::string_view name)
{
    if (const auto count = value.count()) {
        return *count;
    }
    throw Error{Errc::unavailable,
                fmt::format("the answer lacks \"{}\", or it is not a number", name)};
}

CommitId read_commit(JsonValue value, std::string_view name)
{
    auto commit = CommitId::parse(value.text_or(""));
    if (!commit) {
        throw Error{Errc::unavailable, fmt::format("\"{}\": {}", name, commit.error())};
    }
    return std::move(*commit);
}

} // namespace cb::net
