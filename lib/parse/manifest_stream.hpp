#pragma once

#include <string_view>

namespace cb::parse {

/// Whether the input, given its start, is a stream of manifests rather than benchmark output: its
/// first non-blank line is a JSON object with the members "cb" and "job". The line may be longer
/// than `start_of_input`, but both members must lie within it. Linear.
[[nodiscard]] bool is_manifest_stream(std::string_view start_of_input);

} // namespace cb::parse
