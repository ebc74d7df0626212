#pragma once

#include "parse/collector.hpp"
#include "parse/find.hpp"

#include <memory>
#include <string_view>

namespace cb::parse {

/// Reads the results of one format, or all formats, from a text that arrives in pieces. Chunk
/// boundaries do not affect the result. The sources of a log (PrefixedText) are read separately.
class Reader {
public:
    explicit Reader(Format format, Same same = Same::together, TextFacts facts = {});
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();

    void feed(std::string_view chunk);
    /// What was found since the last call, so that it need not be kept. Results of different calls
    /// are never merged.
    [[nodiscard]] Found take();
    /// Ends the text and returns what was found. Call it once, last.
    [[nodiscard]] Found finish();

private:
    class Sources;
    std::unique_ptr<Sources> sources_;
};

} // namespace cb::parse
