#include "json/writer.hpp"
#include "notify/forge.hpp"

#include <fmt/format.h>

namespace cb::notify {

namespace {

/// GitHub refuses more than 65,536 characters; a byte is at most one.
constexpr std::size_t max_comment_bytes = 65'000;
/// Of a pull request, in which the own comment is sought.
constexpr unsigned max_pages = 50;
constexpr std::size_t comments_per_page = 100;

/// Whom the token belongs to.
struct Self {
    std::string login; ///< empty: the forge does not say, as with tokens of GitHub's Actions
};

/// Whether the comment was deleted, or belongs to the user of an earlier token.
bool is_gone(const net::Response& response)
{
    return response.status == 404 || response.status == 410 || response.status == 403;
}

class CommentChannel final : public Channel {
public:
    CommentChannel(ForgeApi& api, const std::string& name, Templates templates)
        : api_{api}, mark_{fmt::format("<!-- cb notify {} -->", name)}, name_{name},
          templates_{std::move(templates)}
    {}

    [[nodiscard]] std::string name() const override
    {
        return fmt::format("{}-comment cb/{}", api_.word(), name_);
    }
    [[nodiscard]] std::optional<Notice> compose(const Message& message) override;
    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& remote_id) override;

private:
    [[nodiscard]] std::string address_of(const std::string& project, std::uint64_t pull) const
    {
        return fmt::format("{}/{}/{}",
                           api_.path_of(project),
                           api_.kind() == ForgeKind::gitlab ? "merge_requests" : "issues",
                           pull) +
               (api_.kind() == ForgeKind::gitlab ? "/notes" : "/comments");
    }
    [[nodiscard]] net::Url address_of_comment(const Notice& notice, const std::string& id) const;
    [[nodiscard]] bool update(const Notice& notice, const std::string& id);
    [[nodiscard]] std::optional<std::string> find_own(const Notice& notice);
    [[nodiscard]] bool is_own(JsonValue comment, const Self& self) const;
    [[nodiscard]] const Self& self(const Notice& notice);

    ForgeApi& api_;
    std::string mark_, name_;
    Templates templates_;
    std::optional<Self> self_{};
};

std::optional<Notice> CommentChannel::compose(const Message& message)
{
    const auto project = api_.project_of(message.source);
    if (!project || !message.source.pull || message.standing >= Standing::no_base) {
        return std::nullopt; // nothing to say that is worth a comment
    }
    const auto number = message.source.pull->number;
    JsonWriter json;
    json.begin_object()
        .member("body",
                mark_ + "\n" +
                    to_comment(message, templates_.comment, max_comment_bytes - mark_.size() - 1))
        .end_object();
    return Notice{fmt::format("pull {}", number),
                  "POST",
                  api_.url_of(address_of(*project, number)).text(),
                  *project,
                  json.take()};
}

net::Url CommentChannel::address_of_comment(const Notice& notice, const std::string& id) const
{
    const auto part = "/" + net::percent_encode(id);
    return api_.kind() == ForgeKind::gitlab
               ? net::Url::parse(notice.address).value().below(part)
               : api_.url_of(api_.path_of(notice.project) + "/issues/comments" + part);
}

/// Returns whether the comment is still there, and ours.
bool CommentChannel::update(const Notice& notice, const std::string& id)
{
    const ForgeApi::Call call{.doing = "updating the comment on " + notice.subject,
                              .project = notice.project,
                              .method = api_.kind() == ForgeKind::gitlab ? net::Method::put
                                                                         : net::Method::patch,
                              .url = address_of_comment(notice, id),
                              .body = notice.body,
                              .repeat = net::Repeat::allowed};
    const auto response = api_.ask(call);
    if (is_gone(response)) {
        return false;
    }
    api_.check(call, response);
    return true;
}

const Self& CommentChannel::self(const Notice& notice)
{
    if (!self_) {
        const ForgeApi::Call call{.doing = "asking who the token belongs to",
                                  .project = notice.project,
                                  .url = api_.url_of("/user")};
        const auto response = api_.ask(call);
        if (response.status == 403 || response.status == 404) {
            self_ = Self{};
        } else {
            api_.check(call, response);
            JsonParser parser;
            const auto json = parser.parse(response.body);
            const auto* const member = api_.kind() == ForgeKind::gitlab ? "username" : "login";
            self_ = Self{std::string{json ? (*json)[member].text_or("") : ""}};
        }
    }
    return *self_;
}

bool CommentChannel::is_own(JsonValue comment, const Self& self) const
{
    if (comment["body"].text_or("").find(mark_) == std::string_view::npos) {
        return false;
    }
    if (const auto& app = api_.app()) {
        const auto by = comment["performed_via_github_app"];
        const auto id = by["id"].count();
        return (id && std::to_string(*id) == *app) || by["client_id"].text() == *app;
    }
    if (api_.kind() == ForgeKind::gitlab) {
        return !self.login.empty() && comment["author"]["username"].text() == self.login;
    }
    const auto user = comment["user"];
    return self.login.empty() ? user["type"].text() == "Bot" : user["login"].text() == self.login;
}

/// The first comment of this token's user with the mark.
std::optional<std::string> CommentChannel::find_own(const Notice& notice)
{
    // With an app, the comment itself says by whom it is.
    const auto self = api_.app() ? Self{} : this->self(notice);
    JsonParser parser;
    for (unsigned page = 1; page <= max_pages; ++page) {
        // Gitea gives all comments at once.
        const auto query = api_.kind() == ForgeKind::gitea
                               ? std::string{}
                               : fmt::format("?per_page={}&page={}", comments_per_page, page);
        const auto response =
            api_.require({.doing = "listing the comments on " + notice.subject,
                          .project = notice.project,
                          .url = net::Url::parse(notice.address + query).value()});
        const auto list = parser.parse(response.body);
        if (!list || !list->is_list()) {
            throw Error{Errc::unavailable,
                        fmt::format("listing the comments on {}: the answer is not a list in JSON; "
                                    "is the address that of the API?",
                                    notice.subject)};
        }
        for (const auto comment : list->elements()) {
            const auto id = comment["id"].count();
            if (id && is_own(comment, self)) {
                return std::to_string(*id);
            }
        }
        if (api_.kind() == ForgeKind::gitea || list->size() < comments_per_page) {
            break;
        }
    }
    return std::nullopt;
}

std::optional<std::string> CommentChannel::send(const Notice& notice,
                                                const std::optional<std::string>& remote_id)
{
    if (remote_id && update(notice, *remote_id)) {
        return remote_id;
    }
    const auto found = find_own(notice);
    if (found && update(notice, *found)) {
        return found;
    }
    return read_id(api_.require({.doing = "writing a comment on " + notice.subject,
                                 .project = notice.project,
                                 .method = net::Method::post,
                                 .url = net::Url::parse(notice.address).value(),
                                 .body = notice.body}));
}

} // namespace

std::unique_ptr<Channel>
make_comment_channel(ForgeApi& api, const std::string& name, const Templates& templates)
{
    return std::make_unique<CommentChannel>(api, name, templates);
}

} // namespace cb::notify
