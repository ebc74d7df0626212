#pragma once

#include "parse/find.hpp"

#include <memory>
#include <string_view>

namespace cb::parse {

/// Reads results in one format from a text that comes in pieces. How it is cut changes nothing.
class Reader {
public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;

    virtual void feed(std::string_view chunk) = 0;
    /// The end of the text. The reader is used up.
    [[nodiscard]] virtual Found finish() = 0;
};

[[nodiscard]] std::unique_ptr<Reader> make_reader(Format format);

/// The formats: one file and one function each, and one line in the table of reader.cpp.
[[nodiscard]] std::unique_ptr<Reader> make_cb_reader();

} // namespace cb::parse
