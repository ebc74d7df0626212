#include "git/git_program.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

constexpr Bytes max_output{16U << 20U};

bool has_variable(const char* name)
{
    return std::getenv(name) != nullptr; // NOLINT(concurrency-mt-unsafe)
}

/// The name of the variable that has the password of a Login.
constexpr auto password_variable = "CB_GIT_PASSWORD";

/// The words that give git the login, as a credential helper for that server. The password is in
/// the environment of git, which only the same user can read: not in argv, in a file, in the
/// mirror's configuration. A header (http.extraHeader) would be sent to the target of a redirect,
/// too; git asks a helper again for each server. The user's own helpers are left out, because git
/// would tell them to store the password.
std::vector<std::string> login_words(const std::optional<net::Login>& login)
{
    if (!login) {
        return {};
    }
    return {"-c",
            "credential.helper=",
            "-c",
            fmt::format("credential.{}.helper=!f() {{ printf 'username=%s\\npassword=%s\\n' "
                        "'{}' \"${}\"; }}; f",
                        login->server.origin(),
                        login->username,
                        password_variable)};
}

/// ssh asks on the terminal unless it is told not to. The user's own choice of ssh stays.
std::vector<std::string> quiet_ssh(const fs::path& repository, const FetchSettings& settings)
{
    const bool is_chosen =
        has_variable("GIT_SSH_COMMAND") || has_variable("GIT_SSH") ||
        run_git(repository, {"config", "--get", "core.sshCommand"}, settings).ok();
    return is_chosen ? std::vector<std::string>{}
                     : std::vector<std::string>{"-c", "core.sshCommand=ssh -oBatchMode=yes"};
}

} // namespace

std::string reason_of(const std::string& err)
{
    std::string reason;
    for (std::size_t start = 0; start < err.size();) {
        const auto end = std::min(err.find('\n', start), err.size());
        const auto line = std::string_view{err}.substr(start, end - start);
        const bool is_reason = line.starts_with("fatal: ") || line.starts_with("error: ") ||
                               line.starts_with("ssh: ") || line.starts_with("Host key ");
        const bool continues = reason.ends_with(':');
        if (continues || (is_reason && reason.empty())) {
            reason += (continues ? " " : "") + printable(line, 300);
        }
        start = end + 1;
    }
    return reason.empty() ? printable(trimmed(err), 300) : reason;
}

Completed run_git(const fs::path& repository,
                  const std::vector<std::string>& words,
                  const FetchSettings& settings)
{
    Command command{
        .argv = {"git", "--git-dir=" + repository.native(), "-c", "gc.autoDetach=false"}};
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    command.env = {{"GIT_TERMINAL_PROMPT", "0"},
                   {"GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file"},
                   {"LC_ALL", "C.UTF-8"}};
    if (settings.login) {
        command.env.emplace_back(password_variable, settings.login->password.reveal());
    }
    if (settings.ca_file) {
        command.env.emplace_back("GIT_SSL_CAINFO", settings.ca_file->native());
    }
    return run_to_end(command, {.time = settings.max_time, .output = max_output});
}

std::vector<std::string> access_words(const fs::path& repository, const FetchSettings& settings)
{
    auto words = quiet_ssh(repository, settings);
    const auto login = login_words(settings.login);
    words.insert(words.end(), login.begin(), login.end());
    return words;
}

void require_git(const Completed& done, const fs::path& repository)
{
    if (!done.ok()) {
        throw Error{
            Errc::system,
            fmt::format(
                "{}: git {}: {}", repository.native(), to_string(done.end), reason_of(done.err))};
    }
}

} // namespace cb::git
