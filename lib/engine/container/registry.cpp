#include "engine/container/registry.hpp"

#include "base/file.hpp"
#include "engine/builder.hpp"
#include "engine/container/engine_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace cb::engine {

namespace {

constexpr std::chrono::hours pull_time{1};
constexpr std::string_view digest_start = "sha256:";
constexpr std::size_t digest_digits = 64;

BuildFailed make_push_failure(const ContainerCli& cli, const std::string& message)
{
    return {"push_failed", fmt::format("{} push: {}", cli.program(), message), "", Fault::machine};
}

/// Like ContainerCli::run(); the error is the message of a program that was too slow or failed.
/// Throws Error{unavailable} if the engine itself does not answer.
Parsed<Completed>
run_transfer(const ContainerCli& cli, std::vector<std::string> words, Duration time)
{
    try {
        auto completed = cli.run(std::move(words), time);
        return completed.ok() ? Parsed<Completed>{std::move(completed)}
                              : tl::unexpected{get_message(completed)};
    } catch (const Error& error) {
        if (error.code() != Errc::unavailable) {
            throw;
        }
        cli.require();
        return tl::unexpected{std::string{error.what()}};
    }
}

/// The digest in "KEY: digest: sha256:… size: 1234", or the only word of podman's digest file.
std::optional<std::string> find_digest(std::string_view text)
{
    const auto start = text.rfind(digest_start);
    if (start == std::string_view::npos) {
        return std::nullopt;
    }
    const auto digest = text.substr(start, digest_start.size() + digest_digits);
    const auto digits = digest.substr(digest_start.size());
    return digits.size() == digest_digits && std::all_of(digits.begin(), digits.end(), is_hex_digit)
               ? std::optional{std::string{digest}}
               : std::nullopt;
}

} // namespace

std::string update_base(const ContainerCli& cli, const std::string& name, Duration time, Log& log)
{
    auto image = cli.find_image(name);
    if (!image || !image->digests.empty()) {
        const auto pulled = run_transfer(cli, {"pull", "--quiet", "--", name}, time);
        if (!pulled && !image) {
            throw BuildFailed{"build_failed",
                              fmt::format("--base {}: {}", name, pulled.error()),
                              "",
                              classify_fault(pulled.error())};
        }
        if (!pulled) {
            log.info(fmt::format("--base {}: using the local image: {}", name, pulled.error()));
        }
        image = cli.find_image(name);
    }
    if (!image) {
        throw BuildFailed{
            "build_failed", fmt::format("--base {}: it is missing", name), "", Fault::machine};
    }
    return image->digests.empty() ? image->id : image->digest();
}

std::string
push_image(const ContainerCli& cli, const std::string& tag, const Registry& registry, Duration time)
{
    const auto name = fmt::format("{}/{}", registry.text(), tag);
    if (const auto tagged = cli.run({"tag", "--", tag, name}); !tagged.ok()) {
        throw make_push_failure(cli, get_message(tagged));
    }
    std::vector<std::string> words{"push"};
    const TempDir directory;
    const auto file = directory.path() / "digest"; // podman does not print it
    if (cli.engine() == Engine::podman) {
        words.insert(words.end(), {"--digestfile", file.native()});
    }
    words.insert(words.end(), {"--", name});
    const auto pushed = run_transfer(cli, std::move(words), time);
    if (!pushed) {
        throw make_push_failure(cli, pushed.error());
    }
    const auto digest = find_digest(
        cli.engine() == Engine::podman ? read_small_file(file).value_or("") : pushed->out);
    if (!digest) {
        throw make_push_failure(cli, "it did not report the digest");
    }
    return fmt::format("{}@{}", name.substr(0, name.rfind(':')), *digest);
}

Parsed<void> pull_by_digest(const ContainerCli& cli, const std::string& name)
{
    if (name.find("@sha256:") == std::string::npos) {
        return {};
    }
    const auto pulled = run_transfer(cli, {"pull", "--quiet", "--", name}, pull_time);
    return pulled ? Parsed<void>{} : tl::unexpected{pulled.error()};
}

} // namespace cb::engine
