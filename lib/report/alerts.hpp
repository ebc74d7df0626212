#pragma once

#include "store/annotations.hpp"
#include "verdict/changes.hpp"

#include <span>
#include <string>

namespace cb::report {

/// The alerts of a branch and the notes of people as JSON. Histories are numbered as in
/// `changes.histories`, commits as in `changes.commits`.
[[nodiscard]] std::string to_alerts_json(const verdict::RepositoryChanges& changes,
                                         std::span<const store::Annotation> annotations);

} // namespace cb::report
