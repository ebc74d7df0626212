#pragma once

namespace cb {

/// Which way is better.
enum class Direction { lower, higher, unknown };

} // namespace cb
