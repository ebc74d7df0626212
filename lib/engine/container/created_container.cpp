#include "engine/container/created_container.hpp"

#include "engine/container/container_words.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds cleanup_time{60};

} // namespace

CreatedContainer::CreatedContainer(const ContainerCli& cli, std::string name, Log& log)
    : cli_{cli}, name_{std::move(name)}, log_{log}
{}

CreatedContainer::~CreatedContainer()
{
    try {
        auto removed = remove();
        if (!removed.ok()) { // podman does not remove a paused container
            static_cast<void>(cli_.run({"unpause", name_}, cleanup_time, OnStop::ignore));
            removed = remove();
        }
        if (!removed.ok() && removed.err.find("o such container") == std::string::npos) {
            warn(get_message(removed));
        }
    } catch (const std::exception& error) {
        warn(error.what());
    }
}

Completed CreatedContainer::remove() const
{
    return cli_.run(remove_words(name_), cleanup_time, OnStop::ignore);
}

void CreatedContainer::warn(std::string_view why)
{
    log_.warning(fmt::format("the container {} may remain: {}", name_, why));
}

} // namespace cb::engine
