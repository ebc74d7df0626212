#include "manifest/job_identity.hpp"

#include "json/writer.hpp"

namespace cb {

JobId job_identity(const Source& source, const Config& config, std::uint64_t attempt)
{
    // JSON quotes its contents, so no two jobs have the same text. Never change the members or
    // their order: another text would change the identity of every stored job.
    JsonWriter json;
    json.begin_object()
        .member("repo", source.repo)
        .member("commit", source.commit ? std::optional{source.commit->hex()} : std::nullopt)
        .member("config", config.name);
    json.key("command").begin_array();
    for (const auto& word : config.command) {
        json.value(word);
    }
    json.end_array().member("dockerfile", config.dockerfile).key("build_args").begin_object();
    for (const auto& [name, value] : config.build_args) {
        json.member(name, value);
    }
    json.end_object().member("worker", config.worker).member("attempt", attempt).end_object();
    return JobId::from(json.text());
}

} // namespace cb
