#pragma once

#include "base/log.hpp"
#include "base/quantity.hpp"
#include "git/remote_url.hpp"
#include "net/forge.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb::git {

/// Whether the heads of pull requests are fetched, too (pull_refs.hpp).
enum class PullRefs { leave, fetch };

/// How a mirror is brought up to date.
struct FetchSettings {
    Duration max_time = std::chrono::minutes{10}; ///< of each call of git
    PullRefs pull_refs = PullRefs::leave;
    /// Sent to that server only, if it asks. Nullopt: the user's own credential helpers.
    std::optional<net::Login> login{};
    /// Certificates to trust besides the system's.
    std::optional<std::filesystem::path> ca_file{};
};

/// A bare repository below a cache directory that has the branches and tags of a remote one.
///
/// The program git fetches, so that its configuration, credential helpers and ssh apply. It asks
/// nobody: where a password or an unknown host key is missing, it fails. Two processes may update a
/// mirror; one waits for the other. A process that is killed leaves a mirror that the next update
/// completes.
class Mirror {
public:
    /// The mirror's place; nothing is read or written. Different addresses have different mirrors.
    Mirror(RemoteUrl url, const std::filesystem::path& directory);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] const RemoteUrl& url() const noexcept { return url_; }

    /// Brings it up to date: branches and tags that are gone are removed, moved ones are moved, and
    /// HEAD names the default branch of the remote. Creates it if it is absent. Throws
    /// Error{unavailable} if the remote cannot be read, or not within the time; Error{system};
    /// Interrupted. Messages have no credentials.
    void update(const FetchSettings& settings, Log& log) const;

private:
    void create() const;
    void follow_head(const FetchSettings& settings) const;

    RemoteUrl url_;
    std::filesystem::path path_;
};

} // namespace cb::git
