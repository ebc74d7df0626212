#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

namespace cb::parse {

namespace {

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

bool takes_pytest_benchmark(JsonValue object)
{
    return object.has("stats") &&
           (object.has_any({"fullname", "extra_info"}) || object.has_all({"name", "options"}));
}

/// Reads one test: src/pytest_benchmark/stats.py, Metadata.as_dict().
void read_pytest_benchmark(JsonReading& reading)
{
    const auto test = reading.root();
    const auto name = reading.require_name(test[test.has("fullname") ? "fullname" : "name"]);
    if (!name) {
        return;
    }
    auto [file, own] = split_at_first(*name, "::"); // "tests/test_a.py::TestClass::test_b[1]"
    auto base = file.empty() ? make_test(*name) : make_test(own, file);
    add_labels(test, base.labels);
    if (reading.require_object(test["stats"])) {
        // Figures derived from these (ops, quartiles, outlier counts) are dropped.
        reading.add_samples_or_summary(
            make_result(base, {"time", "s", Direction::lower}), "data", test["stats"]);
    }
    add_extra(reading, base);
}

} // namespace

std::unique_ptr<JsonFormat> make_pytest_benchmark()
{
    // Tests are read one at a time, so files may have any length.
    return std::make_unique<PlainFormat>(std::vector<Key>{{"benchmarks", Key::Finds::elements}},
                                         takes_pytest_benchmark,
                                         read_pytest_benchmark);
}

} // namespace cb::parse
