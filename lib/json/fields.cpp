#include "json/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace cb {

namespace dom = simdjson::dom;

namespace {

template <typename T> void read_as(const JsonMember& member, T& value)
{
    if (const auto read = member.as<T>()) {
        value = *read;
    }
}

/// Adds each element of an array of texts.
template <typename Add> void read_texts(const JsonMember& member, const Add& add)
{
    member.for_each_element([&](const JsonMember& element) {
        if (const auto text = element.text()) {
            add(*text);
        }
    });
}

/// Reads an object whose values all have one type; null means no value if the type allows it.
template <typename T, typename Add>
void read_map(const JsonMember& member, std::string_view type, const Add& add)
{
    const auto object = member.as<dom::object>();
    if (!object) {
        return;
    }
    for (const auto [key, element] : *object) {
        T value{};
        if (element.get(value) == simdjson::SUCCESS) {
            add(key, value);
        } else if (!add.allows_null || !element.is_null()) {
            member.note(fmt::format("\"{}\" must be {}", key, type));
        }
    }
}

/// Inserts the values read into a map.
template <typename T> struct Into {
    std::map<std::string, T>& map;
    bool allows_null = false;
    template <typename Value> void operator()(std::string_view key, const Value& value) const
    {
        map.emplace(key, value);
    }
};

} // namespace

void read_json(const JsonMember& member, std::string& text)
{
    if (const auto read = member.text()) {
        text = *read;
    }
}
void read_json(const JsonMember& member, double& number)
{
    read_as(member, number);
}
void read_json(const JsonMember& member, std::uint64_t& count)
{
    read_as(member, count);
}
void read_json(const JsonMember& member, bool& truth)
{
    read_as(member, truth);
}

void read_json(const JsonMember& member, unsigned& count)
{
    std::uint64_t wide = 0;
    read_json(member, wide);
    count =
        static_cast<unsigned>(std::min<std::uint64_t>(wide, std::numeric_limits<unsigned>::max()));
}

void read_json(const JsonMember& member, int& number)
{
    std::int64_t wide = 0;
    read_as(member, wide);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) {
        member.note("is out of range");
        return;
    }
    number = static_cast<int>(wide);
}

void read_json(const JsonMember& member, std::vector<std::string>& texts)
{
    read_texts(member, [&](std::string_view text) { texts.emplace_back(text); });
}
void read_json(const JsonMember& member, std::set<std::string>& texts)
{
    read_texts(member, [&](std::string_view text) { texts.emplace(text); });
}

void read_json(const JsonMember& member, std::vector<double>& numbers)
{
    member.for_each_element(
        [&](const JsonMember& element) { numbers.push_back(element.as<double>().value_or(0)); });
}

void read_json(const JsonMember& member,
               std::vector<std::pair<std::uint64_t, std::uint64_t>>& pairs)
{
    member.for_each_element([&](const JsonMember& element) {
        dom::array range;
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        if (element.get(range) != simdjson::SUCCESS || range.size() != 2 ||
            range.at(0).get(first) != simdjson::SUCCESS ||
            range.at(1).get(last) != simdjson::SUCCESS) {
            member.note("must hold pairs of line numbers");
        }
        pairs.emplace_back(first, last);
    });
}

void read_json(const JsonMember& member, std::map<std::string, std::string>& texts)
{
    read_map<std::string_view>(member, "a string", Into<std::string>{texts});
}
void read_json(const JsonMember& member, std::map<std::string, std::uint64_t>& counts)
{
    read_map<std::uint64_t>(member, "a count", Into<std::uint64_t>{counts});
}
void read_json(const JsonMember& member, std::map<std::string, double>& numbers)
{
    read_map<double>(member, "a number or null", Into<double>{numbers, true});
}

} // namespace cb
