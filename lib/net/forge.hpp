#pragma once

#include "base/ids.hpp"
#include "net/client.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::net {

/// A server that hosts git repositories and their pull requests.
enum class ForgeKind { github, gitlab, gitea };

/// "github:owner/name", "gitlab:group/subgroup/name", "gitea:owner/name".
class ForgePlace {
public:
    [[nodiscard]] static Parsed<ForgePlace> parse(std::string_view text);
    /// Whether the text starts with the word of a forge and a colon.
    [[nodiscard]] static bool is_like(std::string_view text);

    [[nodiscard]] ForgeKind kind() const noexcept { return kind_; }
    /// "owner/name": names that need no encoding.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// As it was written.
    [[nodiscard]] std::string text() const;

private:
    ForgePlace(ForgeKind kind, std::string path) : kind_{kind}, path_{std::move(path)} {}

    ForgeKind kind_;
    std::string path_;
};

/// An open pull request. Its texts come from anybody: valid UTF-8 without control characters, at
/// most 1 KiB long.
struct ForgePull {
    std::uint64_t number = 0;
    std::string title, author;
    std::string base; ///< the branch that it is for
    CommitId head;
    std::optional<CommitId> base_commit;  ///< of that branch, when the forge looked
    std::optional<std::string> head_repo; ///< nullopt: the forge does not say, or it is gone
    std::vector<std::string> labels;
    enum class Origin { same_repository, fork };
    Origin origin = Origin::fork;
    /// GitHub's author_association: owners, members and collaborators are members. The others
    /// forges do not say it.
    enum class Author { member, other };
    Author author_is = Author::other;
};

/// What a git server accepts as a password.
struct Login {
    Url server;
    std::string username;
    Secret password;
};

/// One repository on a forge.
class Forge {
public:
    Forge() = default;
    Forge(const Forge&) = delete;
    Forge& operator=(const Forge&) = delete;
    virtual ~Forge() = default;

    /// Where git clones it.
    [[nodiscard]] virtual Url clone_url() const = 0;
    /// For git; nullopt without a token. May ask the forge.
    [[nodiscard]] virtual std::optional<Login> login() = 0;
    /// The open pull requests, in the order of the forge. Pages that have not changed since the
    /// last time come from the cache, and cost nothing of the rate limit. Throws the exceptions of
    /// Client::send() and require_ok(), and Error{unavailable} for an answer that is not
    /// understood.
    [[nodiscard]] virtual std::vector<ForgePull> pulls() = 0;
};

/// A GitHub App: a client that has its own rights and rate limit (its id, or its client id).
struct GithubApp {
    std::string id;
    Secret key; ///< RSA, in PEM
};

struct ForgeServer {
    std::optional<Url> api; ///< nullopt: of github.com, of gitlab.com; Gitea has none
    std::optional<Secret> token;
};

/// How to reach the forges.
struct ForgeAccess {
    ForgeServer github, gitlab, gitea;
    std::optional<GithubApp> app; ///< of GitHub, instead of a token
    std::filesystem::path cache;  ///< a directory; created
    ClientSettings client;

    [[nodiscard]] const ForgeServer& server(ForgeKind kind) const;
};

/// "github"
[[nodiscard]] std::string_view to_word(ForgeKind kind);

/// The address of the forge's API. Throws Error{usage} if it is missing.
[[nodiscard]] Url api_of(ForgeKind kind, const ForgeAccess& access);

/// The server that has the repositories of an API: "https://github.com". Throws Error{usage} if
/// that is no address of an API.
[[nodiscard]] Url server_of(ForgeKind kind, const Url& api);

/// `access` and `log` must outlive the result. Throws Error{usage} if the address of the forge is
/// missing.
[[nodiscard]] std::unique_ptr<Forge>
open_forge(const ForgePlace& place, const ForgeAccess& access, Log& log);

} // namespace cb::net
