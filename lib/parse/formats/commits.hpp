#pragma once

#include "base/time.hpp"
#include "parse/json_reading.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What the formats share whose results say themselves of which commit they are.
namespace cb::parse {

/// The moment so many milliseconds after 1970; none out of the years to 9999.
[[nodiscard]] std::optional<Time> time_of(double milliseconds);

/// The moment in RFC 3339 with any offset; none if it is none.
[[nodiscard]] std::optional<Time> time_of(std::string_view rfc3339);

/// A source without a commit: of "https://github.com/owner/name" the repository "owner/name" and
/// the address; of an empty text neither.
[[nodiscard]] Source source_of_url(std::string_view url);

/// The value as a commit; none, and it is rejected, if it is no full id.
[[nodiscard]] std::optional<CommitId> require_commit(JsonReading& reading, JsonValue value);

/// As long as it lives, what is added belongs to that commit.
class OtherCommit {
public:
    OtherCommit(Collector& collector, Source source) : collector_{collector}
    {
        collector.belongs_to(std::move(source));
    }
    OtherCommit(const OtherCommit&) = delete;
    OtherCommit& operator=(const OtherCommit&) = delete;
    ~OtherCommit() { collector_.belongs_to(std::nullopt); }

private:
    Collector& collector_;
};

} // namespace cb::parse
