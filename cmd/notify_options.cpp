#include "notify_options.hpp"

#include "base/file.hpp"
#include "options.hpp"
#include "verdict/comparison_request.hpp"

namespace cb::cmd {

namespace {

std::optional<net::Secret> read_secret(const std::optional<std::string>& file)
{
    return file ? std::optional{net::Secret::read(*file)} : std::nullopt;
}

void replace(notify::Template& text, const std::optional<std::string>& file)
{
    if (file) {
        constexpr Bytes max_bytes{65536};
        text = value_or_throw(
            notify::Template::parse(read_file(*file, max_bytes)), Errc::usage, *file);
    }
}

Parsed<std::optional<double>> parse_fail_on(std::string_view text)
{
    if (text == "never") {
        return std::nullopt;
    }
    return verdict::parse_fail_on(text).map(
        [](double min_change) { return std::optional{min_change}; });
}

Group describe_what(NotifyOptions& options)
{
    auto& request = options.request;
    return {
        "What is said",
        {
            {.name = "--fail-on",
             .value = "RULE",
             .sentence = "Let a status fail by this rule: never, regression, or "
                         "regression:PERCENT [default: regression]",
             .binding = once(request.judging.fail_on, &parse_fail_on)},
            {.name = "--threshold",
             .value = "PERCENT",
             .sentence = "Ignore changes below this [default: 1%]",
             .binding = once(request.judging.comparison.threshold, &verdict::parse_percentage)},
            {.name = "--report-url",
             .value = "URL",
             .sentence = "Link to the site of cb report at this address",
             .binding = once(request.judging.report,
                             [](std::string_view text) {
                                 return net::Url::parse(text).map(
                                     [](const net::Url& url) { return url.text(); });
                             })},
            {.name = "--name",
             .value = "NAME",
             .sentence = "Call statuses cb/NAME; each name has its own comment [default: "
                         "benchmarks]",
             .binding = once(options.name, &notify::parse_name)},
            {.name = "--comment-template",
             .value = "FILE",
             .sentence = "Write comments as this Markdown file says",
             .binding = once(options.comment_template, &parse_text)},
            {.name = "--message-template",
             .value = "FILE",
             .sentence = "Write chats and mail as this text file says",
             .binding = once(options.message_template, &parse_text)},
        },
    };
}

Group describe_when(NotifyOptions& options)
{
    auto& request = options.request;
    return {
        "When it is said",
        {
            {.name = "--when",
             .sentence = "Chats, webhooks and mail: of regressions and failed jobs, of any change, "
                         "or always [default: regression]",
             .binding = choose<notify::When>(options.when,
                                             {{"regression", notify::When::regression},
                                              {"change", notify::When::change},
                                              {"always", notify::When::always}})},
            {.name = "--since",
             .value = "DATE",
             .sentence =
                 "Tell of commits since a day, a time, or an age such as 90d [default: 14d]",
             .binding = once(request.since,
                             [](std::string_view text) { return parse_since(text, now()); })},
            {.name = "--retry-refused",
             .sentence = "Tell again also what was refused, after a token is corrected",
             .binding = set(request.refusals, store::Refusals::retry),
             .no_key = "it is for one call"},
            {.name = "--timeout",
             .value = "DURATION",
             .sentence = "Wait for an answer this long [default: 30s]",
             .binding = once(options.timeout, &parse_duration)},
            {.name = "--dry-run",
             .sentence = "Write to standard output what would be told, and tell nobody",
             .binding = set(options.dry, Dry::yes),
             .no_key = "it is for one call"},
        },
    };
}

Group describe_receivers(NotifyOptions& options)
{
    return {
        "Who is told",
        {
            {.name = "--project",
             .value = "OWNER/NAME",
             .sentence = "The repository on the forge [default: that of each job's address]",
             .binding = once(options.project, &parse_text)},
            {.name = "--slack-webhook-file",
             .value = "FILE",
             .sentence = "Tell the incoming webhook of Slack whose address is in FILE",
             .binding = once(options.slack_file, &parse_text)},
            {.name = "--webhook-file",
             .value = "FILE",
             .sentence = "Send JSON to the address in FILE",
             .binding = once(options.webhook_file, &parse_text)},
            {.name = "--webhook-secret-file",
             .value = "FILE",
             .sentence = "Sign that JSON by HMAC with the key in FILE",
             .binding = once(options.webhook_key_file, &parse_text),
             .needs = {"--webhook-file"}},
            {.name = "--mail-to",
             .value = "ADDRESS",
             .sentence = "Mail to this address; repeatable",
             .binding = each(options.mail.to, &notify::parse_mail_address)},
            {.name = "--mail-from",
             .value = "ADDRESS",
             .sentence = "The sender of mail [default: the mail server's choice]",
             .binding = once(options.mail.from, &notify::parse_mail_address),
             .needs = {"--mail-to"}},
            {.name = "--sendmail",
             .value = "PROGRAM",
             .sentence = "Mail by this program [default: /usr/sbin/sendmail]",
             .binding = once(options.mail.program, &parse_text),
             .needs = {"--mail-to"}},
        },
    };
}

} // namespace

notify::ReceiverSettings settings_of(const NotifyOptions& options)
{
    notify::ReceiverSettings settings{.name = options.name,
                                      .forges = access_of(options.forges),
                                      .project = options.project,
                                      .slack = read_secret(options.slack_file),
                                      .webhook = read_secret(options.webhook_file),
                                      .webhook_key = read_secret(options.webhook_key_file),
                                      .mail = options.mail,
                                      .when = options.when};
    replace(settings.templates.comment, options.comment_template);
    replace(settings.templates.message, options.message_template);
    if (options.timeout) {
        constexpr int requests = 4; // with repetitions
        settings.forges.client.transfer.limits.max_time = *options.timeout;
        settings.forges.client.max_total_time = requests * *options.timeout;
    }
    return settings;
}

std::vector<Group> describe_notify_options(NotifyOptions& options)
{
    return {describe_receivers(options),
            describe_forge_options(options.forges),
            describe_what(options),
            describe_when(options),
            describe_target_options(options.target)};
}

} // namespace cb::cmd
