#include "catch.hpp"
#include "engine/container/engine_fault.hpp"

using cb::Fault;
using cb::engine::classify_fault;

namespace {

constexpr auto refused = "dial tcp 127.0.0.1:1: connect: connection refused";

} // namespace

TEST_CASE("a registry that cannot be had is the machine's fault")
{
    for (
        const std::string message : {
            // docker 20.10, legacy builder
            R"(Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid on 10.0.0.1:53: no such host)",
            "toomanyrequests: You have reached your pull rate limit.",
            R"(Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout)",
            R"(Get "https://r.example/v2/": x509: certificate signed by unknown authority)",
            "received unexpected HTTP status: 503 Service Unavailable",
            "write /var/lib/docker/tmp/x: no space left on device",
            "Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon "
            "running?",
            // BuildKit
            R"(ERROR: failed to solve: registry.invalid/x: failed to do request: Head "https://registry.invalid/v2/x/manifests/latest": dial tcp: lookup registry.invalid: no such host)",
            "ERROR: failed to solve: Canceled: context canceled",
            // podman 4.3
            R"(creating build container: initializing source docker://registry.invalid/x:latest: pinging container registry registry.invalid: Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid on 10.0.0.1:53: no such host)",
        }) {
        INFO(message);
        CHECK(classify_fault(message) == Fault::machine);
    }
    CHECK(classify_fault(std::string{R"(Get "http://127.0.0.1:1/v2/": )"} + refused) ==
          Fault::machine);
}

TEST_CASE("what the commit says or does is its own fault")
{
    for (
        const std::string message : {
            // docker 20.10, legacy builder
            "dockerfile parse error line 1: unknown instruction: BAD",
            "COPY failed: file not found in build context or excluded by .dockerignore: stat "
            "nofile: file does not exist",
            "The command '/bin/sh -c echo no such host >&2; exit 3' returned a non-zero code: 3",
            "pull access denied for nosuch, repository does not exist or may require 'docker "
            "login': denied: requested access to the resource is denied",
            "manifest for debian:nosuch not found: manifest unknown: manifest unknown",
            // BuildKit
            R"(ERROR: failed to solve: process "/bin/sh -c echo connection refused; exit 7" did not complete successfully: exit code: 7)",
            // podman 4.3
            R"(building at STEP "RUN echo no such host >&2; exit 3": while running runtime: exit status 3)",
            R"(building at STEP "COPY nofile /x": checking on sources under "/x": copier: stat: "/nofile": no such file or directory)",
            "no FROM statement found",
            "",
        }) {
        INFO(message);
        CHECK(classify_fault(message) == Fault::commit);
    }
}
