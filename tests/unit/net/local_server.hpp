#pragma once

#include "base/fd.hpp"
#include "net/client.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cb::test {

/// A server on loopback, or on a UNIX socket, that answers as it is told, one request a connection.
class LocalServer {
public:
    /// Returns the bytes of the answer to the request, from its first line to the end of its body.
    using Answer = std::function<std::string(const std::string& request)>;

    explicit LocalServer(Answer answer);
    LocalServer(Answer answer, const std::filesystem::path& socket);
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;
    ~LocalServer();

    [[nodiscard]] net::Url url(const std::string& path = "/") const;
    [[nodiscard]] std::vector<std::string> requests() const;
    /// Keeps the connection silent until the server ends.
    [[nodiscard]] std::string hang();

private:
    void serve();

    Answer answer_;
    Fd listener_;
    unsigned port_ = 0;
    std::atomic<bool> ends_ = false;
    mutable std::mutex mutex_{};
    std::vector<std::string> requests_{};
    std::thread thread_{};
};

/// The bytes of a response.
[[nodiscard]] std::string
reply(const std::string& status, const std::string& headers = "", const std::string& body = "");

/// Keeps the messages.
class KeptLog final : public Log {
public:
    void write(Level, std::string_view message) override { text += std::string{message} + "\n"; }
    std::string text{};
};

/// A client whose pauses and deadlines suit a test.
[[nodiscard]] net::ClientSettings quick_settings();

} // namespace cb::test
