#include "engine/container/created_container.hpp"

#include <fmt/format.h>

namespace cb::engine {

CreatedContainer::CreatedContainer(const ContainerCli& cli, std::string name, Log& log)
    : cli_{cli}, name_{std::move(name)}, log_{log}
{}

CreatedContainer::~CreatedContainer()
{
    try {
        if (const auto removed = cli_.remove(name_); !removed) {
            warn(removed.error());
        }
    } catch (const std::exception& error) {
        warn(error.what());
    }
}

void CreatedContainer::warn(std::string_view why)
{
    log_.warning(fmt::format("the container {} may remain: {}", name_, why));
}

} // namespace cb::engine
