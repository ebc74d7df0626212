#pragma once

#include "json/value.hpp"
#include "net/forge.hpp"

/// What the files of the forges share.
namespace cb::net {

/// A repository and its server.
struct ForgeSite {
    ForgePlace place;
    Url api, clone;
    std::optional<Secret> token;
};

[[nodiscard]] std::unique_ptr<Forge>
open_github(const ForgeSite& site, const ForgeAccess& access, Log& log);
[[nodiscard]] std::unique_ptr<Forge>
open_gitea(const ForgeSite& site, const ForgeAccess& access, Log& log);
[[nodiscard]] std::unique_ptr<Forge>
open_gitlab(const ForgeSite& site, const ForgeAccess& access, Log& log);

/// Adds the pull requests of a page that `read` does not pass over. Throws Error{unavailable} that
/// names what is missing.
void add_pulls(std::vector<ForgePull>& pulls,
               const std::string& doing,
               std::string_view page,
               std::optional<ForgePull> (*read)(JsonValue));

/// A text of a pull request: on one line, and not longer than a commit's.
[[nodiscard]] std::string read_text(JsonValue value);

/// Throws Error{unavailable} if it is missing or wrong.
[[nodiscard]] std::uint64_t read_count(JsonValue value, std::string_view name);
[[nodiscard]] CommitId read_commit(JsonValue value, std::string_view name);

} // namespace cb::net
