#pragma once

#include <string>
#include <string_view>

/// The members of a manifest that this program does not know, apart from those that it knows. They
/// are one JSON object with the unknown members of the top level and, for each section that has
/// unknown members, an object of the same kind. In place of an array of sections is an object whose
/// keys are the indices from 0:
///
///     {"source":{"mirror":"m"},"run":{"iterations":{"3":{"note":1.50}}},"queue":"q"}
///
/// Keys and values are as written. Sections come first, in the order of fields.hpp, so manifests
/// that differ only in the order of their known members have the same text. Manifest::
/// unknown_members() makes it; it is empty if nothing is unknown. The members of results are not
/// in it, nor those of a failure of a job that did not fail.
namespace cb {

/// `json` with the members of `unknown` at the end of the objects to which they belong. A member
/// that `json` has is not replaced. An empty `unknown` changes nothing. Linear. Of a text that is
/// not valid JSON, any part may be missing.
[[nodiscard]] std::string with_unknown_members(std::string_view json, std::string_view unknown);

} // namespace cb
