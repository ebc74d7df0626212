#include "verdict/changes_formats.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "store/storable.hpp"
#include "verdict/changes_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::verdict {

namespace {

/// What a line says of a change.
struct ChangeLine {
    const RepositoryChanges& of;
    const Alert& alert;
    const Change& change;

    [[nodiscard]] const HistoryName& name() const { return of.histories[change.history]; }
    [[nodiscard]] std::string_view hash(std::size_t commit) const
    {
        return of.commits[commit].hash;
    }
    [[nodiscard]] std::optional<std::string> triage() const
    {
        return change.triage ? std::optional<std::string>{to_word(change.triage->kind)}
                             : std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> moved_from() const
    {
        return change.moved_from ? std::optional<std::string>{hash(*change.moved_from)}
                                 : std::nullopt;
    }
};

template <typename Use> void for_each_line(const RepositoryChanges& changes, const Use& use)
{
    for (const auto& alert : changes.alerts) {
        for (const auto& change : alert.changes) {
            use(ChangeLine{changes, alert, change});
        }
    }
}

std::string to_json_line(const ChangeLine& line)
{
    const auto& [series, setting] = line.name();
    const auto& step = line.change.step;
    JsonWriter json;
    json.begin_object()
        .member("repository", line.of.repository)
        .member("benchmark", series.benchmark)
        .member("test", series.test)
        .member("metric", series.metric)
        .member("unit", series.unit)
        .member("branch", line.of.branch)
        .member("worker", setting.worker)
        .member("host_key", setting.host_key)
        .member("config", setting.config)
        .member("commit", line.hash(step.commit))
        .member("previous_commit", line.hash(step.previous_commit))
        .member("before", step.before)
        .member("after", step.after)
        .member("change", step.change)
        .key("interval");
    if (step.interval) {
        json.begin_array().value(step.interval->low).value(step.interval->high).end_array();
    } else {
        json.null();
    }
    json.member("state", to_word(step.state))
        .member("verdict", to_word(line.change.meaning))
        .member("alert", line.hash(line.alert.commit))
        .member("cause", to_word(line.alert.cause))
        .member("moved_from", line.moved_from())
        .member("triage", line.triage())
        .end_object();
    return json.take() + '\n';
}

constexpr std::string_view csv_header =
    "repository,benchmark,test,metric,unit,branch,worker,host_key,config,commit,previous_commit,"
    "before,after,change,interval_low,interval_high,state,verdict,alert,cause,moved_from,"
    "triage\r\n";

/// RFC 4180, section 2.
std::string to_field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string{text};
    }
    std::string field{"\""};
    for (const char c : text) {
        field += c;
        if (c == '"') {
            field += c;
        }
    }
    return field + '"';
}

std::string to_field(const std::optional<double>& number)
{
    return number ? fmt::to_string(*number) : std::string{};
}

std::string to_csv_line(const ChangeLine& line)
{
    const auto& [series, setting] = line.name();
    const auto& step = line.change.step;
    const auto& interval = step.interval;
    const std::vector<std::string> fields{
        to_field(line.of.repository),
        to_field(series.benchmark),
        to_field(series.test),
        to_field(series.metric),
        to_field(series.unit),
        to_field(line.of.branch.value_or("")),
        to_field(setting.worker),
        to_field(setting.host_key),
        to_field(setting.config),
        to_field(line.hash(step.commit)),
        to_field(line.hash(step.previous_commit)),
        to_field(step.before),
        to_field(step.after),
        to_field(step.change),
        to_field(interval ? std::optional{interval->low} : std::nullopt),
        to_field(interval ? std::optional{interval->high} : std::nullopt),
        to_field(to_word(step.state)),
        to_field(to_word(line.change.meaning)),
        to_field(line.hash(line.alert.commit)),
        to_field(to_word(line.alert.cause)),
        to_field(line.moved_from().value_or("")),
        to_field(line.triage().value_or("")),
    };
    return fmt::format("{}\r\n", fmt::join(fields, ","));
}

/// XML 1.0: what markup means is escaped; characters that it cannot hold are replaced.
std::string to_xml(std::string_view text)
{
    std::string xml;
    for (const char c : to_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '&') {
            xml += "&amp;";
        } else if (c == '<') {
            xml += "&lt;";
        } else if (c == '>') {
            xml += "&gt;";
        } else if (c == '"') {
            xml += "&quot;";
        } else if (byte < 0x20 && c != '\n' && c != '\t') {
            xml += ' ';
        } else {
            xml += c;
        }
    }
    return xml;
}

/// RFC 4151 needs an owner; a hash in urn:sha256 form needs none.
std::string make_id(std::string_view repository, std::string_view commit)
{
    std::string key;
    store::append_part(key, repository);
    store::append_part(key, commit);
    return "urn:sha256:" + sha256_hex(key);
}

struct Entry {
    Time at;
    std::string xml;
};

Entry make_entry(const RepositoryChanges& changes, const Alert& alert, Time now)
{
    constexpr std::size_t max_text = 65536;
    const auto& commit = changes.commits[alert.commit];
    const Time at = commit.committed_at.value_or(now);
    const auto text = to_text(changes, alert);
    return {at,
            fmt::format("  <entry>\n"
                        "    <id>{}</id>\n"
                        "    <title>{}</title>\n"
                        "    <updated>{}</updated>\n"
                        "    <author><name>{}</name></author>\n"
                        "    <content type=\"text\">{}</content>\n"
                        "  </entry>\n",
                        make_id(changes.repository, commit.hash),
                        to_xml(printable(summarize(changes, alert), max_text)),
                        to_rfc3339(at),
                        to_xml(printable(commit.author.value_or("unknown"), max_text)),
                        to_xml(text))};
}

} // namespace

std::string to_json_lines(const RepositoryChanges& changes)
{
    std::string text;
    for_each_line(changes, [&text](const ChangeLine& line) { text += to_json_line(line); });
    return text;
}

std::string to_csv(std::span<const RepositoryChanges> repositories)
{
    std::string text{csv_header};
    for (const auto& changes : repositories) {
        for_each_line(changes, [&text](const ChangeLine& line) { text += to_csv_line(line); });
    }
    return text;
}

std::string to_atom(std::span<const RepositoryChanges> repositories, Time now)
{
    std::vector<Entry> entries;
    for (const auto& changes : repositories) {
        for (auto alert = changes.alerts.rbegin(); alert != changes.alerts.rend(); ++alert) {
            entries.push_back(make_entry(changes, *alert, now));
        }
    }
    std::stable_sort(
        entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.at > b.at; });
    std::string names;
    for (const auto& changes : repositories) {
        store::append_part(names, changes.repository);
    }
    auto xml = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                           "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
                           "  <id>urn:sha256:{}</id>\n"
                           "  <title>Changes of performance</title>\n"
                           "  <updated>{}</updated>\n"
                           "  <generator>cb</generator>\n",
                           sha256_hex(names),
                           to_rfc3339(entries.empty() ? now : entries.front().at));
    for (const auto& entry : entries) {
        xml += entry.xml;
    }
    return xml + "</feed>\n";
}

} // namespace cb::verdict
