#pragma once

#include "store/store.hpp"

#include <functional>
#include <string_view>

/// Exports the samples as text (docs/export.md), in the order of Store::for_each_sample(), in
/// pieces of about 64 KiB. Each number is the shortest text that reads back equal. Exceptions from
/// `sink` propagate.
namespace cb::store {

using Sink = std::function<void(std::string_view)>;

/// One JSON object per line.
void write_jsonl(Store& store, const Sink& sink);

/// CSV as in RFC 4180, with a header; unknown values are empty.
void write_csv(Store& store, const Sink& sink);

} // namespace cb::store
