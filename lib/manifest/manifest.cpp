#include "manifest/manifest.hpp"

#include "json/parse.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/json_parts.hpp"
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

bool is_known(std::string_view name)
{
    constexpr std::array<std::string_view, 15> known{"cb",
                                                     "job",
                                                     "work",
                                                     "attempt",
                                                     "asked_at",
                                                     "worker",
                                                     "status",
                                                     "failure",
                                                     "source",
                                                     "config",
                                                     "build",
                                                     "run",
                                                     "parse",
                                                     "results",
                                                     "store"};
    return std::find(known.begin(), known.end(), name) != known.end();
}

/// Notes why a manifest is of no version that we read.
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

} // namespace

Manifest::Manifest(JobId job, Source source, Config config, std::uint64_t attempt)
    : job_{std::move(job)}, attempt_{attempt}, source_{std::move(source)}, config_{
                                                                               std::move(config)}
{
    put("cb", fmt::to_string(version));
    put("job", json_string(job_.text()));
    if (attempt_ != 1) {
        put("attempt", fmt::to_string(attempt_));
    }
    put("status", json_string(to_word(Status::ok)));
    put("source", json_of(source_));
    put("config", json_of(config_));
}

Manifest
Manifest::of_work(JobId work, Source source, Config config, std::uint64_t attempt, Time asked_at)
{
    Manifest manifest{std::move(work), std::move(source), std::move(config), attempt};
    manifest.work_ = manifest.job_;
    manifest.asked_at_ = asked_at;
    manifest.put("work", json_string(manifest.job_.text()));
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
    const auto job = object.maybe_parsed("job", &JobId::parse);
    if (!job) {
        object.note("job", "is missing");
        return tl::unexpected{*problem.first()};
    }
    Manifest manifest{*job};
    manifest.read_sections(object);
    const auto raw = members_of(line);
    for (const auto [name, element] : simdjson::dom::object{*root}) {
        const auto& [key, json] = raw.at(manifest.members_.size());
        if (is_known(name) && manifest.has(name)) {
            object.note(name, "stands twice");
        }
        manifest.members_.push_back({std::string{name}, std::string{key}, std::string{json}});
    }
    if (problem.first()) {
        return tl::unexpected{*problem.first()};
    }
    return manifest;
}

void Manifest::read_sections(ObjectReader& object)
{
    work_ = object.maybe_parsed("work", &JobId::parse);
    attempt_ = object.maybe_count("attempt").value_or(1);
    if (attempt_ == 0) {
        object.note("attempt", "must be 1 or more");
    }
    asked_at_ = maybe_open<Time>(object, "asked_at");
    worker_ = object.maybe_parsed("worker", &WorkerName::parse);
    if (read_word<Status>(object, "status") == Status::failed) {
        failure_ = read_failure(object.object("failure"));
    }
    source_ = read_source(object.object("source"));
    config_ = object.has("config") ? read_config(object.object("config")) : Config{};
    if (object.has("build")) {
        build_ = read_build(object.object("build"));
    }
    if (object.has("run")) {
        run_ = read_run(object.object("run"));
    }
    if (object.has("parse")) {
        parse_ = read_parse_facts(object.object("parse"));
    }
    for (auto& result : object.objects("results")) {
        results_.push_back(read_result(std::move(result)));
    }
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
    for (const auto& [name, key, json] : members_) {
        put(before);
        before = ",";
        put(key);
        put(":");
        if (json) {
            put(*json);
        } else {
            write_results(results_, put);
        }
    }
    put("}");
}

bool Manifest::has(std::string_view name) const noexcept
{
    return std::any_of(members_.begin(), members_.end(), [name](const Member& member) {
        return member.name == name;
    });
}

void Manifest::put(std::string_view name, std::optional<std::string> json)
{
    const auto at = std::find_if(members_.begin(), members_.end(), [name](const Member& member) {
        return member.name == name;
    });
    if (at != members_.end()) {
        at->json = std::move(json);
    } else {
        members_.push_back({std::string{name}, json_string(name), std::move(json)});
    }
}

void Manifest::reconfigure(const std::vector<std::string>& command,
                           const std::optional<std::string>& name)
{
    auto config = config_;
    if (!command.empty()) {
        config.command = command;
    }
    config.name = name.value_or(config.name);
    if (config == config_) {
        return;
    }
    work_ = work();
    put("work", json_string(work_->text()));
    config_ = std::move(config);
    put("config", json_of(config_));
    job_ = job_identity(source_, config_, attempt_);
    put("job", json_string(job_.text()));
}

void Manifest::set(WorkerName worker)
{
    put("worker", json_string(worker.text()));
    worker_ = std::move(worker);
}

void Manifest::set(Build build)
{
    build_ = std::move(build);
    put("build", json_of(*build_));
}

void Manifest::set(Run run)
{
    run_ = std::move(run);
    put("run", json_of(*run_));
}

void Manifest::set(ParseFacts facts, std::vector<Result> results)
{
    if (failure_ && failure_->stage == Stage::parse) {
        failure_.reset();
        put("status", json_string(to_word(Status::ok)));
        put("failure", "null");
    }
    parse_ = std::move(facts);
    results_ = std::move(results);
    put("parse", json_of(*parse_));
    put("results", std::nullopt);
}

void Manifest::set(const Stored& stored)
{
    put("store", json_of(stored));
}

void Manifest::fail(Failure failure)
{
    if (!failure_) {
        failure_ = std::move(failure);
        put("status", json_string(to_word(Status::failed)));
        put("failure", json_of(*failure_));
    }
}

} // namespace cb
