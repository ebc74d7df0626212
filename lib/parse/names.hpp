#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

/// Names, and tables of names.
namespace cb::parse {

/// Whether the value is an element of the range. Linear.
template <typename Range, typename Value>
[[nodiscard]] bool contains(const Range& range, const Value& value)
{
    return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

/// The first entry of a table for which `is` holds; null if absent. Linear.
template <typename Table, typename Is>
[[nodiscard]] const auto* find_where(const Table& table, const Is& is)
{
    const auto at = std::find_if(std::begin(table), std::end(table), is);
    return at == std::end(table) ? nullptr : &*at;
}

/// The first entry of a table with that `name`; null if absent. Linear.
template <typename Table>
[[nodiscard]] const auto* find_named(const Table& table, std::string_view name)
{
    return find_where(table, [name](const auto& entry) { return entry.name == name; });
}

/// The name of a test without that of its benchmark.
struct TestName {
    std::string_view benchmark, test;
};

/// Splits "file.py::test[1]" at the first separator, or "pkg.Class.test" at the last. Without one,
/// the benchmark is "default".
[[nodiscard]] TestName split_at_first(std::string_view name, std::string_view separator);
[[nodiscard]] TestName split_at_last(std::string_view name, std::string_view separator);

/// Appends to a list that is one text, after a separator unless the list is empty.
void append_part(std::string& list, std::string_view part, std::string_view separator = ", ");

} // namespace cb::parse
