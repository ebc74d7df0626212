#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// The names in "stats" and in our summaries. What is derived from these (ops, quartiles, counts of
/// outliers) is left out.
constexpr std::array<std::pair<const char*, const char*>, 5> figures{
    {{"mean", "avg"}, {"min", "min"}, {"max", "max"}, {"median", "median"}, {"stddev", "stddev"}}};

/// The text of a parameter; none for lists and objects, which the test's name has.
std::optional<std::string> label_of(dom::element value)
{
    if (value.is_object() || value.is_array() || value.is_null()) {
        return std::nullopt;
    }
    if (value.is_string()) {
        const auto text = text_of(value);
        return text ? std::optional{std::string{*text}} : std::nullopt;
    }
    return std::string{simdjson::minify(value)};
}

/// Reads one test: src/pytest_benchmark/stats.py, Metadata.as_dict().
class Test {
public:
    explicit Test(JsonReading& reading) : reading_{reading}, object_{reading.root()} {}

    void read()
    {
        const char* const key = has_key(object_, "fullname") ? "fullname" : "name";
        const auto name = reading_.require_name(object_, key, Field{});
        if (!name) {
            return;
        }
        take_name(*name);
        add_labels();
        add_times();
        add_extra();
    }

private:
    /// "tests/test_a.py::TestClass::test_b[1]"
    void take_name(std::string_view name)
    {
        const auto colons = name.find("::");
        const bool has_file = colons != std::string_view::npos && colons > 0;
        base_.benchmark = has_file ? name.substr(0, colons) : "default";
        base_.test = has_file ? name.substr(colons + 2) : name;
    }

    void add_labels()
    {
        if (const auto group = text_of(member(object_, "group"))) {
            add_label(base_.labels, "group", *group);
        }
        if (const auto params = object_of(member(object_, "params"))) {
            for (const auto [name, value] : *params) {
                if (const auto text = label_of(value)) {
                    add_label(base_.labels, name, *text);
                }
            }
        }
    }

    void add_times()
    {
        const Field field{"stats"};
        const auto stats = object_of(member(object_, "stats"));
        if (!stats) {
            reading_.wrong(field, "must be an object");
            return;
        }
        auto result = base_;
        result.metric = "time";
        result.unit = "s";
        result.direction = Direction::lower;
        if (has_key(*stats, "data")) {
            add_samples(std::move(result), *stats, Field{field, "data"});
        } else if (const auto mean = reading_.require_number(*stats, "mean", field)) {
            result.summary.emplace();
            for (const auto& [name, ours] : figures) {
                if (const auto number = number_of(member(*stats, name))) {
                    result.summary->emplace(ours, *number);
                }
            }
            reading_.add(std::move(result), Field{field, "mean"});
        }
    }

    void add_samples(Result result, dom::object stats, const Field& field)
    {
        const auto data = member(stats, "data");
        if (!array_of(data)) {
            reading_.wrong(field, "must be a list");
            return;
        }
        const auto samples = elements_of(data);
        result.values = reading_.numbers_of(samples, field);
        if (!result.values.empty()) {
            reading_.add(std::move(result), field);
        } else if (samples.empty()) {
            reading_.wrong(field, "holds no values");
        }
    }

    /// What the test has put into benchmark.extra_info. What is no number is a remark.
    void add_extra()
    {
        const Field field{"extra_info"};
        const auto extra = object_of(member(object_, "extra_info"));
        if (!extra) {
            return;
        }
        for (const auto [name, value] : *extra) {
            if (is_measure(value)) {
                add_extra(name, value, Field{field, name});
            }
        }
    }

    void add_extra(std::string_view name, dom::element value, const Field& field)
    {
        const auto number = number_of(value);
        if (!number) {
            reading_.wrong(field, number.error());
        } else if (name.find('\0') != std::string_view::npos) {
            reading_.wrong(field, "must have a name without NUL bytes");
        } else {
            auto result = base_;
            result.metric = name == "time" ? "extra_info/time" : name;
            result.values = {*number};
            reading_.add(std::move(result), field);
        }
    }

    JsonReading& reading_;
    dom::object object_;
    Result base_{};
};

/// The JSON of pytest-benchmark. Tests come one by one, so files may be of any length.
class PytestBenchmark final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"benchmarks", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return has_key(object, "stats") &&
               (has_key(object, "fullname") || has_key(object, "extra_info") ||
                (has_key(object, "name") && has_key(object, "options")));
    }

    void read(JsonReading& reading) override { Test{reading}.read(); }
};

} // namespace

std::unique_ptr<JsonFormat> make_pytest_benchmark()
{
    return std::make_unique<PytestBenchmark>();
}

} // namespace cb::parse
