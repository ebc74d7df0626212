#include "manifest/units.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"

#include <simdjson.h>

#include <optional>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// Which way is better: the metric's own word, else what its unit says. None for another word.
std::optional<Direction> direction_of(std::optional<dom::element> element, std::string_view unit)
{
    const auto text = text_of(element);
    if (text == "lower_is_better") {
        return Direction::lower;
    }
    if (text == "higher_is_better") {
        return Direction::higher;
    }
    const bool is_given = element && text != "";
    return is_given ? std::nullopt : std::optional{direction_of_unit(unit)};
}

/// Reads the results of one commit: TestResult in backend/api/model.py.
class NyrkioResult {
public:
    explicit NyrkioResult(JsonReading& reading) : reading_{reading} {}

    void read()
    {
        const Field field{"attributes"};
        const auto found = member(reading_.root(), "attributes");
        const auto attributes = object_of(found);
        if (!attributes) {
            reading_.wrong(field, found ? "must be an object" : "is missing");
            return;
        }
        auto commit = require_commit(reading_, *attributes, "git_commit", field);
        if (!commit) {
            return;
        }
        auto source = source_of_url(text_of(member(*attributes, "git_repo")).value_or(""));
        source.commit = std::move(*commit);
        if (const auto branch = text_of(member(*attributes, "branch"))) {
            source.branch = *branch;
        }
        if (const auto seconds = number_of(member(reading_.root(), "timestamp"))) {
            source.committed_at = time_of(*seconds * 1000);
        }
        const OtherCommit other{reading_.collector(), std::move(source)};
        read_metrics();
    }

private:
    void read_metrics()
    {
        const Field field{"metrics"};
        const auto metrics = member(reading_.root(), "metrics");
        if (!array_of(metrics)) {
            reading_.wrong(field, metrics ? "must be a list" : "is missing");
            return;
        }
        reading_.each_object(metrics, field, [&](dom::object metric, const Field& place) {
            read_metric(metric, place);
        });
    }

    void read_metric(dom::object metric, const Field& field)
    {
        const auto name = reading_.require_name(metric, "name", field);
        const auto value = name ? reading_.require_number(metric, "value", field) : std::nullopt;
        if (!value) {
            return;
        }
        Result result;
        result.unit = text_of(member(metric, "unit")).value_or("");
        const auto direction = direction_of(member(metric, "direction"), result.unit);
        if (!direction) {
            reading_.wrong(Field{field, "direction"},
                           R"(must be "lower_is_better" or "higher_is_better")");
            return;
        }
        result.benchmark = "default";
        result.test = "default"; // its name is in the address to which the format is sent
        result.metric = *name;
        result.direction = *direction;
        result.values = {*value};
        reading_.add(std::move(result), Field{field, "value"});
    }

    JsonReading& reading_;
};

class Nyrkio final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"metrics"}}; }

    /// current-bench has objects with "metrics", too.
    [[nodiscard]] bool takes(dom::object object) const override
    {
        if (!has_key(object, "metrics") || has_key(object, "results")) {
            return false;
        }
        const auto attributes = object_of(member(object, "attributes"));
        return (attributes &&
                (has_key(*attributes, "git_commit") || has_key(*attributes, "git_repo"))) ||
               (has_key(object, "timestamp") && array_of(member(object, "metrics")) &&
                !has_key(object, "name"));
    }

    void read(JsonReading& reading) override { NyrkioResult{reading}.read(); }
};

} // namespace

std::unique_ptr<JsonFormat> make_nyrkio()
{
    return std::make_unique<Nyrkio>();
}

} // namespace cb::parse
