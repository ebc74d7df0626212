#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// A metric of LNT's default schema: docs/importing_data.rst and schemas/nts.yaml.
struct Metric {
    std::string_view member, name, unit;
    Direction direction;
    std::string_view status; ///< the member that says whether it could be measured
    /// How the names of tests end in a report of version 1, and those of their statuses.
    std::string_view end, status_end;
};

constexpr std::array metrics{
    Metric{"execution_time",
           "time",
           "s",
           Direction::lower,
           "execution_status",
           ".exec",
           ".exec.status"},
    Metric{"score", "score", "", Direction::higher, "execution_status", ".score", ".exec.status"},
    Metric{"mem_bytes",
           "mem_bytes",
           "B",
           Direction::lower,
           "execution_status",
           ".mem",
           ".exec.status"},
    Metric{"compile_time",
           "compile_time",
           "s",
           Direction::lower,
           "compile_status",
           ".compile",
           ".compile.status"},
    Metric{"code_size",
           "code_size",
           "B",
           Direction::lower,
           "compile_status",
           ".code_size",
           ".compile.status"},
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

/// Reads a report, version 1, which LNT still takes: each metric of a test is a test of its own.
class OldReport {
public:
    explicit OldReport(JsonReading& reading) : reading_{reading} {}

    void read()
    {
        const auto root = reading_.root();
        const auto machine = object_of(member(root, "Machine"));
        const auto name = machine ? text_of(member(*machine, "Name")) : std::nullopt;
        if (name) {
            add_label(labels_, "machine", *name);
        }
        const auto run = object_of(member(root, "Run"));
        const auto info = run ? object_of(member(*run, "Info")) : std::nullopt;
        tag_ = info ? text_of(member(*info, "tag")).value_or("") : "";
        for (const char* const key : {"git_sha", "llvm_project_revision", "run_order"}) {
            const auto revision = info ? text_of(member(*info, key)) : std::nullopt;
            if (auto commit = CommitId::parse(revision.value_or(""))) {
                Source source;
                source.commit = std::move(*commit);
                const OtherCommit other{reading_.collector(), std::move(source)};
                read_tests();
                return;
            }
            if (revision) {
                add_label(labels_, key, *revision);
            }
        }
        read_tests();
    }

private:
    void read_tests()
    {
        const Field field{"Tests"};
        const auto tests = member(reading_.root(), "Tests");
        if (!array_of(tests)) {
            reading_.wrong(field, tests ? "must be a list" : "is missing");
            return;
        }
        for (const auto element : elements_of(tests)) {
            const auto test = object_of(element);
            const auto name = test ? text_of(member(*test, "Name")) : std::nullopt;
            const auto data =
                test ? elements_of(member(*test, "Data")) : std::vector<dom::element>{};
            if (name && name->ends_with(".status") && !data.empty() && failure_of(data.front())) {
                failed_.emplace(*name);
            }
        }
        reading_.each_object(
            tests, field, [this](dom::object test, const Field& place) { read_test(test, place); });
    }

    void read_test(dom::object test, const Field& field)
    {
        const auto whole = reading_.require_name(test, "Name", field);
        if (!whole || whole->ends_with(".status") || whole->ends_with(".hash")) {
            return;
        }
        const auto* const metric =
            std::find_if(metrics.begin(), metrics.end(), [&whole](const Metric& candidate) {
                return whole->ends_with(candidate.end);
            });
        const bool is_known = metric != metrics.end();
        const auto name = whole->substr(0, whole->size() - (is_known ? metric->end.size() : 0));
        const Field place{field, "Data"};
        if (is_known && failed_.count(std::string{name}.append(metric->status_end)) == 1) {
            reading_.wrong(place,
                           fmt::format("{}{} says that it failed", name, metric->status_end));
            return;
        }
        const auto data = member(test, "Data");
        if (!array_of(data)) {
            reading_.wrong(place, data ? "must be a list" : "is missing");
            return;
        }
        Result result;
        result.benchmark = "default";
        result.labels = labels_;
        result.test = without_tag(name) + parameters_of(test, result.labels);
        result.metric = is_known ? metric->name : "value";
        result.unit = is_known ? metric->unit : "";
        result.direction = is_known ? metric->direction : Direction::unknown;
        result.values = reading_.numbers_of(elements_of(data), place);
        if (!result.values.empty()) {
            reading_.add(std::move(result), place);
        }
    }

    /// "SingleSource/ackermann" of "nts.SingleSource/ackermann" with the tag "nts".
    [[nodiscard]] std::string without_tag(std::string_view name) const
    {
        const bool has_tag = !tag_.empty() && name.size() > tag_.size() + 1 &&
                             name.starts_with(tag_) && name[tag_.size()] == '.';
        return std::string{name.substr(has_tag ? tag_.size() + 1 : 0)};
    }

    /// What else tells a test from those of the same name.
    static std::string parameters_of(dom::object test, Labels& labels)
    {
        std::string text;
        if (const auto info = object_of(member(test, "Info"))) {
            for (const auto [name, value] : *info) {
                const auto written = text_of(value).value_or("");
                text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, written);
                add_label(labels, name, written);
            }
        }
        return text.empty() ? text : fmt::format(" ({})", text);
    }

    JsonReading& reading_;
    Labels labels_{};
    std::string_view tag_{};
    std::set<std::string, std::less<>> failed_{}; ///< names of statuses
};

bool is_old(dom::object object)
{
    return has_key(object, "Machine") && has_key(object, "Run") && has_key(object, "Tests");
}

class Lnt final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"format_version"}, {"__report_version__", Key::Finds::grandparent}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return is_old(object) || (has_key(object, "format_version") && has_key(object, "machine") &&
                                  (has_key(object, "run") || has_key(object, "tests")));
    }

    void read(JsonReading& reading) override
    {
        if (is_old(reading.root())) {
            OldReport{reading}.read();
        } else {
            Report{reading}.read();
        }
    }
};

} // namespace

std::unique_ptr<JsonFormat> make_lnt()
{
    return std::make_unique<Lnt>();
}

} // namespace cb::parse
