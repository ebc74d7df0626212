#pragma once

#include "store/target.hpp"

#include <array>
#include <string>
#include <string_view>

/// Read access for people to the views of docs/storing.md.
namespace cb::store {

/// The views for people.
inline constexpr std::array<std::string_view, 8> views{"jobs",
                                                       "failures",
                                                       "results",
                                                       "latest",
                                                       "history",
                                                       "series_overview",
                                                       "samples",
                                                       "renamed_series"};

/// Lets the role read the views, and nothing else of the store. Creates the store if absent. Throws
/// Error{usage} if there is no such role or the store is a file, Error{unavailable} if the
/// connection's role does not own the views, and what Store throws.
void grant_read(const Target& target, const std::string& role);

} // namespace cb::store
