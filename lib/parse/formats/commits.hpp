#pragma once

#include "base/time.hpp"
#include "parse/json_reading.hpp"
#include "parse/labels.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Helpers shared by the formats whose results name their own commits.
namespace cb::parse {

/// The time that many milliseconds after 1970; nullopt beyond the year 9999 or before 1970.
[[nodiscard]] std::optional<Time> time_of(double milliseconds);

/// The time in RFC 3339 with any offset, or without one in UTC; nullopt if invalid.
[[nodiscard]] std::optional<Time> time_of(std::string_view rfc3339);

/// A source without a commit. For "https://github.com/owner/name": the repository "owner/name" and
/// the address. For an empty text: neither.
[[nodiscard]] Source source_of_url(std::string_view url);

/// The value as a commit; if it is not a full hash, rejects it and returns nullopt.
[[nodiscard]] std::optional<CommitId> require_commit(JsonReading& reading, JsonValue value);

/// A machine of that name. Its key is a hash of the facts; without facts it has no key.
[[nodiscard]] Host make_host(std::string_view name, Labels facts);

/// While it exists, added results belong to that commit.
class OtherCommit {
public:
    OtherCommit(Collector& collector, Past past) : collector_{collector}
    {
        collector.belongs_to(std::move(past));
    }
    OtherCommit(const OtherCommit&) = delete;
    OtherCommit& operator=(const OtherCommit&) = delete;
    ~OtherCommit() { collector_.belongs_to(std::nullopt); }

private:
    Collector& collector_;
};

} // namespace cb::parse
