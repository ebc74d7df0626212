#include "parse/cb_object.hpp"

#include "base/file.hpp"
#include "base/parse_json.hpp"
#include "parse/cb_value.hpp"
#include "parse/locate.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <optional>
#include <utility>
#include <variant>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// The member of that name; none if it is missing or null. Of a key that stands twice the first.
std::optional<dom::element> member(dom::object object, std::string_view name)
{
    dom::element element;
    if (object.at_key(name).get(element) != simdjson::SUCCESS || element.is_null()) {
        return std::nullopt;
    }
    return element;
}

/// The text of a string. None for other types, and for a NUL byte: it marks what repaired() could
/// not read, and no database stores it as text.
std::optional<std::string_view> text_of(std::optional<dom::element> element)
{
    std::string_view text;
    if (!element || element->get(text) != simdjson::SUCCESS ||
        text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return text;
}

/// What is wrong with a mandatory member that text_of() does not take.
std::string_view not_a_text(std::optional<dom::element> element)
{
    return element ? "must be a string without NUL bytes" : "is missing";
}

std::optional<Direction> direction_of(std::string_view trend)
{
    if (trend == "lower-is-better") {
        return Direction::lower;
    }
    if (trend == "higher-is-better") {
        return Direction::higher;
    }
    return trend.empty() ? std::optional{Direction::unknown} : std::nullopt;
}

using Lines = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// The line number at that index of a pair: 3 or 3.0.
std::optional<std::uint64_t> line_at(dom::array pair, std::size_t index)
{
    double number = 0;
    if (pair.at(index).get(number) != simdjson::SUCCESS || !(number >= 1 && number <= 1e15)) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(number);
}

/// The ranges of lines that the benchmark gave itself; none if they are not well-formed.
std::optional<Lines> lines_of(std::optional<dom::element> element)
{
    dom::array ranges;
    if (!element || element->get(ranges) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    Lines lines;
    for (const auto range : ranges) {
        dom::array pair;
        if (range.get(pair) != simdjson::SUCCESS || pair.size() != 2) {
            return std::nullopt;
        }
        const auto first = line_at(pair, 0);
        const auto last = line_at(pair, 1);
        if (!first || !last || *first > *last) {
            return std::nullopt;
        }
        lines.emplace_back(*first, *last);
    }
    return lines.empty() ? std::nullopt : std::optional{std::move(lines)};
}

/// Where in the object something stands, spelled out only when something is wrong with it. A field
/// is made on the stack below its parent.
class Field {
public:
    explicit Field(std::string_view name) : part_{name} {}
    Field(const Field& parent, std::string_view name) : parent_{&parent}, part_{name} {}
    Field(const Field& parent, std::size_t index) : parent_{&parent}, part_{index} {}

    /// "results/0/metrics/1"
    [[nodiscard]] std::string path() const
    {
        const auto own = std::visit([](const auto& part) { return fmt::to_string(part); }, part_);
        return parent_ == nullptr ? own : fmt::format("{}/{}", parent_->path(), own);
    }

private:
    const Field* parent_ = nullptr;
    std::variant<std::string_view, std::size_t> part_;
};

/// Reads one object. What is wrong is kept until finish(), which looks up where it stands.
class ObjectReading {
public:
    ObjectReading(const FoundObject& object, Collector& collector)
        : object_{object}, collector_{collector}
    {}

    void read(dom::object root)
    {
        benchmark_ = text_of(member(root, "name")).value_or("default");
        const auto results = member(root, "results");
        const Field field{"results"};
        dom::array list;
        if (results && results->get(list) == simdjson::SUCCESS) {
            std::size_t index = 0;
            for (const auto result : list) {
                read_result(result, Field{field, index++});
            }
        } else {
            wrong(field,
                  results ? "must be a list" : R"(is missing, and "metrics" belongs into it)");
        }
        finish();
    }

    void reject_whole(std::string_view reason)
    {
        wrong(Field{""}, reason);
        finish();
    }

private:
    void read_result(dom::element element, const Field& field)
    {
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) {
            wrong(field, "must be an object");
            return;
        }
        const auto name = text_of(member(object, "name"));
        if (!name) {
            wrong(Field{field, "name"}, not_a_text(member(object, "name")));
            return;
        }
        test_ = *name;
        read_metrics(member(object, "metrics"), Field{field, "metrics"});
    }

    void read_metrics(std::optional<dom::element> metrics, const Field& field)
    {
        dom::object old_metrics;
        dom::array list;
        if (metrics && metrics->get(old_metrics) == simdjson::SUCCESS) { // version 1
            for (const auto [name, value] : old_metrics) {
                read_old_metric(name, value, Field{field, name});
            }
        } else if (metrics && metrics->get(list) == simdjson::SUCCESS) {
            std::size_t index = 0;
            for (const auto metric : list) {
                read_metric(metric, Field{field, index++});
            }
        } else {
            wrong(field, metrics ? "must be a list or an object" : "is missing");
        }
    }

    void read_old_metric(std::string_view name, dom::element value, const Field& field)
    {
        if (name.find('\0') != std::string_view::npos) {
            wrong(field, "must have a name without NUL bytes");
        } else {
            Result result;
            result.metric = name;
            read_value(std::move(result), value, {}, field);
        }
    }

    void read_metric(dom::element element, const Field& field)
    {
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) {
            wrong(field, "must be an object");
            return;
        }
        const auto name = text_of(member(object, "name"));
        if (!name) {
            wrong(Field{field, "name"}, not_a_text(member(object, "name")));
            return;
        }
        const auto trend = member(object, "trend");
        const auto direction =
            trend ? direction_of(text_of(trend).value_or("not a string")) : Direction::unknown;
        if (!direction) {
            wrong(Field{field, "trend"}, R"(must be "lower-is-better", "higher-is-better" or "")");
            return;
        }
        const auto value = member(object, "value");
        if (!value) {
            wrong(Field{field, "value"}, "is missing");
            return;
        }
        Result result;
        result.metric = *name;
        result.direction = *direction;
        result.description = text_of(member(object, "description")).value_or("");
        result.lines = lines_of(member(object, "lines")).value_or(Lines{});
        read_value(std::move(result),
                   *value,
                   trimmed(text_of(member(object, "units")).value_or("")),
                   Field{field, "value"});
    }

    void read_value(Result result, dom::element element, std::string_view units, const Field& field)
    {
        auto value = read_cb_value(element, units);
        if (!value) {
            wrong(field, value.error().reason, value.error().part);
            return;
        }
        result.benchmark = benchmark_;
        result.test = test_;
        result.unit = std::move(value->unit);
        result.values = std::move(value->values);
        result.summary = std::move(value->summary);
        if (result.lines.empty()) {
            result.lines.emplace_back(object_.place.line, object_.last_line);
        }
        if (const auto reason = collector_.add(std::move(result))) {
            wrong(field, *reason);
        }
    }

    /// `part` is the part of the field that is meant, such as "/2".
    void wrong(const Field& field, std::string_view reason, std::string_view part = {})
    {
        if (fields_.size() == Collector::most_rejected) {
            ++more_wrong_; // the collector only counts those
            return;
        }
        fields_.push_back(field.path().append(part));
        reasons_.emplace_back(reason);
    }

    void finish()
    {
        if (fields_.empty()) {
            return;
        }
        const auto places = locate(object_, fields_);
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            collector_.reject({.line = places[i].line,
                               .column = places[i].column,
                               .field = fields_[i],
                               .reason = reasons_[i]});
        }
        for (; more_wrong_ > 0; --more_wrong_) {
            collector_.reject({.line = object_.last_line, .column = 1, .field = "", .reason = ""});
        }
    }

    const FoundObject& object_;
    Collector& collector_;
    std::string benchmark_{}, test_{};
    std::vector<std::string> fields_{}, reasons_{};
    std::size_t more_wrong_ = 0;
};

} // namespace

void read_cb_object(const FoundObject& object, simdjson::dom::parser& parser, Collector& collector)
{
    ObjectReading reading{object, collector};
    auto root = parse_json(parser, object.text);
    if (!root) {
        root = parse_json(parser, repaired(object.text));
    }
    dom::object members;
    if (root && root->get(members) == simdjson::SUCCESS) {
        reading.read(members);
    } else {
        reading.reject_whole(root ? "must be an object" : root.error());
    }
}

} // namespace cb::parse
