#include "notify/receivers.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace cb::notify {

namespace {

bool is_configured(const net::ForgeAccess& access, ForgeKind kind)
{
    return access.server(kind).token || (kind == ForgeKind::github && access.app);
}

/// The token for a repository, which a GitHub App must ask for.
class Tokens {
public:
    Tokens(const net::ForgeAccess& access, ForgeKind kind, Log& log)
        : access_{access}, kind_{kind}, log_{log}
    {}

    [[nodiscard]] net::Secret of(const std::string& project)
    {
        constexpr std::chrono::minutes max_age{50}; // GitHub's last an hour
        if (const auto& token = access_.server(kind_).token) {
            return *token;
        }
        const auto at = tokens_.find(project);
        if (at != tokens_.end() && std::chrono::steady_clock::now() < at->second.since + max_age) {
            return at->second.token;
        }
        const auto place =
            value_or_throw(parse_project(kind_, project), Errc::usage, "the job's repository");
        const auto login = net::open_forge(place, access_, log_)->login();
        if (!login) {
            throw Error{Errc::usage, fmt::format("{}: there is no token", project)};
        }
        tokens_.insert_or_assign(project, Token{login->password, std::chrono::steady_clock::now()});
        return login->password;
    }

private:
    struct Token {
        net::Secret token;
        std::chrono::steady_clock::time_point since;
    };

    const net::ForgeAccess& access_;
    ForgeKind kind_;
    Log& log_;
    std::map<std::string, Token> tokens_{};
};

} // namespace

Parsed<std::string> parse_name(std::string_view text)
{
    constexpr std::size_t max_bytes = 60;
    constexpr std::string_view signs = "-_./";
    const bool is_name =
        !text.empty() && text.size() <= max_bytes &&
        std::all_of(text.begin(), text.end(), [&](char c) {
            return is_letter(c) || is_digit(c) || signs.find(c) != std::string_view::npos;
        });
    if (!is_name || text.find("--") != std::string_view::npos) {
        return tl::unexpected{fmt::format("{} is no name: use letters, digits, -, _, . and /, at "
                                          "most {}",
                                          quote(text),
                                          max_bytes)};
    }
    return std::string{text};
}

Receivers::Receivers(ReceiverSettings settings, Log& log)
    : settings_{std::move(settings)}, client_{settings_.forges.client, log}
{
    add_forges(log);
    if (settings_.slack) {
        channels_.push_back(
            make_slack_channel(*settings_.slack, settings_.when, settings_.templates, client_));
    }
    if (settings_.webhook) {
        channels_.push_back(make_webhook_channel(
            *settings_.webhook, settings_.webhook_key, settings_.when, client_));
    }
    if (!settings_.mail.to.empty()) {
        channels_.push_back(make_mail_channel(settings_.mail, settings_.when, settings_.templates));
    }
}

void Receivers::add_forges(Log& log)
{
    constexpr std::array kinds{ForgeKind::github, ForgeKind::gitlab, ForgeKind::gitea};
    const auto count = std::count_if(kinds.begin(), kinds.end(), [this](ForgeKind kind) {
        return is_configured(settings_.forges, kind);
    });
    // With several, each job is on one of them.
    const auto elsewhere =
        count == 1 ? ForgeSettings::Elsewhere::refuse : ForgeSettings::Elsewhere::pass_over;
    if (count > 1 && settings_.project) {
        throw Error{Errc::usage, "--project needs a single forge: use one token only"};
    }
    for (const auto kind : kinds) {
        if (is_configured(settings_.forges, kind)) {
            add_forge(kind, elsewhere, log);
        }
    }
}

std::optional<std::string> Receivers::project_of(ForgeKind kind) const
{
    if (!settings_.project) {
        return std::nullopt;
    }
    return value_or_throw(parse_project(kind, *settings_.project), Errc::usage, "--project").path();
}

void Receivers::add_forge(ForgeKind kind, ForgeSettings::Elsewhere elsewhere, Log& log)
{
    const auto& access = settings_.forges;
    const bool is_app = kind == ForgeKind::github && access.app && !access.github.token;
    const auto tokens = std::make_shared<Tokens>(access, kind, log);
    ForgeSettings forge{
        .kind = kind,
        .api = net::api_of(kind, access),
        .project = project_of(kind),
        .app = is_app ? std::optional{access.app->id} : std::nullopt,
        .token_of = [tokens](const std::string& project) { return tokens->of(project); },
        .elsewhere = elsewhere};
    forges_.push_back(std::make_unique<ForgeApi>(std::move(forge), client_));
    auto& api = *forges_.back();
    channels_.push_back(is_app ? make_check_channel(api, settings_.name, settings_.templates)
                               : make_status_channel(api, settings_.name));
    channels_.push_back(make_comment_channel(api, settings_.name, settings_.templates));
}

} // namespace cb::notify
