#include "json/value.hpp"

#include "json/parse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <type_traits>
#include <unordered_map>

namespace cb {

namespace dom = simdjson::dom;

namespace {

constexpr std::string_view value_and_not_missing{};

template <typename Handle, typename Bits> Handle from_bits(const Bits& bits)
{
    static_assert(sizeof(Handle) == sizeof(Bits) && std::is_trivially_copyable_v<Handle>);
    return std::bit_cast<Handle>(bits);
}

template <typename Bits, typename Handle> Bits to_bits(const Handle& handle)
{
    static_assert(sizeof(Handle) == sizeof(Bits) && std::is_trivially_copyable_v<Handle>);
    return std::bit_cast<Bits>(handle);
}

/// As T; nullopt for other types.
template <typename T, typename Bits> std::optional<T> get(const Bits& bits)
{
    T value{};
    const bool is_of_type = from_bits<dom::element>(bits).get(value) == simdjson::SUCCESS;
    return is_of_type ? std::optional{value} : std::nullopt;
}

/// The name of a missing element; "" for an index that no format requests.
std::string_view index_text(std::size_t index)
{
    constexpr std::string_view digits = "0123456789";
    return digits.substr(std::min(index, digits.size()), 1);
}

} // namespace

JsonValue::JsonValue(const dom::element& element)
    : bits_{to_bits<Bits>(element)}, missing_{value_and_not_missing}
{}

bool JsonValue::is_null() const
{
    return !is_missing() && from_bits<dom::element>(bits_).is_null();
}

bool JsonValue::is_object() const
{
    return !is_missing() && from_bits<dom::element>(bits_).is_object();
}

bool JsonValue::is_list() const
{
    return !is_missing() && from_bits<dom::element>(bits_).is_array();
}

bool JsonValue::is_number() const
{
    return !is_missing() && from_bits<dom::element>(bits_).is_number();
}

std::size_t JsonValue::size() const
{
    if (is_list()) {
        return get<dom::array>(bits_)->size();
    }
    return is_object() ? get<dom::object>(bits_)->size() : 0;
}

JsonValue JsonValue::operator[](std::string_view name) const
{
    if (is_missing()) {
        return *this;
    }
    dom::element found;
    const auto object = get<dom::object>(bits_);
    if (object && object->at_key(name).get(found) == simdjson::SUCCESS && !found.is_null()) {
        return JsonValue{found};
    }
    return {bits_, name.data() == nullptr ? std::string_view{"", 0} : name};
}

JsonValue JsonValue::at(std::size_t index) const
{
    if (is_missing()) {
        return *this;
    }
    dom::element found;
    const auto list = get<dom::array>(bits_);
    if (list && list->at(index).get(found) == simdjson::SUCCESS) {
        return JsonValue{found};
    }
    return {bits_, index_text(index)};
}

bool JsonValue::has(std::string_view name) const
{
    const auto object = is_missing() ? std::nullopt : get<dom::object>(bits_);
    return object && object->at_key(name).error() == simdjson::SUCCESS;
}

bool JsonValue::has_any(std::initializer_list<std::string_view> names) const
{
    return std::any_of(names.begin(), names.end(), [this](auto name) { return has(name); });
}

bool JsonValue::has_all(std::initializer_list<std::string_view> names) const
{
    return std::all_of(names.begin(), names.end(), [this](auto name) { return has(name); });
}

std::optional<std::string_view> JsonValue::text() const
{
    const auto found = any_text();
    return found && found->find('\0') == std::string_view::npos ? found : std::nullopt;
}

std::optional<std::string_view> JsonValue::any_text() const
{
    return is_missing() ? std::nullopt : get<std::string_view>(bits_);
}

std::optional<double> JsonValue::number() const
{
    const auto found = is_missing() ? std::nullopt : get<double>(bits_);
    return found && std::isfinite(*found) ? found : std::nullopt;
}

std::optional<std::uint64_t> JsonValue::count() const
{
    return is_missing() ? std::nullopt : get<std::uint64_t>(bits_);
}

std::optional<std::int64_t> JsonValue::integer() const
{
    return is_missing() ? std::nullopt : get<std::int64_t>(bits_);
}

std::optional<bool> JsonValue::truth() const
{
    return is_missing() ? std::nullopt : get<bool>(bits_);
}

std::string JsonValue::written() const
{
    return is_missing() ? "" : std::string{simdjson::minify(from_bits<dom::element>(bits_))};
}

JsonValue::Members JsonValue::members() const
{
    if (!is_object()) {
        return {{}, {}};
    }
    const auto object = *get<dom::object>(bits_);
    return {to_bits<Bits>(object.begin()), to_bits<Bits>(object.end())};
}

JsonValue::Elements JsonValue::elements() const
{
    if (!is_list()) {
        return {{}, {}};
    }
    const auto list = *get<dom::array>(bits_);
    return {to_bits<Bits>(list.begin()), to_bits<Bits>(list.end())};
}

template <> JsonValue JsonValue::Elements::Iterator::operator*() const
{
    return JsonValue{*from_bits<dom::array::iterator>(at_)};
}

template <> JsonValue::Elements::Iterator& JsonValue::Elements::Iterator::operator++()
{
    auto at = from_bits<dom::array::iterator>(at_);
    at_ = to_bits<Bits>(++at);
    return *this;
}

template <> JsonValue::Member JsonValue::Members::Iterator::operator*() const
{
    const auto pair = *from_bits<dom::object::iterator>(at_);
    return {pair.key, JsonValue{pair.value}};
}

template <> JsonValue::Members::Iterator& JsonValue::Members::Iterator::operator++()
{
    auto at = from_bits<dom::object::iterator>(at_);
    at_ = to_bits<Bits>(++at);
    return *this;
}

namespace {

/// Visits all values below a root and records the paths of the requested ones. The nesting is at
/// most 1024 deep.
class PathWalk {
public:
    template <typename Note> void visit(JsonValue value, const Note& note)
    {
        note(value, path_);
        const auto size = path_.size();
        for (const auto& [name, member] : value.members()) {
            enter(size, name);
            visit(member, note);
        }
        std::size_t index = 0;
        for (const auto element : value.elements()) {
            enter(size, fmt::to_string(index++));
            visit(element, note);
        }
        path_.resize(size);
    }

private:
    void enter(std::size_t size, std::string_view part)
    {
        path_.resize(size);
        path_ += size == 0 ? "" : "/";
        path_ += part;
    }

    std::string path_{};
};

} // namespace

std::vector<std::string> paths_of(JsonValue root, const std::vector<JsonValue>& values)
{
    const auto hash = [](const JsonValue::Bits& bits) { return bits.words[0] ^ bits.words[1]; };
    std::unordered_map<JsonValue::Bits, std::vector<std::size_t>, decltype(hash)> asked{
        values.size(), hash};
    for (std::size_t i = 0; i < values.size(); ++i) {
        asked[values[i].bits_].push_back(i);
    }
    std::vector<std::string> paths(values.size());
    PathWalk{}.visit(root, [&](const JsonValue& value, const std::string& path) {
        const auto found = asked.find(value.bits_);
        if (found == asked.end()) {
            return;
        }
        for (const auto i : found->second) {
            const auto missing = values[i].missing_;
            const bool has_both = !path.empty() && !missing.empty();
            paths[i] = fmt::format("{}{}{}", path, has_both ? "/" : "", missing);
        }
    });
    return paths;
}

struct JsonParser::State {
    dom::parser parser{};
};

JsonParser::JsonParser() : state_{std::make_unique<State>()} {}
JsonParser::~JsonParser() = default;

Parsed<JsonValue> JsonParser::parse(std::string_view text)
{
    const auto root = parse_json(state_->parser, text);
    if (!root) {
        return tl::unexpected{root.error()};
    }
    return JsonValue{*root};
}

} // namespace cb
