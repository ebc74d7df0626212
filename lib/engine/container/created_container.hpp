#pragma once

#include "base/log.hpp"
#include "engine/container/container_cli.hpp"

#include <string>
#include <string_view>

namespace cb::engine {

/// Removes the container with this name in any state, even if cb was interrupted while the engine
/// was creating it.
class CreatedContainer {
public:
    /// \pre `cli` and `log` outlive this object
    CreatedContainer(const ContainerCli& cli, std::string name, Log& log);
    CreatedContainer(const CreatedContainer&) = delete;
    CreatedContainer& operator=(const CreatedContainer&) = delete;
    ~CreatedContainer();

private:
    void warn(std::string_view why);

    const ContainerCli& cli_;
    std::string name_;
    Log& log_;
};

} // namespace cb::engine
