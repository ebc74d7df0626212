#include "report/jobs.hpp"

#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "report/logs.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

namespace cb::report {

namespace {

/// A log is read from the store again whenever the site is written, which takes about 0.1 ms, and
/// at most 0.5 ms more to find its results.
constexpr std::size_t max_logs = 200;
constexpr std::size_t max_failed_logs = 400;

void write_job(JsonWriter& json, const store::JobInfo& job, const std::string& log_path)
{
    json.begin_object()
        .member("job", job.job)
        .member("commit", job.commit)
        .member("branch", job.branch)
        .member("tag", job.tag)
        .member("pull", job.pull_number)
        .member("worker", job.worker)
        .member("host", job.host_name)
        .member("config", job.config)
        .member("status", to_word(job.status))
        .member("stored", to_rfc3339(job.stored_at));
    if (job.failure) {
        json.member("stage", to_word(job.failure->stage))
            .member("reason", job.failure->reason)
            .member("message", tail(job.failure->message, 2000))
            .member("fault", to_word(job.failure->fault));
    }
    if (job.started_at) {
        json.member("started", to_rfc3339(*job.started_at));
    }
    json.member("wall", job.wall_s);
    if (job.verdict) {
        json.member("verdict", to_word(*job.verdict));
    }
    if (!log_path.empty()) {
        json.member("log", log_path);
    }
    json.end_object();
}

} // namespace

void write_jobs(store::Queries& queries,
                const std::string& repository,
                const std::string& directory,
                std::span<const store::JobInfo> jobs,
                Site& site)
{
    std::size_t logs = 0;
    std::size_t failed_logs = 0;
    JsonWriter json;
    json.begin_array();
    for (const auto& job : jobs) {
        auto& count = job.status == Status::ok ? logs : failed_logs;
        std::string path;
        if (count++ < (job.status == Status::ok ? max_logs : max_failed_logs)) {
            path = fmt::format("{}/log/{}.js", directory, make_key(job.job));
            if (!write_log(queries, repository, job.job, path, site)) {
                path.clear();
            }
        }
        write_job(json, job, path);
    }
    json.end_array();
    const auto path = directory + "/jobs.js";
    site.put(path, make_script(path, json.text()));
}

} // namespace cb::report
