#pragma once

#include "store/store.hpp"

#include <functional>
#include <string_view>

/// The samples as text for other programs (docs/export.md), in the order of
/// Store::for_each_sample(), in pieces of about 64 KiB. Numbers are the shortest text that reads
/// back equal. What `sink` throws passes through.
namespace cb::store {

using Sink = std::function<void(std::string_view)>;

/// One JSON object a line.
void write_jsonl(Store& store, const Sink& sink);

/// CSV as in RFC 4180, with a header; what is not known is empty.
void write_csv(Store& store, const Sink& sink);

} // namespace cb::store
