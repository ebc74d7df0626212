#pragma once

#include "base/text_style.hpp"
#include "claims/holder.hpp"
#include "store/claims.hpp"

#include <span>
#include <string>

namespace cb::claims {

/// A table of the claims, with what is known of their processes; "" if there are none. Texts of the
/// store are safe for a terminal.
[[nodiscard]] std::string
to_text(std::span<const store::Claim> claims, const Place& here, const TextStyle& style);

} // namespace cb::claims
