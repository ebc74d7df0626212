#pragma once

#include "json/value.hpp"
#include "net/client.hpp"
#include "net/forge.hpp"
#include "notify/channel.hpp"
#include "notify/comment.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// GitHub, GitLab and Gitea, as far as they are told something.
namespace cb::notify {

using net::ForgeKind;

struct ForgeSettings {
    ForgeKind kind{};
    net::Url api;
    /// The repository of all jobs; nullopt: that of each job's address.
    std::optional<std::string> project{};
    /// The id of the GitHub App that the token belongs to.
    std::optional<std::string> app{};
    /// A token for the repository "owner/name".
    std::function<net::Secret(const std::string& project)> token_of;
    /// What is done with jobs whose address is on another server.
    enum class Elsewhere { refuse, pass_over };
    Elsewhere elsewhere = Elsewhere::refuse;
};

/// The API of a forge, and who we are there.
class ForgeApi {
public:
    /// The client must outlive this object. Throws Error{usage} if the address is of no API.
    ForgeApi(ForgeSettings settings, net::Client& client);

    [[nodiscard]] ForgeKind kind() const noexcept { return settings_.kind; }
    /// "github"
    [[nodiscard]] std::string_view word() const;
    [[nodiscard]] const std::optional<std::string>& app() const noexcept { return settings_.app; }

    /// The repository of the job on this forge: "owner/name"; nullopt if it is elsewhere. Throws
    /// Error{usage} if that is refused.
    [[nodiscard]] std::optional<std::string> project_of(const Source& source) const;

    /// Below the API's address; `path` is encoded.
    [[nodiscard]] net::Url url_of(std::string_view path) const { return settings_.api.below(path); }
    /// Where the repository is in the API: "/repos/owner/name", "/projects/owner%2Fname".
    [[nodiscard]] std::string path_of(const std::string& project) const;

    struct Call {
        std::string doing; ///< for messages
        std::string project;
        net::Method method = net::Method::get;
        net::Url url;
        std::string body{}; ///< JSON
        net::Repeat repeat = net::Repeat::by_method;
    };
    /// The answer may have any status.
    [[nodiscard]] net::Response ask(const Call& call);
    /// Throws net::Refused unless the status is 2xx; so does check().
    [[nodiscard]] net::Response require(const Call& call);
    void check(const Call& call, const net::Response& response);

private:
    [[nodiscard]] net::Request make_request(const Call& call);

    ForgeSettings settings_;
    net::Url server_; ///< that has the repositories
    net::Client& client_;
};

/// The number that a forge gave to what it made. Throws Error{unavailable} if there is none.
[[nodiscard]] std::string read_id(const net::Response& response);

/// The status of a commit, under the name "cb/NAME". `api` must outlive the channel; so with the
/// others.
[[nodiscard]] std::unique_ptr<Channel> make_status_channel(ForgeApi& api, const std::string& name);

/// The check run of a commit, which only a GitHub App can make.
[[nodiscard]] std::unique_ptr<Channel>
make_check_channel(ForgeApi& api, const std::string& name, const Templates& templates);

/// The comment on a pull request: one, which is updated. It is found by its id, otherwise by a
/// hidden mark and its author, so that a comment of others that copies the mark is left alone.
[[nodiscard]] std::unique_ptr<Channel>
make_comment_channel(ForgeApi& api, const std::string& name, const Templates& templates);

/// A repository on a forge: "owner/name".
[[nodiscard]] Parsed<net::ForgePlace> parse_project(ForgeKind kind, std::string_view path);

/// The repository that an address of git names on `host`: "https://host/a/b.git", "git@host:a/b".
/// Nullopt if it is on another host, or is no such address.
[[nodiscard]] std::optional<std::string>
project_on(ForgeKind kind, std::string_view host, std::string_view url);

} // namespace cb::notify
