#pragma once

#include "base/hash.hpp"
#include "manifest/manifest.hpp"
#include "parse/find.hpp"
#include "parse/reader.hpp"

#include <string_view>
#include <vector>

namespace cb::parse {

/// The stage for one job: finds the results in what the run printed and sets `parse` and `results`.
/// A job in which nothing is found fails ("no_results"); one that failed before keeps its failure,
/// and what it printed until then is read. A job that never ran passes as it is.
void parse_into(Manifest& job, Format format);

/// Makes a job of what a benchmark printed, in pieces, when cb did not run it. Its identity is made
/// from the source, the configuration and the text: the same file twice is the same job. Keeps
/// nothing of the text but its results.
class TextJob {
public:
    TextJob(Source source, Config config, Format format);

    /// Throws Error{system}.
    void feed(std::string_view chunk);
    /// The job, failed ("no_results") if nothing was found, and a job for each other commit of
    /// which the text has results (Found::past). Where there are only those, the first is left out.
    /// The object is used up.
    [[nodiscard]] std::vector<Manifest> finish();

private:
    Source source_;
    Config config_;
    Reader reader_;
    Sha256 hash_{};
};

} // namespace cb::parse
