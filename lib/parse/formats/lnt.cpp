#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// A metric of LNT's default schema: docs/importing_data.rst and schemas/nts.yaml.
struct LntMetric {
    std::string_view name; ///< of the member
    ResultMetric metric;
    std::string_view status; ///< the member that tells whether it was measured
    /// The suffixes of test names in a version 1 report, and those of their statuses.
    std::string_view end, status_end;
};

constexpr std::array lnt_metrics{
    LntMetric{"execution_time",
              {"time", "s", Direction::lower},
              "execution_status",
              ".exec",
              ".exec.status"},
    LntMetric{
        "score", {"score", "", Direction::higher}, "execution_status", ".score", ".exec.status"},
    LntMetric{"mem_bytes",
              {"mem_bytes", "B", Direction::lower},
              "execution_status",
              ".mem",
              ".exec.status"},
    LntMetric{"compile_time",
              {"compile_time", "s", Direction::lower},
              "compile_status",
              ".compile",
              ".compile.status"},
    LntMetric{"code_size",
              {"code_size", "B", Direction::lower},
              "compile_status",
              ".code_size",
              ".compile.status"},
};

/// Members of a test that are not metrics.
constexpr std::array<std::string_view, 6> others{
    "execution_status", "compile_status", "hash_status", "profile", "name", "hash"};

/// The text of a status other than "passed"; nullopt if it passed or has no status.
std::optional<std::string> failure_of(JsonValue status)
{
    if (const auto text = status.text()) {
        const bool is_good = text->empty() || *text == "0" || *text == "PASS";
        return is_good ? std::nullopt : std::optional<std::string>{*text};
    }
    const auto number = status.number();
    return number && *number != 0 ? std::optional{fmt::to_string(*number)} : std::nullopt;
}

/// Reads a member of a test; `result` has the names.
void read_metric(
    JsonReading& reading, JsonValue test, Result result, std::string_view key, JsonValue value)
{
    const auto* const known = find_named(lnt_metrics, key);
    const bool is_remark = known == nullptr && value.text(); // extra data of a schema
    if (is_remark || !reading.takes_name(key, value)) {
        return;
    }
    if (known != nullptr) {
        if (const auto failure = failure_of(test[known->status])) {
            reading.wrong(value, fmt::format("{} is {:.80}", known->status, *failure));
            return;
        }
    }
    result = make_result(result, known == nullptr ? ResultMetric{key, ""} : known->metric);
    if (value.is_list()) {
        reading.add_any_samples(std::move(result), value);
    } else {
        reading.add_value(std::move(result), value);
    }
}

/// A failed test may have no figures at all.
void read_lnt_failures(JsonReading& reading, JsonValue test)
{
    for (const std::string_view status : {"execution_status", "compile_status"}) {
        const auto failure = failure_of(test[status]);
        const auto* const measured = find_where(lnt_metrics, [&](const LntMetric& known) {
            return known.status == status && test.has(known.name);
        });
        if (failure && measured == nullptr) {
            reading.wrong(test[status], fmt::format("is {:.80}", *failure));
        }
    }
}

void read_test(JsonReading& reading, JsonValue test, const Labels& labels)
{
    auto base = reading.require_test(test["name"]);
    if (!base) {
        return;
    }
    base->labels = labels;
    if (const auto hash = test["hash"].text()) {
        add_label(base->labels, "hash", *hash);
    }
    for (const auto& [key, value] : test.members()) {
        if (!contains(others, key)) {
            read_metric(reading, test, *base, key, value);
        }
    }
    read_lnt_failures(reading, test);
}

/// Results of that commit; without a commit if the text is not a full hash.
Past past_of(std::string_view revision)
{
    Past past;
    if (auto commit = CommitId::parse(revision)) {
        past.source.commit = std::move(*commit);
    }
    return past;
}

/// The keys of a report for the machine's name and the times of the run.
struct FactKeys {
    std::string_view name, start, end;
};

/// Texts and numbers of an object, but not these members.
Labels facts_of(JsonValue object, std::initializer_list<std::string_view> others_of_object)
{
    Labels facts;
    for (const auto& [name, value] : object.members()) {
        if (!contains(others_of_object, name) && (value.text() || value.is_number())) {
            add_label(facts, name, value.text() ? std::string{*value.text()} : value.written());
        }
    }
    return facts;
}

/// Takes the facts about the machine and the run. A report is one run of one machine.
void take_facts(Past& past, JsonValue machine, JsonValue run, const FactKeys& keys)
{
    const auto name = machine[keys.name].text_or("");
    const auto start = run[keys.start].text_or("");
    past.host = make_host(name, facts_of(machine, {keys.name}));
    past.first_measured_at = time_of(start);
    past.last_measured_at = time_of(run[keys.end].text_or(start));
    past.provenance = facts_of(run, {keys.start, keys.end});
    past.part = fmt::format("{}\n{}", name, start);
}

/// Reads a report, version 2: lnt/testing/__init__.py.
void read_report(JsonReading& reading)
{
    const auto root = reading.root();
    const auto version = root["format_version"];
    if (version.text() != "2" && version.number() != 2) {
        reading.wrong(version, "must be \"2\"");
        return;
    }
    if (!reading.require_list(root["tests"])) {
        return;
    }
    Labels labels;
    const auto label = [&labels](std::string_view name, JsonValue value) {
        if (const auto text = value.text()) {
            add_label(labels, name, *text);
        } else if (const auto number = value.integer()) {
            add_label(labels, name, fmt::to_string(*number));
        }
    };
    label("machine", root["machine"]["name"]);
    const auto revision = root["run"]["llvm_project_revision"];
    std::optional<OtherCommit> other;
    if (auto past = past_of(revision.text_or("")); past.source.commit) {
        take_facts(past, root["machine"], root["run"], {"name", "start_time", "end_time"});
        other.emplace(reading.collector(), std::move(past));
    } else {
        label("llvm_project_revision", revision);
    }
    for (const auto test : reading.objects_of(root["tests"])) {
        read_test(reading, test, labels);
    }
}

/// Reads a version 1 report, which LNT still accepts: each metric of a test is a separate test.
class OldReport {
public:
    explicit OldReport(JsonReading& reading) : reading_{reading} {}

    void read()
    {
        const auto root = reading_.root();
        if (const auto name = root["Machine"]["Name"].text()) {
            add_label(labels_, "machine", *name);
        }
        const auto info = root["Run"]["Info"];
        tag_ = info["tag"].text_or("");
        std::optional<OtherCommit> other;
        for (const std::string_view key : {"git_sha", "llvm_project_revision", "run_order"}) {
            const auto revision = info[key].text();
            if (auto past = past_of(revision.value_or("")); past.source.commit) {
                take_facts(past, root["Machine"], root["Run"], {"Name", "Start Time", "End Time"});
                other.emplace(reading_.collector(), std::move(past));
                break;
            }
            if (revision) {
                add_label(labels_, key, *revision);
            }
        }
        read_tests(root["Tests"]);
    }

private:
    void read_tests(JsonValue tests)
    {
        if (!reading_.require_list(tests)) {
            return;
        }
        for (const auto test : tests.elements()) {
            const auto name = test["Name"].text();
            if (name && name->ends_with(".status") && failure_of(test["Data"].at(0))) {
                failed_.emplace(*name);
            }
        }
        for (const auto test : reading_.objects_of(tests)) {
            read_test(test);
        }
    }

    void read_test(JsonValue test)
    {
        const auto whole = reading_.require_name(test["Name"]);
        if (!whole || whole->ends_with(".status") || whole->ends_with(".hash")) {
            return;
        }
        const auto* const known = find_where(
            lnt_metrics, [&whole](const LntMetric& m) { return whole->ends_with(m.end); });
        const auto name = whole->substr(0, whole->size() - (known ? known->end.size() : 0));
        const auto data = test["Data"];
        if (known != nullptr && failed_.count(std::string{name}.append(known->status_end)) == 1) {
            reading_.wrong(data, fmt::format("{}{} says that it failed", name, known->status_end));
            return;
        }
        if (reading_.require_list(data)) {
            auto base = make_test(without_tag(name));
            base.labels = labels_;
            base.test += parameters_of(test, base.labels);
            reading_.add_any_samples(
                make_result(base, known == nullptr ? ResultMetric{"value", ""} : known->metric),
                data);
        }
    }

    /// "SingleSource/ackermann" for "nts.SingleSource/ackermann" with the tag "nts".
    [[nodiscard]] std::string without_tag(std::string_view name) const
    {
        const bool has_tag = !tag_.empty() && name.size() > tag_.size() + 1 &&
                             name.starts_with(tag_) && name[tag_.size()] == '.';
        return std::string{name.substr(has_tag ? tag_.size() + 1 : 0)};
    }

    /// What else distinguishes a test from others of the same name.
    static std::string parameters_of(JsonValue test, Labels& labels)
    {
        std::string text;
        for (const auto& [name, value] : test["Info"].members()) {
            const auto written = value.text_or("");
            append_part(text, fmt::format("{}={}", name, written));
            add_label(labels, name, written);
        }
        return text.empty() ? text : fmt::format(" ({})", text);
    }

    JsonReading& reading_;
    Labels labels_{};
    std::string_view tag_{};
    std::set<std::string, std::less<>> failed_{}; ///< names of statuses
};

bool is_old(JsonValue object)
{
    return object.has_all({"Machine", "Run", "Tests"});
}

bool takes_lnt(JsonValue object)
{
    return is_old(object) ||
           (object.has_all({"format_version", "machine"}) && object.has_any({"run", "tests"}));
}

void read_lnt(JsonReading& reading)
{
    if (is_old(reading.root())) {
        OldReport{reading}.read();
    } else {
        read_report(reading);
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_lnt()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"format_version"}, {"__report_version__", Key::Finds::grandparent}},
        takes_lnt,
        read_lnt);
}

} // namespace cb::parse
