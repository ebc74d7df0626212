#pragma once

#include "base/time.hpp"
#include "manifest/manifest.hpp"
#include "parse/find.hpp"
#include "parse/reader.hpp"

#include <string_view>
#include <vector>

namespace cb::parse {

/// What is read of a run: everything, or only what cb measured of it.
enum class Extent { everything, measures };

/// The stage for one job: finds the results in what the run printed or wrote (run_results.hpp),
/// adds what cb measured of the run, and sets `parse` and `results`. A job in which nothing is
/// found fails ("no_results"); one that failed before keeps its failure, and what it printed until
/// then is read. What an earlier reading said is replaced, its failure included; `read_at` tells
/// the newer from the older one. A job that never ran passes as it is.
void parse_into(Manifest& job,
                Format format,
                Extent extent = Extent::everything,
                Time read_at = now());

/// Makes a job of what a benchmark printed, in pieces, when cb did not run it. Its identity is made
/// from the source, the configuration, and what was found with its lines: the same file twice is
/// the same job. Keeps nothing of the text but its results.
class TextJob {
public:
    TextJob(Source source, Config config, Format format);

    void feed(std::string_view chunk) { reader_.feed(chunk); }
    /// The job, failed ("no_results") if nothing was found, and a job for each other commit of
    /// which the text has results (Found::past). Where there are only those, the first is left out.
    /// The object is used up.
    [[nodiscard]] std::vector<Manifest> finish();

private:
    Source source_;
    Config config_;
    Reader reader_;
};

/// Makes jobs of a text that is still growing: one for each object or line with results, as soon as
/// it is there. Its identity is made from the source, the configuration and the results with their
/// lines, so that following the same text again gives the same jobs. Keeps nothing of the text.
class FollowedText {
public:
    FollowedText(Source source, Config config, Format format);

    void feed(std::string_view chunk) { reader_.feed(chunk); }
    /// The jobs since the last call.
    [[nodiscard]] std::vector<Manifest> take();
    /// The end of the text, and its last jobs. Where nothing was found in all of it, or something
    /// was rejected since the last result, there is a failed one ("no_results"). The object is used
    /// up.
    [[nodiscard]] std::vector<Manifest> finish();

private:
    [[nodiscard]] std::vector<Manifest> jobs_of(Found found);
    [[nodiscard]] std::vector<Rejected> take_rejected(std::uint64_t last_line);

    Source source_;
    Config config_;
    Reader reader_;
    std::vector<Rejected> rejected_{}; ///< since the last job
    bool has_found_ = false;
};

} // namespace cb::parse
