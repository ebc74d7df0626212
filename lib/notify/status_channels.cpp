#include "json/writer.hpp"
#include "notify/forge.hpp"
#include "notify/text.hpp"

#include <fmt/format.h>

/// What a forge shows beside a commit: a status, or a check run.
namespace cb::notify {

namespace {

std::string_view state_of(const Message& message, ForgeKind kind)
{
    if (message.standing == Standing::unmeasured) {
        return kind == ForgeKind::gitlab ? "failed" : "error";
    }
    if (message.is_failing) {
        return kind == ForgeKind::gitlab ? "failed" : "failure";
    }
    return "success";
}

std::string subject_of(const Message& message)
{
    return "commit " + message.source.commit->hex();
}

class StatusChannel final : public Channel {
public:
    StatusChannel(ForgeApi& api, std::string name) : api_{api}, context_{"cb/" + name} {}

    [[nodiscard]] std::string name() const override
    {
        return fmt::format("{}-status {}", api_.word(), context_);
    }

    [[nodiscard]] std::optional<Notice> compose(const Message& message) override
    {
        const auto project = api_.project_of(message.source);
        if (!project) {
            return std::nullopt;
        }
        // GitHub refuses a longer description, GitLab one over 255.
        const std::size_t max_characters = api_.kind() == ForgeKind::github ? 140 : 255;
        JsonWriter json;
        json.begin_object().member("state", state_of(message, api_.kind()));
        if (!message.report_url.empty()) {
            json.member("target_url", message.report_url);
        }
        json.member("description", cut(message.verdict, max_characters))
            .member(api_.kind() == ForgeKind::gitlab ? "name" : "context", context_)
            .end_object();
        const auto url = api_.url_of(
            fmt::format("{}/statuses/{}", api_.path_of(*project), message.source.commit->hex()));
        return Notice{subject_of(message), "POST", url.text(), *project, json.take()};
    }

    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& /*remote_id*/) override
    {
        const ForgeApi::Call call{.doing = "setting the status of " + notice.subject,
                                  .project = notice.project,
                                  .method = net::Method::post,
                                  .url = net::Url::parse(notice.address).value(),
                                  .body = notice.body,
                                  .repeat = net::Repeat::allowed}; // the later one counts
        const auto response = api_.ask(call);
        // GitLab refuses a status that does not change.
        if (api_.kind() != ForgeKind::gitlab || response.status != 400 ||
            response.body.find("Cannot transition status") == std::string::npos) {
            api_.check(call, response);
        }
        return std::nullopt;
    }

private:
    ForgeApi& api_;
    std::string context_;
};

class CheckChannel final : public Channel {
public:
    CheckChannel(ForgeApi& api, std::string name, Templates templates)
        : api_{api}, name_{"cb/" + name}, templates_{std::move(templates)}
    {}

    [[nodiscard]] std::string name() const override
    {
        return fmt::format("{}-check {}", api_.word(), name_);
    }

    [[nodiscard]] std::optional<Notice> compose(const Message& message) override
    {
        constexpr std::size_t max_summary_bytes = 65'000; // of 65,535 characters
        constexpr std::size_t max_title = 140;
        const auto project = api_.project_of(message.source);
        if (!project) {
            return std::nullopt;
        }
        JsonWriter json;
        json.begin_object()
            .member("name", name_)
            .member("head_sha", message.source.commit->hex())
            .member("status", "completed")
            .member("conclusion", conclusion_of(message));
        if (!message.report_url.empty()) {
            json.member("details_url", message.report_url);
        }
        json.key("output")
            .begin_object()
            .member("title", cut(message.verdict, max_title))
            .member("summary", to_comment(message, templates_.comment, max_summary_bytes))
            .end_object()
            .end_object();
        const auto url = api_.url_of(api_.path_of(*project) + "/check-runs");
        return Notice{subject_of(message), "POST", url.text(), *project, json.take()};
    }

    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& remote_id) override
    {
        ForgeApi::Call call{.doing = "writing the check run of " + notice.subject,
                            .project = notice.project,
                            .method = net::Method::post,
                            .url = net::Url::parse(notice.address).value(),
                            .body = notice.body};
        if (remote_id) {
            auto update = call;
            update.method = net::Method::patch;
            update.url = call.url.below("/" + net::percent_encode(*remote_id));
            update.repeat = net::Repeat::allowed;
            const auto response = api_.ask(update);
            if (response.status != 404) {
                api_.check(update, response);
                return remote_id;
            }
        }
        return read_id(api_.require(call));
    }

private:
    [[nodiscard]] static std::string_view conclusion_of(const Message& message)
    {
        switch (message.standing) {
        case Standing::unmeasured:
        case Standing::change:
        case Standing::no_base:
            return message.is_failing ? "failure" : "neutral";
        case Standing::not_relevant:
            return message.is_failing ? "failure" : "skipped";
        default:
            return message.is_failing ? "failure" : "success";
        }
    }

    ForgeApi& api_;
    std::string name_;
    Templates templates_;
};

} // namespace

std::unique_ptr<Channel> make_status_channel(ForgeApi& api, const std::string& name)
{
    return std::make_unique<StatusChannel>(api, name);
}

std::unique_ptr<Channel>
make_check_channel(ForgeApi& api, const std::string& name, const Templates& templates)
{
    return std::make_unique<CheckChannel>(api, name, templates);
}

} // namespace cb::notify
