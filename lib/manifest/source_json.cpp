#include "manifest/json_parts.hpp"
#include "manifest/section_json.hpp"

namespace cb {

namespace {

std::optional<std::string> hex_of(const std::optional<CommitId>& commit)
{
    return commit ? std::optional{commit->hex()} : std::nullopt;
}

Pull read_pull(ObjectReader object)
{
    return {.number = object.count("number"),
            .title = object.string("title"),
            .author = object.string("author"),
            .base = object.string("base"),
            .base_commit = object.maybe_string("base_commit"),
            .head_repo = object.maybe_string("head_repo"),
            .trusted = object.maybe_truth("trusted").value_or(false)};
}

void write(JsonWriter& json, const Pull& pull)
{
    json.begin_object()
        .member("number", pull.number)
        .member("title", pull.title)
        .member("author", pull.author)
        .member("base", pull.base)
        .member("base_commit", pull.base_commit)
        .member("head_repo", pull.head_repo)
        .member("trusted", pull.trusted)
        .end_object();
}

} // namespace

Source read_source(ObjectReader object)
{
    Source source;
    source.repo = object.string("repo");
    if (source.repo.empty()) {
        object.note("repo", "must not be empty");
    }
    source.url = object.maybe_string("url");
    source.commit = object.maybe_parsed("commit", &CommitId::parse);
    for (const auto& parent : object.strings("parents")) {
        if (auto commit = CommitId::parse(parent)) {
            source.parents.push_back(std::move(*commit));
        } else {
            object.note("parents", commit.error());
        }
    }
    source.position = object.maybe_count("position");
    source.dirty = object.maybe_truth("dirty").value_or(false);
    source.branch = object.maybe_string("branch");
    source.tag = object.maybe_string("tag");
    if (object.has("pull")) {
        source.pull = read_pull(object.object("pull"));
    }
    source.author = object.maybe_string("author");
    source.authored_at = maybe_open<Time>(object, "authored_at");
    source.committed_at = maybe_open<Time>(object, "committed_at");
    source.subject = object.maybe_string("subject");
    return source;
}

void write(JsonWriter& json, const Source& source)
{
    json.begin_object()
        .member("repo", source.repo)
        .member("url", source.url)
        .member("commit", hex_of(source.commit));
    json.key("parents").begin_array();
    for (const auto& parent : source.parents) {
        json.value(parent.hex());
    }
    json.end_array();
    if (source.position) {
        json.member("position", source.position);
    }
    if (source.dirty) {
        json.member("dirty", true);
    }
    json.member("branch", source.branch).member("tag", source.tag).key("pull");
    if (source.pull) {
        write(json, *source.pull);
    } else {
        json.null();
    }
    json.member("author", source.author)
        .member("authored_at", text_of(source.authored_at))
        .member("committed_at", text_of(source.committed_at))
        .member("subject", source.subject)
        .end_object();
}

Config read_config(ObjectReader object)
{
    Config config;
    config.name = object.maybe_string("name").value_or("default");
    config.command = object.strings("command");
    config.dockerfile = object.maybe_string("dockerfile");
    config.build_args = object.string_map("build_args");
    config.worker = object.maybe_string("worker");
    return config;
}

void write(JsonWriter& json, const Config& config)
{
    json.begin_object().member("name", config.name);
    write_strings(json, "command", config.command);
    json.member("dockerfile", config.dockerfile);
    write_string_map(json, "build_args", config.build_args);
    json.member("worker", config.worker).end_object();
}

Failure read_failure(ObjectReader object)
{
    return {.stage = read_open<Stage>(object, "stage"),
            .reason = object.string("reason"),
            .message = object.string("message"),
            .fault = maybe_open<Fault>(object, "fault").value_or(Fault::commit)};
}

void write(JsonWriter& json, const Failure& failure)
{
    json.begin_object()
        .member("stage", to_word(failure.stage))
        .member("reason", failure.reason)
        .member("message", failure.message)
        .member("fault", to_word(failure.fault))
        .end_object();
}

Build read_build(ObjectReader object)
{
    return {.engine = read_open<Engine>(object, "engine"),
            .image = object.string("image"),
            .dockerfile = object.maybe_string("dockerfile"),
            .cached = object.maybe_truth("cached").value_or(false),
            .wall_s = object.number("wall_s"),
            .lock_wait_s = object.maybe_number("lock_wait_s").value_or(0),
            .log = object.maybe_string("log").value_or("")};
}

void write(JsonWriter& json, const Build& build)
{
    json.begin_object()
        .member("engine", to_word(build.engine))
        .member("image", build.image)
        .member("dockerfile", build.dockerfile)
        .member("cached", build.cached)
        .member("wall_s", build.wall_s)
        .member("lock_wait_s", build.lock_wait_s)
        .member("log", build.log)
        .end_object();
}

} // namespace cb
