#include "notify/chat_channels.hpp"

#include "base/hash.hpp"
#include "json/writer.hpp"
#include "notify/text.hpp"

#include <fmt/format.h>

namespace cb::notify {

namespace {

net::Url parse_webhook(const net::Secret& address)
{
    auto url = net::Url::parse(address.reveal());
    if (!url) {
        throw Error{Errc::usage, "the file of the webhook has no address with http or https"};
    }
    return *std::move(url);
}

/// Tells receivers apart without their secret.
std::string short_digest(const net::Secret& address)
{
    constexpr std::size_t digits = 12;
    return sha256_hex(address.reveal()).substr(0, digits);
}

std::string commit_subject(const Message& message)
{
    return "commit " + message.source.commit->hex();
}

void post(net::Client& client, const net::Request& request, const net::Secret& address)
{
    const auto response = client.send(request);
    try {
        net::require_ok(request, response);
    } catch (const net::Refused& refused) {
        // The path of the address is the secret; a server may repeat it.
        throw net::Refused{refused.code(), refused.status(), address.redact(refused.what())};
    }
}

class SlackChannel final : public Channel {
public:
    SlackChannel(net::Secret address, When when, Templates templates, net::Client& client)
        : url_{parse_webhook(address)}, address_{std::move(address)}, when_{when},
          templates_{std::move(templates)}, client_{client}
    {}

    [[nodiscard]] std::string name() const override { return "slack " + short_digest(address_); }

    [[nodiscard]] std::optional<Notice> compose(const Message& message) override;

    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& /*remote_id*/) override
    {
        post(client_,
             {.doing = "telling Slack of " + notice.subject,
              .method = net::Method::post,
              .url = url_,
              .headers = {{"Content-Type", "application/json"}},
              .body = notice.body},
             address_);
        return std::nullopt;
    }

private:
    static void add_plain_text(JsonWriter& json, std::string_view type, std::string_view text)
    {
        json.begin_object()
            .member("type", type)
            .key("text")
            .begin_object()
            .member("type", "plain_text") // nothing in it is markup
            .member("text", text)
            .member("emoji", false)
            .end_object()
            .end_object();
    }

    net::Url url_;
    net::Secret address_;
    When when_;
    Templates templates_;
    net::Client& client_;
};

std::optional<Notice> SlackChannel::compose(const Message& message)
{
    // Slack refuses more (its reference of blocks).
    constexpr std::size_t max_header = 150;
    constexpr std::size_t max_section_bytes = 3000;
    constexpr std::size_t max_fallback = 300;
    if (!is_wanted(message, when_)) {
        return std::nullopt;
    }
    const auto name = name_of(message);
    JsonWriter json;
    json.begin_object()
        .member("text",
                to_slack(cut(fmt::format("{}: {}", name, headline_of(message)), max_fallback)))
        .member("mrkdwn", false)
        .member("unfurl_links", false)
        .member("unfurl_media", false)
        .key("blocks")
        .begin_array();
    add_plain_text(json, "header", cut(name, max_header));
    add_plain_text(json, "section", to_plain_text(message, templates_.message, max_section_bytes));
    if (!message.report_url.empty()) {
        json.begin_object()
            .member("type", "section")
            .key("text")
            .begin_object()
            .member("type", "mrkdwn")
            .member("text", fmt::format("<{}|Report>", to_slack(message.report_url)))
            .end_object()
            .end_object();
    }
    json.end_array().end_object();
    return Notice{commit_subject(message), "POST", url_.origin(), {}, json.take()};
}

class WebhookChannel final : public Channel {
public:
    WebhookChannel(net::Secret address,
                   std::optional<net::Secret> key,
                   When when,
                   net::Client& client)
        : url_{parse_webhook(address)}, address_{std::move(address)}, key_{std::move(key)},
          when_{when}, client_{client}
    {}

    [[nodiscard]] std::string name() const override { return "webhook " + short_digest(address_); }

    [[nodiscard]] std::optional<Notice> compose(const Message& message) override
    {
        return is_wanted(message, when_)
                   ? std::optional{Notice{
                         commit_subject(message), "POST", url_.origin(), {}, to_json(message)}}
                   : std::nullopt;
    }

    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& /*remote_id*/) override
    {
        net::Request request{.doing = "telling the webhook of " + notice.subject,
                             .method = net::Method::post,
                             .url = url_,
                             .headers = {{"Content-Type", "application/json"},
                                         {"X-CB-Event", "verdict"},
                                         {"X-CB-Delivery", sha256_hex(notice.body)}},
                             .body = notice.body,
                             // the receiver knows a second one by its X-CB-Delivery
                             .repeat = net::Repeat::allowed};
        if (key_) {
            request.headers.push_back(
                {"X-CB-Signature", "sha256=" + hmac_sha256_hex(key_->reveal(), notice.body)});
        }
        post(client_, request, address_);
        return std::nullopt;
    }

private:
    net::Url url_;
    net::Secret address_;
    std::optional<net::Secret> key_;
    When when_;
    net::Client& client_;
};

} // namespace

std::unique_ptr<Channel> make_slack_channel(const net::Secret& address,
                                            When when,
                                            const Templates& templates,
                                            net::Client& client)
{
    return std::make_unique<SlackChannel>(address, when, templates, client);
}

std::unique_ptr<Channel> make_webhook_channel(const net::Secret& address,
                                              std::optional<net::Secret> key,
                                              When when,
                                              net::Client& client)
{
    return std::make_unique<WebhookChannel>(address, std::move(key), when, client);
}

} // namespace cb::notify
