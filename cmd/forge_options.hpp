#pragma once

#include "net/forge.hpp"
#include "option.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// How to reach GitHub, GitLab and Gitea.
struct ForgeOptions {
    /// Where the API is, and the file of the token.
    struct Server {
        std::optional<net::Url> api{};
        std::optional<std::string> token_file{};
    };
    Server github{}, gitlab{}, gitea{};
    std::optional<std::string> github_app{}, github_app_key{};
    std::optional<std::string> ca_file{};
};

[[nodiscard]] Group describe_forge_options(ForgeOptions& forges);

/// With the secrets of the files. Throws Error{usage}.
[[nodiscard]] net::ForgeAccess access_of(const ForgeOptions& options);

} // namespace cb::cmd
