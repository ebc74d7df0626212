#pragma once

#include "parse/find.hpp"
#include "parse/reader.hpp"
#include "parse/scanner.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

/// What the tests of the parse room share.
namespace cb::parse::test {

/// What a Scanner finds.
struct Recorded {
    struct Object {
        std::string text;
        std::uint64_t first_line, last_line, column;
        friend bool operator==(const Object&, const Object&) = default;
    };
    std::vector<Object> objects;
    std::vector<Rejected> rejections;
};

struct Recorder : ObjectSink {
    void found(const FoundObject& object) override
    {
        seen.objects.push_back(
            {std::string{object.text}, object.place.line, object.last_line, object.place.column});
    }
    void rejected(Rejected entry) override { seen.rejections.push_back(std::move(entry)); }

    Recorded seen;
};

inline Found cb_results(std::string_view text)
{
    return find_results(text, Format::cb);
}

/// A result object with one metric whose value is the JSON text `value`.
inline std::string with_value(std::string_view value)
{
    return fmt::format(R"({{"results":[{{"name":"t","metrics":[{{"name":"m","value":{}}}]}}]}})",
                       value);
}

/// A result object with one metric of these members beside its name.
inline std::string with_members(std::string_view members)
{
    return fmt::format(R"({{"results":[{{"name":"t","metrics":[{{"name":"m",{}}}]}}]}})", members);
}

/// Each rejected entry as "line:column field: reason".
inline std::vector<std::string> rejected_lines(const Found& found)
{
    std::vector<std::string> lines;
    for (const auto& entry : found.rejected) {
        lines.push_back(
            fmt::format("{}:{} {}: {}", entry.line, entry.column, entry.field, entry.reason));
    }
    return lines;
}

} // namespace cb::parse::test
