#include "json/reader.hpp"

#include <fmt/format.h>

namespace cb {

namespace dom = simdjson::dom;

void JsonProblem::note(std::string_view path, std::string_view what)
{
    if (!first_) {
        first_ = path.empty() ? std::string{what} : fmt::format("{}: {}", path, what);
    }
}

ObjectReader::ObjectReader(dom::element element, std::string path, JsonProblem& problem)
    : path_{std::move(path)}, problem_{&problem}
{
    is_object_ = element.get(object_) == simdjson::SUCCESS;
    if (!is_object_) {
        problem_->note(path_, "must be an object");
    }
}

void JsonMember::note(std::string_view what, std::string_view more) const
{
    parent_->problem_->note(path(), fmt::format("{}{}", what, more));
}

/// Appends by hand for speed: each of a hundred thousand results has a path.
std::string JsonMember::path() const
{
    auto path = parent_->path_of(name_);
    if (index_) {
        const fmt::format_int index{*index_};
        (path += '/').append(index.data(), index.size());
    }
    return path;
}

ObjectReader JsonMember::object() const
{
    return {element_, path(), *parent_->problem_};
}

std::optional<JsonMember> ObjectReader::member(std::string_view name)
{
    const auto element = find(name);
    return element ? std::optional{JsonMember{*this, name, *element}} : std::nullopt;
}

std::string ObjectReader::path_of(std::string_view name) const
{
    auto path = path_;
    path += path.empty() ? "" : "/";
    path += name;
    return path;
}

void ObjectReader::note(std::string_view name, std::string_view what)
{
    problem_->note(path_of(name), what);
}

std::optional<dom::element> ObjectReader::find(std::string_view name) const
{
    dom::element element;
    if (!is_object_ || object_.at_key(name).get(element) != simdjson::SUCCESS ||
        element.is_null()) {
        return std::nullopt;
    }
    return element;
}

bool ObjectReader::has(std::string_view name) const
{
    return find(name).has_value();
}

template <typename T> std::optional<T> ObjectReader::maybe(std::string_view name)
{
    const auto found = member(name);
    return found ? found->as<T>() : std::nullopt;
}

std::optional<std::string> ObjectReader::maybe_string(std::string_view name)
{
    const auto view = maybe<std::string_view>(name);
    return view ? std::optional<std::string>{*view} : std::nullopt;
}

std::string ObjectReader::string(std::string_view name)
{
    if (!has(name)) {
        note(name, "is missing");
    }
    return maybe_string(name).value_or("");
}

std::optional<double> ObjectReader::maybe_number(std::string_view name)
{
    return maybe<double>(name);
}

double ObjectReader::number(std::string_view name)
{
    if (!has(name)) {
        note(name, "is missing");
    }
    return maybe_number(name).value_or(0);
}

std::optional<std::uint64_t> ObjectReader::maybe_count(std::string_view name)
{
    return maybe<std::uint64_t>(name);
}

std::uint64_t ObjectReader::count(std::string_view name)
{
    if (!has(name)) {
        note(name, "is missing");
    }
    return maybe_count(name).value_or(0);
}

std::optional<std::int64_t> ObjectReader::maybe_integer(std::string_view name)
{
    return maybe<std::int64_t>(name);
}

std::optional<bool> ObjectReader::maybe_truth(std::string_view name)
{
    return maybe<bool>(name);
}

std::vector<std::string> ObjectReader::strings(std::string_view name)
{
    std::vector<std::string> found;
    if (const auto array = member(name)) {
        array->for_each_element(
            [&](const JsonMember& element) { found.emplace_back(element.text().value_or("")); });
    }
    return found;
}

std::map<std::string, std::string> ObjectReader::string_map(std::string_view name)
{
    std::map<std::string, std::string> found;
    if (const auto object = maybe<dom::object>(name)) {
        for (const auto [key, element] : *object) {
            std::string_view text;
            if (element.get(text) != simdjson::SUCCESS) {
                problem_->note(path_of(name), fmt::format("\"{}\" must be a string", key));
            }
            found.emplace(key, text);
        }
    }
    return found;
}

ObjectReader ObjectReader::object(std::string_view name)
{
    if (const auto element = find(name)) {
        return ObjectReader{*element, path_of(name), *problem_};
    }
    note(name, "is missing");
    return ObjectReader{path_of(name), *problem_};
}

std::vector<ObjectReader> ObjectReader::objects(std::string_view name)
{
    std::vector<ObjectReader> found;
    if (const auto array = member(name)) {
        array->for_each_element(
            [&](const JsonMember& element) { found.push_back(element.object()); });
    }
    return found;
}

} // namespace cb
