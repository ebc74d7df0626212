#include "notify/notify.hpp"

#include "base/fd.hpp"
#include "command.hpp"
#include "notify_options.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

Exit run(const NotifyOptions& options, Io& io)
{
    auto request = options.request;
    request.since = request.since ? request.since : parse_since("14d", now()).value();
    const notify::Receivers receivers{settings_of(options), io.log};
    if (receivers.channels().empty()) {
        throw Error{Errc::usage,
                    "nobody is told: name a token of a forge, a webhook or an address of mail"};
    }
    const auto target = target_of(options.target);
    auto queries = store::open_queries(target);
    announce_input(io, "jobs");
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
  cb notify --github-token-file token < /dev/null       only what could not be told before
)";

} // namespace

Command describe_notify()
{
    const auto options = std::make_shared<NotifyOptions>();
    return {
        .name = "notify",
        .purpose = "Tell pull requests, chats and people what the store says",
        .groups = describe_notify_options(*options),
        .examples = examples,
        .notes = "Reads the manifests of stored jobs. Nothing is told twice; what could not be "
                 "told is kept in the store, and told by the next cb notify.",
        .page = "notify.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
