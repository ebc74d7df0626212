#include "manifest/job_identity.hpp"

#include "json/writer.hpp"

namespace cb {

void write_identity(JsonWriter& json, const Config& config)
{
    // Like below: the text must never change. It is that of the first manifests.
    json.begin_object().member("name", config.name).key("command").begin_array();
    for (const auto& word : config.command) {
        json.value(word);
    }
    json.end_array().key("dockerfile").null().key("build_args").begin_object().end_object();
    json.member("worker", config.worker).end_object();
}

JobId job_identity(const Source& source, const Config& config, std::uint64_t attempt)
{
    // JSON quotes its contents, so no two jobs have the same text. Never change the members or
    // their order: another text would change the identity of every stored job. Two members are
    // constant, because the options of a job are no longer part of its identity.
    JsonWriter json;
    json.begin_object()
        .member("repo", source.repo)
        .member("commit", source.commit ? std::optional{source.commit->hex()} : std::nullopt)
        .member("config", config.name);
    json.key("command").begin_array();
    for (const auto& word : config.command) {
        json.value(word);
    }
    json.end_array().key("dockerfile").null().key("build_args").begin_object().end_object();
    json.member("worker", config.worker).member("attempt", attempt).end_object();
    return JobId::from(json.text());
}

} // namespace cb
