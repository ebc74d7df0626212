#pragma once

#include "parse/format.hpp"

#include <memory>

namespace cb::parse {

/// What reads a format, and the name under which it does.
template <typename Kind> struct NamedFormat {
    Format format;
    std::unique_ptr<Kind> reader;
};

} // namespace cb::parse
