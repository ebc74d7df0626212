#include "catch.hpp"
#include "engine/untrusted.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

Source source_of(std::optional<bool> trusted)
{
    Source source;
    if (trusted) {
        source.pull = Pull{.number = 7, .title = {}, .author = {}, .base = "main"};
        source.pull->trusted = *trusted;
    }
    return source;
}

BuildSettings building_with(std::optional<Network> network)
{
    BuildSettings settings;
    settings.network = network;
    return settings;
}

} // namespace

TEST_CASE("what is trusted is built and run as asked")
{
    const auto source = source_of(GENERATE(as<std::optional<bool>>{}, std::nullopt, true));
    CHECK_FALSE(is_untrusted(source));
    CHECK_FALSE(refuse_build(source, Engine::native, building_with(Network::host)));
    Request request;
    request.network = Network::host;
    request.mounts = {"/srv"};
    CHECK_FALSE(refuse_run(source, Engine::native, request));
}

TEST_CASE("a pull request that is not trusted is built by a container engine, without network")
{
    const auto source = source_of(false);
    CHECK(is_untrusted(source));
    CHECK_FALSE(refuse_build(source, Engine::docker, building_with(std::nullopt)));
    CHECK_FALSE(refuse_build(source, Engine::podman, building_with(Network::none)));
    CHECK_THAT(refuse_build(source, Engine::docker, building_with(Network::host)).value(),
               CB_CONTAINS("pull request 7 is not trusted, so it gets no network"));
    CHECK_THAT(refuse_build(source, Engine::native, building_with(std::nullopt)).value(),
               CB_CONTAINS("native engine"));
    auto settings = building_with(std::nullopt);
    settings.secrets = {{"token", "/root/token"}};
    CHECK_THAT(refuse_build(source, Engine::docker, settings).value(), CB_CONTAINS("no secret"));
}

TEST_CASE("it runs in a container, without network and without files of the host")
{
    const auto source = source_of(false);
    Request request;
    CHECK_FALSE(refuse_run(source, Engine::docker, request));
    CHECK_THAT(refuse_run(source, Engine::native, request).value(), CB_CONTAINS("native engine"));
    request.mounts = {"/srv"};
    CHECK_THAT(refuse_run(source, Engine::docker, request).value(), CB_CONTAINS("--mount"));
    request.mounts.clear();
    request.network = Network::host;
    CHECK_THAT(refuse_run(source, Engine::docker, request).value(), CB_CONTAINS("--network"));
}
