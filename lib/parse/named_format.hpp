#pragma once

#include "parse/format.hpp"

#include <memory>

namespace cb::parse {

/// The reader of a format, and the name of that format.
template <typename Kind> struct NamedFormat {
    Format format;
    std::unique_ptr<Kind> reader;
};

} // namespace cb::parse
