#include "engine/container/engine_fault.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace cb::engine {

namespace {

/// Messages of docker 20.10 to 28 (both builders) and podman 4 and 5 when a registry, the network
/// or the machine failed. In lower case.
constexpr std::array of_the_machine{
    // name resolution and unreachable peers: Go's net package
    "no such host",
    "temporary failure in name resolution",
    "server misbehaving",
    "connection refused",
    "connection reset by peer",
    "network is unreachable",
    "no route to host",
    "i/o timeout",
    "tls handshake timeout",
    "context deadline exceeded",
    "client.timeout exceeded",
    "request canceled while waiting for connection",
    "unexpected eof",
    // certificates: Go's crypto/x509 and crypto/tls
    "x509: ",
    "tls: ",
    "server gave http response to https client",
    // registries: error codes of the distribution specification, and HTTP statuses
    "toomanyrequests",
    "too many requests",
    "received unexpected http status: 5",
    "internal server error",
    "bad gateway",
    "service unavailable",
    "gateway timeout",
    // the daemon and its machine
    "cannot connect to the docker daemon",
    "error during connect",
    "context canceled",
    "no space left on device",
    "disk quota exceeded",
    "cannot allocate memory",
    "input/output error",
    "read-only file system",
};

/// If one of these appears as well, the fault is the commit's. The engines put the exit status of a
/// command at the end of their message. The command itself, which may contain any text, comes
/// before.
constexpr std::array of_the_commit{
    "returned a non-zero code",           // docker, legacy builder
    "did not complete successfully",      // BuildKit
    "while running runtime: exit status", // podman
    "parse error",
    "pull access denied",
    "manifest unknown",
};

bool has_any(const std::string& text, const auto& words)
{
    return std::any_of(words.begin(), words.end(), [&](const char* const word) {
        return text.find(word) != std::string::npos;
    });
}

} // namespace

Fault classify_fault(std::string_view message)
{
    std::string text{message};
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return has_any(text, of_the_machine) && !has_any(text, of_the_commit) ? Fault::machine
                                                                          : Fault::commit;
}

} // namespace cb::engine
