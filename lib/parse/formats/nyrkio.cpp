#include "manifest/units.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

namespace cb::parse {

namespace {

/// The better direction: the metric's own word, or else by the unit. Nullopt for another word.
std::optional<Direction> direction_of(JsonValue word, std::string_view unit)
{
    const auto text = word.text();
    if (text == "lower_is_better") {
        return Direction::lower;
    }
    if (text == "higher_is_better") {
        return Direction::higher;
    }
    const bool is_given = word && text != "";
    return is_given ? std::nullopt : std::optional{direction_of_unit(unit)};
}

void read_metric(JsonReading& reading, JsonValue metric)
{
    const auto name = reading.require_name(metric["name"]);
    if (!name || !reading.require_number(metric["value"])) {
        return;
    }
    const auto unit = metric["unit"].text_or("");
    const auto direction = direction_of(metric["direction"], unit);
    if (!direction) {
        reading.wrong(metric["direction"], R"(must be "lower_is_better" or "higher_is_better")");
        return;
    }
    // The name of the test is in the URL to which the format is sent.
    reading.add_value(make_result(make_test("default"), {*name, unit, *direction}),
                      metric["value"]);
}

/// current-bench also has objects with "metrics".
bool takes_nyrkio(JsonValue object)
{
    return object.has("metrics") && !object.has("results") &&
           (object["attributes"].has_any({"git_commit", "git_repo"}) ||
            (object.has("timestamp") && object["metrics"].is_list() && !object.has("name")));
}

/// Reads the results of one commit: TestResult in backend/api/model.py.
void read_nyrkio(JsonReading& reading)
{
    const auto root = reading.root();
    const auto attributes = root["attributes"];
    auto commit = reading.require_object(attributes)
                      ? require_commit(reading, attributes["git_commit"])
                      : std::nullopt;
    if (!commit) {
        return;
    }
    Past past{.source = source_of_url(attributes["git_repo"].text_or(""))};
    past.source.commit = std::move(*commit);
    if (const auto branch = attributes["branch"].text()) {
        past.source.branch = *branch;
    }
    if (const auto seconds = root["timestamp"].number()) {
        past.source.committed_at = time_of(*seconds * 1000);
    }
    for (const auto& [name, value] : root["extra_info"].members()) {
        add_label(past.provenance, name, value.text() ? *value.text() : value.written());
    }
    const OtherCommit other{reading.collector(), std::move(past)};
    if (reading.require_list(root["metrics"])) {
        for (const auto metric : reading.objects_of(root["metrics"])) {
            read_metric(reading, metric);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_nyrkio()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"metrics"}}, takes_nyrkio, read_nyrkio);
}

} // namespace cb::parse
