#include "manifest/manifest.hpp"

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "manifest/fields.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/section_json.hpp"
#include "manifest/split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb {

namespace {

template <typename Section> std::string json_of(const Section& section)
{
    JsonWriter json;
    write(json, section);
    return json.take();
}

void write_results(const std::vector<Result>& results, const JsonWriter::Sink& put)
{
    JsonWriter json{put};
    json.begin_array();
    for (const auto& result : results) {
        write(json, result);
    }
    json.end_array();
    json.flush();
}

std::string json_string(std::string_view text)
{
    std::string json;
    append_json_string(json, text);
    return json;
}

template <typename Section> bool is_known(std::string_view name)
{
    bool is_known = false;
    for_each_field<Section>([&](const auto& field) { is_known = is_known || field.name == name; });
    return is_known;
}

/// The JSON of a section, plus the members of its previous JSON `replaced` that are unknown here.
template <typename Section>
std::string with_unknown_of(std::string_view replaced, const Section& section)
{
    auto json = json_of(section);
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, replaced);
    simdjson::dom::object object;
    if (!root || root->get(object) != simdjson::SUCCESS) {
        return json;
    }
    const auto members = members_of(replaced);
    auto raw = members.begin();
    for (const auto [name, element] : object) {
        if (!is_known<Section>(name)) {
            json.insert(json.size() - 1, fmt::format(",{}:{}", raw->key, raw->value));
        }
        ++raw;
    }
    return json;
}

/// Notes a problem if the manifest's version is not supported.
void check_version(ObjectReader& object)
{
    if (!object.has("cb")) {
        object.note("cb", "is missing: this is not a manifest");
    } else if (const auto version = object.count("cb"); version < 1) {
        object.note("cb", "must be the version of the contract, 1");
    } else if (version > Manifest::version) {
        object.note(
            "cb",
            fmt::format("this manifest is of version {}, and this cb reads up to {}; upgrade cb",
                        version,
                        Manifest::version));
    }
}

Members read_members(ObjectReader& object)
{
    auto members = read_fields<Members>(object);
    if (members.attempt == 0) {
        object.note("attempt", "must be 1 or more");
    }
    if (members.status == Status::failed) {
        members.failure = read_fields<Failure>(object.object("failure"));
    }
    return members;
}

} // namespace

Manifest::Manifest(JobId job, Source source, Config config, std::uint64_t attempt)
{
    known_.job = std::move(job);
    known_.attempt = attempt;
    known_.source = std::move(source);
    known_.config = std::move(config);
    put("cb", fmt::to_string(version));
    put("job", json_string(known_.job->text()));
    if (attempt != 1) {
        put("attempt", fmt::to_string(attempt));
    }
    put("status", json_string(to_word(Status::ok)));
    put("source", json_of(known_.source));
    put("config", json_of(known_.config));
}

Manifest
Manifest::of_work(JobId work, Source source, Config config, std::uint64_t attempt, Time asked_at)
{
    Manifest manifest{std::move(work), std::move(source), std::move(config), attempt};
    manifest.known_.work = manifest.known_.job;
    manifest.known_.asked_at = asked_at;
    manifest.put("work", json_string(manifest.job().text()));
    manifest.put("asked_at", json_string(to_rfc3339(asked_at)));
    return manifest;
}

Parsed<Manifest> Manifest::parse(std::string_view line)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, line);
    if (!root) {
        return tl::unexpected{root.error()};
    }
    JsonProblem problem;
    ObjectReader object{*root, "", problem};
    if (problem.first()) {
        return tl::unexpected{std::string{"a manifest must be a JSON object"}};
    }
    check_version(object);
    Manifest manifest{read_members(object)};
    const auto raw = members_of(line);
    for (const auto [name, element] : simdjson::dom::object{*root}) {
        const auto& [key, json] = raw.at(manifest.written_.size());
        if (is_known<Members>(name) && manifest.find(name) != nullptr) {
            object.note(name, "appears twice");
        }
        manifest.written_.push_back({std::string{name}, std::string{key}, std::string{json}});
    }
    if (problem.first()) {
        return tl::unexpected{*problem.first()};
    }
    return manifest;
}

std::string Manifest::to_json() const
{
    std::string text;
    write_json([&text](std::string_view piece) { text += piece; });
    return text;
}

void Manifest::write_json(const std::function<void(std::string_view)>& put) const
{
    std::string_view before = "{";
    for (const auto& [name, key, json] : written_) {
        put(before);
        before = ",";
        put(key);
        put(":");
        if (json) {
            put(*json);
        } else {
            write_results(known_.results, put);
        }
    }
    put("}");
}

const Manifest::Written* Manifest::find(std::string_view name) const noexcept
{
    const auto at = std::find_if(written_.begin(), written_.end(), [name](const Written& member) {
        return member.name == name;
    });
    return at != written_.end() ? &*at : nullptr;
}

void Manifest::put(std::string_view name, std::optional<std::string> json)
{
    const auto at = std::find_if(written_.begin(), written_.end(), [name](const Written& member) {
        return member.name == name;
    });
    if (at != written_.end()) {
        at->json = std::move(json);
    } else {
        written_.push_back({std::string{name}, json_string(name), std::move(json)});
    }
}

void Manifest::reconfigure(const std::vector<std::string>& command,
                           const std::optional<std::string>& name)
{
    auto config = known_.config;
    if (!command.empty()) {
        config.command = command;
    }
    config.name = name.value_or(config.name);
    if (config == known_.config) {
        return;
    }
    known_.work = work();
    put("work", json_string(known_.work->text()));
    known_.config = std::move(config);
    const auto* const written = find("config");
    put("config",
        with_unknown_of(written != nullptr ? std::string_view{*written->json} : std::string_view{},
                        known_.config));
    known_.job = job_identity(known_.source, known_.config, known_.attempt);
    put("job", json_string(known_.job->text()));
}

void Manifest::set(Source source)
{
    known_.source = std::move(source);
    put("source", json_of(known_.source));
}

void Manifest::set(WorkerName worker)
{
    put("worker", json_string(worker.text()));
    known_.worker = std::move(worker);
}

void Manifest::set(Build build)
{
    known_.build = std::move(build);
    put("build", json_of(*known_.build));
}

void Manifest::set(Run run)
{
    known_.run = std::move(run);
    put("run", json_of(*known_.run));
}

void Manifest::set(ParseFacts facts, std::vector<Result> results)
{
    if (known_.failure && known_.failure->stage == Stage::parse) {
        known_.failure.reset();
        put("status", json_string(to_word(Status::ok)));
        put("failure", "null");
    }
    known_.parse = std::move(facts);
    known_.results = std::move(results);
    put("parse", json_of(*known_.parse));
    put("results", std::nullopt);
}

void Manifest::set(const Stored& stored)
{
    put("store", json_of(stored));
}

void Manifest::fail(Failure failure)
{
    if (!known_.failure) {
        known_.failure = std::move(failure);
        put("status", json_string(to_word(Status::failed)));
        put("failure", json_of(*known_.failure));
    }
}

} // namespace cb
