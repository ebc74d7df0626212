#include "notify/notify.hpp"

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "command.hpp"
#include "job_settings.hpp"
#include "notify_options.hpp"
#include "options.hpp"
#include "project_file.hpp"
#include "stage.hpp"
#include "watch/watch.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

/// The options of the command line, completed by those of the project file.
NotifyOptions complete(const NotifyOptions& options, Io& io)
{
    if (!options.file) {
        return options;
    }
    const auto file = read_project_file(*options.file);
    for (const auto& fault : file.faults) {
        io.log.error(fault);
    }
    if (!file.faults.empty()) {
        throw Error{Errc::usage, "the project file is wrong"};
    }
    NotifyOptions all;
    const auto applied = apply(describe_notify_options(all), "notify", io.given, file.notify);
    if (!applied) {
        throw Error{Errc::usage, file.path + ": " + applied.error()};
    }
    all.request.repository = file.repo;
    if (!file.repo) {
        all.request.repository = watch::name_of(value_or_throw(
            watch::parse_place(file.repository, file.directory), Errc::usage, file.path));
    }
    return all;
}

Exit run(const NotifyOptions& own, Io& io)
{
    const auto options = complete(own, io);
    auto request = options.request;
    request.since = request.since ? request.since : parse_since("14d", now()).value();
    const notify::Receivers receivers{settings_of(options), io.log};
    if (receivers.channels().empty()) {
        throw Error{
            Errc::usage,
            "nobody is told: name a token of a forge, a webhook or an address of mail, or a "
            "project file with the table [notify]"};
    }
    announce_input(io, "jobs");
    // In the first pipeline of a machine, cb store makes the store before it writes a job.
    static_cast<void>(wait_readable(io.in, {}));
    const auto target = target_of(options.target);
    auto queries = store::open_queries(target);
    ManifestReader reader{io.in, "stdin", io.log};
    const notify::JobInput input{io.in, reader};
    notify::NotifySummary summary;
    if (options.dry == Dry::yes) {
        const auto write = [&io](const std::string& line) {
            write_all(io.out, line, "standard output");
        };
        notify::preview_all(input, queries, receivers.channels(), request, write, io.log);
    } else {
        store::Notices notices{target};
        summary = notify::tell_all(input, queries, notices, receivers.channels(), request, io.log);
        io.log.info(fmt::format("{} told, {} told before, {} kept, {} refused",
                                summary.told,
                                summary.said,
                                summary.pending,
                                summary.refused));
    }
    if (summary.pending > 0) {
        return Exit::unavailable;
    }
    if (reader.bad_lines() > 0) {
        return Exit::bad_input;
    }
    return summary.refused > 0 ? Exit::some_failed : Exit::done;
}

constexpr auto examples =
    R"(  cb watch github:mirage/index --pulls | cb build | cb run | cb parse | cb store --pass |
    cb notify --github-token-file /etc/cb/github-token
  cb notify --slack-webhook-file /etc/cb/slack --when change < stored.jsonl
  cb export --format manifests --since 1d | cb notify --mail-to team@example.org --dry-run
  cb notify index.toml < stored.jsonl                    as the project file says
  cb notify --github-token-file token < /dev/null       only what could not be told before
)";

} // namespace

Command describe_notify()
{
    const auto options = std::make_shared<NotifyOptions>();
    return {
        .name = "notify",
        .purpose = "Tell pull requests, chats and people what the store says",
        .words = Words{.value = "FILE",
                       .sentence = "Tell of the project that this file describes, as its table "
                                   "[notify] says",
                       .take = once(options->file, &parse_text).take,
                       .number = Words::Number::one_at_most},
        .groups = describe_notify_options(*options),
        .examples = examples,
        .notes = "Reads the manifests of stored jobs. Nothing is told twice; what could not be "
                 "told is kept in the store, and told by the next cb notify.",
        .page = "notify.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
