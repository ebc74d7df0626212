#include "base/hash.hpp"
#include "net/app_token.hpp"
#include "net/forges.hpp"
#include "net/pages.hpp"

#include <fmt/format.h>

/// GitHub's REST API (version 2022-11-28), and Gitea's, which has the same pull requests.
namespace cb::net {

namespace {

bool is_member(std::string_view association)
{
    return association == "OWNER" || association == "MEMBER" || association == "COLLABORATOR";
}

std::optional<ForgePull> read_github_pull(JsonValue json)
{
    const auto head = json["head"];
    const auto base = json["base"];
    ForgePull pull{.number = read_count(json["number"], "number"),
                   .title = read_text(json["title"]),
                   .author = read_text(json["user"]["login"]),
                   .base = read_text(base["ref"]),
                   .head = read_commit(head["sha"], "head/sha"),
                   .base_commit = read_commit(base["sha"], "base/sha"),
                   .head_repo = {},
                   .labels = {}};
    if (const auto repository = head["repo"]["full_name"]; repository) { // null: it was deleted
        pull.head_repo = read_text(repository);
    }
    const auto from = head["repo"]["id"].count();
    if (from && from == base["repo"]["id"].count()) {
        pull.origin = ForgePull::Origin::same_repository;
    }
    if (is_member(json["author_association"].text_or(""))) {
        pull.author_is = ForgePull::Author::member;
    }
    for (const auto label : json["labels"].elements()) {
        pull.labels.push_back(read_text(label["name"]));
    }
    return pull;
}

/// What differs between the two.
struct Dialect {
    std::string_view query;
    std::string_view scheme; ///< of the header Authorization
    std::string_view username;
};

class GithubForge final : public Forge {
public:
    GithubForge(const ForgeSite& site, const ForgeAccess& access, Dialect dialect, Log& log)
        : site_{site}, access_{access}, dialect_{dialect}, client_{access.client, log},
          token_{site.token}
    {}

    [[nodiscard]] Url clone_url() const override { return site_.clone; }

    [[nodiscard]] std::optional<Login> login() override
    {
        const auto& secret = token();
        return secret ? std::optional{Login{site_.clone, std::string{dialect_.username}, *secret}}
                      : std::nullopt;
    }

    [[nodiscard]] std::vector<ForgePull> pulls() override;

private:
    [[nodiscard]] bool is_app() const
    {
        return site_.place.kind() == ForgeKind::github && access_.app.has_value();
    }
    [[nodiscard]] const std::optional<Secret>& token();

    ForgeSite site_;
    const ForgeAccess& access_;
    Dialect dialect_;
    Client client_;
    std::optional<Secret> token_;
};

/// That of an installation is fetched once.
const std::optional<Secret>& GithubForge::token()
{
    if (!token_ && is_app()) {
        token_ = fetch_installation_token(client_, *access_.app, site_.api, site_.place.path());
    }
    return token_;
}

std::vector<ForgePull> GithubForge::pulls()
{
    Request request{.doing = "listing the pull requests of " + site_.place.text(),
                    .url = site_.api.below(fmt::format(
                        "/repos/{}/pulls?state=open&{}", site_.place.path(), dialect_.query))};
    if (site_.place.kind() == ForgeKind::github) {
        request.headers = {{"Accept", "application/vnd.github+json"},
                           {"X-GitHub-Api-Version", "2022-11-28"}};
    }
    if (const auto& secret = token()) {
        request.secrets = {{"Authorization", std::string{dialect_.scheme}, *secret}};
    }
    // The tokens of an app change each hour; what they show does not.
    const auto account = is_app() ? "app " + access_.app->id
                         : token_ ? sha256_hex(token_->reveal())
                                  : std::string{};
    std::vector<ForgePull> pulls;
    Pages{client_, access_.cache, account}.read(request, [&](std::string_view page) {
        add_pulls(pulls, request.doing, page, &read_github_pull);
    });
    return pulls;
}

} // namespace

std::unique_ptr<Forge> open_github(const ForgeSite& site, const ForgeAccess& access, Log& log)
{
    return std::make_unique<GithubForge>(
        site,
        access,
        Dialect{"sort=created&direction=asc&per_page=100", "Bearer ", "x-access-token"},
        log);
}

std::unique_ptr<Forge> open_gitea(const ForgeSite& site, const ForgeAccess& access, Log& log)
{
    return std::make_unique<GithubForge>(
        site, access, Dialect{"sort=oldest&limit=50", "token ", "oauth2"}, log);
}

} // namespace cb::net
