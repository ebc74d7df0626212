#include "base/hash.hpp"
#include "net/forges.hpp"
#include "net/pages.hpp"

#include <fmt/format.h>

/// GitLab's REST API, version 4.
namespace cb::net {

namespace {

std::optional<ForgePull> read_merge_request(JsonValue json)
{
    if (!json["sha"]) { // it has no commits yet
        return std::nullopt;
    }
    ForgePull pull{.number = read_count(json["iid"], "iid"),
                   .title = read_text(json["title"]),
                   .author = read_text(json["author"]["username"]),
                   .base = read_text(json["target_branch"]),
                   .head = read_commit(json["sha"], "sha"),
                   .base_commit = {},
                   .head_repo = {},
                   .labels = {}};
    const auto from = json["source_project_id"].count();
    if (from && from == json["target_project_id"].count()) {
        pull.origin = ForgePull::Origin::same_repository;
    }
    for (const auto label : json["labels"].elements()) {
        pull.labels.push_back(read_text(label));
    }
    return pull;
}

class GitlabForge final : public Forge {
public:
    GitlabForge(ForgeSite site, const ForgeAccess& access, Log& log)
        : site_{std::move(site)}, access_{access}, client_{access.client, log}
    {}

    [[nodiscard]] Url clone_url() const override { return site_.clone; }

    [[nodiscard]] std::optional<Login> login() override
    {
        return site_.token ? std::optional{Login{site_.clone, "oauth2", *site_.token}}
                           : std::nullopt;
    }

    [[nodiscard]] std::vector<ForgePull> pulls() override
    {
        Request request{
            .doing = "listing the merge requests of " + site_.place.text(),
            .url = site_.api.below(fmt::format("/projects/{}/merge_requests?state=opened&order_by="
                                               "created_at&sort=asc&per_page=100",
                                               percent_encode(site_.place.path())))};
        if (site_.token) {
            request.secrets = {{"PRIVATE-TOKEN", "", *site_.token}};
        }
        std::vector<ForgePull> pulls;
        const auto account = site_.token ? sha256_hex(site_.token->reveal()) : std::string{};
        Pages{client_, access_.cache, account}.read(request, [&](std::string_view page) {
            add_pulls(pulls, request.doing, page, &read_merge_request);
        });
        for (auto& pull : pulls) {
            if (pull.origin == ForgePull::Origin::same_repository) {
                pull.head_repo = site_.place.path(); // of a fork, the list has the number only
            }
        }
        return pulls;
    }

private:
    ForgeSite site_;
    const ForgeAccess& access_;
    Client client_;
};

} // namespace

std::unique_ptr<Forge> open_gitlab(const ForgeSite& site, const ForgeAccess& access, Log& log)
{
    return std::make_unique<GitlabForge>(site, access, log);
}

} // namespace cb::net
