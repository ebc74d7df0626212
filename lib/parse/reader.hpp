#pragma once

#include "parse/collector.hpp"
#include "parse/find.hpp"

#include <memory>
#include <string_view>

namespace cb::parse {

/// Reads the results of a format, or of all, from a text that comes in pieces. How it is cut
/// changes nothing. What the sources of a log (PrefixedText) print is read apart.
class Reader {
public:
    explicit Reader(Format format, Same same = Same::together);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();

    void feed(std::string_view chunk);
    /// What was found since the last call, so that it need not be kept. Nothing of one call is put
    /// together with anything of another.
    [[nodiscard]] Found take();
    /// The end of the text, and what was found. The reader is used up.
    [[nodiscard]] Found finish();

private:
    class Sources;
    std::unique_ptr<Sources> sources_;
};

} // namespace cb::parse
