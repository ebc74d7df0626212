#pragma once

#include "base/collect.hpp"
#include "net/error.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace cb::net {

struct TransferLimits {
    Duration max_connect_time = std::chrono::seconds{10};
    Duration max_time = std::chrono::seconds{30}; ///< of one attempt, with its redirects
    Bytes max_body{16U << 20U};
};

struct TransferSettings {
    TransferLimits limits{};
    /// Certificates to trust besides the system's, in PEM.
    std::optional<std::filesystem::path> ca_file{};
    /// Connects to this UNIX socket, whatever the address, and to no proxy.
    std::optional<std::filesystem::path> unix_socket{};
};

/// libcurl: sends a request once, and keeps connections for the next one. Obeys the environment's
/// proxies (http_proxy, https_proxy, no_proxy; libcurl-env(3)).
class Transfer {
public:
    Transfer(std::string user_agent, TransferSettings settings);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer();

    /// Sends it to `url` with its secrets, or without. Follows no redirect. Throws NoResponse, also
    /// if the deadline passes, and Interrupted.
    enum class Secrets { send, keep };
    [[nodiscard]] Response
    send(const Request& request, const Url& url, Secrets secrets, const Deadline& deadline);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cb::net
