#pragma once

#include "display.hpp"
#include "option.hpp"

namespace cb::cmd {

/// The row of --json, which commands have whose standard output people read on a terminal.
[[nodiscard]] inline Group describe_json_option(OutputWish& wish)
{
    return {"Output",
            {{.name = "--json",
              .sentence = "Write manifests on a terminal, too, as into a pipe or a file",
              .binding = set(wish, OutputWish::manifests),
              .no_key = "it is for the person at the terminal"}}};
}

} // namespace cb::cmd
