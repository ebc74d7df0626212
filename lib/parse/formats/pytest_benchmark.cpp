#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

/// Figures derived from these (ops, quartiles, outlier counts) are dropped.
constexpr std::array figures{SummaryFigure{"mean", "avg"},
                             SummaryFigure{"min", "min"},
                             SummaryFigure{"max", "max"},
                             SummaryFigure{"median", "median"},
                             SummaryFigure{"stddev", "stddev"}};

/// The result for "tests/test_a.py::TestClass::test_b[1]".
Result make_base(std::string_view name)
{
    const auto colons = name.find("::");
    const bool has_file = colons != std::string_view::npos && colons > 0;
    Result base;
    base.benchmark = has_file ? name.substr(0, colons) : "default";
    base.test = has_file ? name.substr(colons + 2) : name;
    return base;
}

/// Parameters that are lists or objects are already in the test's name.
void add_labels(JsonValue test, Labels& labels)
{
    if (const auto group = test["group"].text()) {
        add_label(labels, "group", *group);
    }
    for (const auto& [name, value] : test["params"].members()) {
        const bool is_text = value.any_text().has_value();
        if (is_text && value.text()) {
            add_label(labels, name, *value.text());
        } else if (value && !is_text && !value.is_object() && !value.is_list()) {
            add_label(labels, name, value.written());
        }
    }
}

/// Reads what the test put into benchmark.extra_info. Values that are not numbers are remarks.
void add_extra(JsonReading& reading, const Result& base)
{
    for (const auto& [name, value] : reading.root()["extra_info"].members()) {
        if (!is_measure(value)) {
            continue;
        }
        if (name.find('\0') != std::string_view::npos) {
            reading.wrong(value, "must have a name without NUL bytes");
        } else {
            reading.add_value(make_result(base, {name == "time" ? "extra_info/time" : name, ""}),
                              value);
        }
    }
}

bool takes(JsonValue object)
{
    return object.has("stats") &&
           (object.has_any({"fullname", "extra_info"}) || object.has_all({"name", "options"}));
}

/// Reads one test: src/pytest_benchmark/stats.py, Metadata.as_dict().
void read(JsonReading& reading)
{
    const auto test = reading.root();
    const auto name = reading.require_name(test[test.has("fullname") ? "fullname" : "name"]);
    if (!name) {
        return;
    }
    auto base = make_base(*name);
    add_labels(test, base.labels);
    const auto stats = test["stats"];
    if (reading.require_object(stats)) {
        auto times = make_result(base, {"time", "s", Direction::lower});
        if (stats.has("data")) {
            reading.add_samples(std::move(times), stats["data"]);
        } else {
            reading.add_summary(std::move(times), stats, figures);
        }
    }
    add_extra(reading, base);
}

} // namespace

std::unique_ptr<JsonFormat> make_pytest_benchmark()
{
    // Tests are read one at a time, so files may have any length.
    return make_json_format({{"benchmarks", Key::Finds::elements}}, takes, read);
}

} // namespace cb::parse
