#include "forge_options.hpp"

#include "base/paths.hpp"
#include "options.hpp"

namespace cb::cmd {

namespace {

net::ForgeServer server_of(const ForgeOptions::Server& options)
{
    return {options.api,
            options.token_file ? std::optional{net::Secret::read_token(*options.token_file)}
                               : std::nullopt};
}

} // namespace

Group describe_forge_options(ForgeOptions& forges)
{
    const auto everywhere = Scope::everywhere;
    return {
        "GitHub, GitLab and Gitea",
        {
            {.name = "--github-token-file",
             .value = "FILE",
             .sentence = "Use the token in FILE for GitHub",
             .binding = once(forges.github.token_file, &parse_text),
             .excludes = {"--github-app"},
             .scope = everywhere},
            {.name = "--github-app",
             .value = "ID",
             .sentence = "Act as this GitHub App, by its installation for the repository",
             .binding = once(forges.github_app, &parse_text),
             .needs = {"--github-app-key"},
             .scope = everywhere},
            {.name = "--github-app-key",
             .value = "FILE",
             .sentence = "Sign with the private key of the GitHub App",
             .binding = once(forges.github_app_key, &parse_text),
             .needs = {"--github-app"},
             .scope = everywhere},
            {.name = "--github-api",
             .value = "URL",
             .sentence = "Use a GitHub Enterprise Server: https://HOST/api/v3",
             .binding = once(forges.github.api, &net::Url::parse),
             .scope = everywhere},
            {.name = "--gitlab-token-file",
             .value = "FILE",
             .sentence = "Use the token in FILE for GitLab",
             .binding = once(forges.gitlab.token_file, &parse_text),
             .scope = everywhere},
            {.name = "--gitlab-api",
             .value = "URL",
             .sentence = "Use a GitLab of your own: https://HOST/api/v4",
             .binding = once(forges.gitlab.api, &net::Url::parse),
             .scope = everywhere},
            {.name = "--gitea-token-file",
             .value = "FILE",
             .sentence = "Use the token in FILE for Gitea",
             .binding = once(forges.gitea.token_file, &parse_text),
             .scope = everywhere},
            {.name = "--gitea-api",
             .value = "URL",
             .sentence = "Use this Gitea or Forgejo: https://HOST/api/v1",
             .binding = once(forges.gitea.api, &net::Url::parse),
             .scope = everywhere},
            {.name = "--ca-file",
             .value = "FILE",
             .sentence = "Trust the certificates in FILE, too",
             .binding = once(forges.ca_file, &parse_text),
             .scope = everywhere},
        },
    };
}

net::ForgeAccess access_of(const ForgeOptions& options)
{
    net::ForgeAccess access{.github = server_of(options.github),
                            .gitlab = server_of(options.gitlab),
                            .gitea = server_of(options.gitea),
                            .app = {},
                            .cache = cache_home() / "forges",
                            .client = {}};
    if (options.github_app) {
        access.app =
            net::GithubApp{*options.github_app, net::Secret::read(*options.github_app_key)};
    }
    access.client.transfer.ca_file = options.ca_file;
    return access;
}

} // namespace cb::cmd
