#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// A metric of LNT's default schema: docs/importing_data.rst and schemas/nts.yaml.
struct Metric {
    std::string_view member, name, unit;
    Direction direction;
    std::string_view status; ///< the member that says whether it could be measured
};

constexpr std::array metrics{
    Metric{"execution_time", "time", "s", Direction::lower, "execution_status"},
    Metric{"score", "score", "", Direction::higher, "execution_status"},
    Metric{"mem_bytes", "mem_bytes", "B", Direction::lower, "execution_status"},
    Metric{"compile_time", "compile_time", "s", Direction::lower, "compile_status"},
    Metric{"code_size", "code_size", "B", Direction::lower, "compile_status"},
};

/// Members that are no metrics.
constexpr std::array<std::string_view, 4> statuses{
    "execution_status", "compile_status", "hash_status", "profile"};

const Metric* known_metric(std::string_view member)
{
    const auto* const known = std::find_if(
        metrics.begin(), metrics.end(), [member](const Metric& m) { return m.member == member; });
    return known == metrics.end() ? nullptr : known;
}

/// How a status other than "passed" is written; none for that and for no status.
std::optional<std::string> failure_of(std::optional<dom::element> status)
{
    if (const auto text = text_of(status)) {
        const bool is_good = text->empty() || *text == "0" || *text == "PASS";
        return is_good ? std::nullopt : std::optional<std::string>{*text};
    }
    const auto number = number_of(status);
    return number && *number != 0 ? std::optional{fmt::to_string(*number)} : std::nullopt;
}

/// Reads one test of a report.
class LntTest {
public:
    LntTest(JsonReading& reading, dom::object object, const Field& field, const Labels& labels)
        : reading_{reading}, object_{object}, field_{field}
    {
        base_.labels = labels;
    }

    void read()
    {
        const auto name = reading_.require_name(object_, "name", field_);
        if (!name) {
            return;
        }
        base_.benchmark = "default";
        base_.test = *name;
        if (const auto hash = text_of(member(object_, "hash"))) {
            add_label(base_.labels, "hash", *hash);
        }
        for (const auto [key, value] : object_) {
            const bool is_status =
                std::find(statuses.begin(), statuses.end(), key) != statuses.end();
            if (key != "name" && key != "hash" && !is_status) {
                read_metric(key, value);
            }
        }
        read_failures();
    }

private:
    void read_metric(std::string_view key, dom::element value)
    {
        const Field place{field_, key};
        const auto* const known = known_metric(key);
        if (known == nullptr && text_of(value)) {
            return; // what a schema keeps of a test beside its metrics
        }
        if (!reading_.takes_name(key, place)) {
            return;
        }
        if (const auto failure =
                known == nullptr ? std::nullopt : failure_of(member(object_, known->status))) {
            reading_.wrong(place, fmt::format("{} is {:.80}", known->status, *failure));
            return;
        }
        auto result = base_;
        result.metric = known == nullptr ? key : known->name;
        result.unit = known == nullptr ? "" : known->unit;
        result.direction = known == nullptr ? Direction::unknown : known->direction;
        if (array_of(value)) {
            result.values = reading_.numbers_of(elements_of(value), place);
        } else if (const auto number = number_of(value)) {
            result.values = {*number};
        } else {
            reading_.wrong(place, number.error());
        }
        if (!result.values.empty()) {
            reading_.add(std::move(result), place);
        }
    }

    /// A test that failed may come without any figure.
    void read_failures()
    {
        for (const auto status : {statuses[0], statuses[1]}) {
            const bool has_metric =
                std::any_of(metrics.begin(), metrics.end(), [this, status](const Metric& metric) {
                    return metric.status == status && has_key(object_, metric.member);
                });
            const auto failure = failure_of(member(object_, status));
            if (failure && !has_metric) {
                reading_.wrong(Field{field_, status}, fmt::format("is {:.80}", *failure));
            }
        }
    }

    JsonReading& reading_;
    dom::object object_;
    const Field& field_;
    Result base_{};
};

/// Reads a report, version 2: lnt/testing/__init__.py.
class Report {
public:
    explicit Report(JsonReading& reading) : reading_{reading} {}

    void read()
    {
        const auto root = reading_.root();
        if (!is_version_2(member(root, "format_version"))) {
            reading_.wrong(Field{"format_version"}, "must be \"2\"");
            return;
        }
        const Field field{"tests"};
        const auto tests = member(root, "tests");
        if (!array_of(tests)) {
            reading_.wrong(field, tests ? "must be a list" : "is missing");
            return;
        }
        const auto run = object_of(member(root, "run"));
        const auto machine = object_of(member(root, "machine"));
        label("machine", machine ? member(*machine, "name") : std::nullopt);
        const auto revision = run ? member(*run, "llvm_project_revision") : std::nullopt;
        if (auto commit = CommitId::parse(text_of(revision).value_or(""))) {
            Source source;
            source.commit = std::move(*commit);
            const OtherCommit other{reading_.collector(), std::move(source)};
            read_tests(tests, field);
        } else {
            label("llvm_project_revision", revision);
            read_tests(tests, field);
        }
    }

private:
    [[nodiscard]] static bool is_version_2(std::optional<dom::element> version)
    {
        const auto number = number_of(version);
        return text_of(version) == "2" || (number && *number == 2);
    }

    void label(std::string_view name, std::optional<dom::element> element)
    {
        std::int64_t number = 0;
        if (const auto text = text_of(element)) {
            add_label(labels_, name, *text);
        } else if (element && element->get(number) == simdjson::SUCCESS) {
            add_label(labels_, name, fmt::to_string(number));
        }
    }

    void read_tests(std::optional<dom::element> tests, const Field& field)
    {
        reading_.each_object(tests, field, [&](dom::object object, const Field& place) {
            LntTest{reading_, object, place, labels_}.read();
        });
    }

    JsonReading& reading_;
    Labels labels_{};
};

class Lnt final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"format_version"}}; }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return has_key(object, "format_version") && has_key(object, "machine") &&
               (has_key(object, "run") || has_key(object, "tests"));
    }

    void read(JsonReading& reading) override { Report{reading}.read(); }
};

} // namespace

std::unique_ptr<JsonFormat> make_lnt()
{
    return std::make_unique<Lnt>();
}

} // namespace cb::parse
