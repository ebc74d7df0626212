#pragma once

#include "base/time.hpp"
#include "manifest/manifest.hpp"
#include "parse/find.hpp"
#include "parse/reader.hpp"

#include <string_view>
#include <vector>

namespace cb::parse {

/// Which results of a run to read: all, or only what cb measured.
enum class Extent { everything, measures };

/// The parse stage for one job. Finds the results in the run's output or files (run_results.hpp),
/// adds what cb measured, and sets `parse` and `results`. A job without any results fails
/// ("no_results"). A job that failed before keeps its failure, and its output up to then is read.
/// An earlier reading is replaced, including its failure; `read_at` tells which reading is newer. A
/// job whose commit is not relevant does not fail and has no results. A job that never ran passes
/// unchanged, and so does one that was read before and has no output.
void parse_into(Manifest& job,
                Format format,
                Extent extent = Extent::everything,
                std::optional<Time> read_at = now());

/// The job of results that a tool measured for another commit. What `past` does not say comes from
/// `of_text`. Its identity comes from the commit, the part and the configuration, and its reading
/// from the last measurement, so that a history that grew continues the same jobs. Without a part,
/// it comes from the results.
[[nodiscard]] Manifest make_past_job(const Past& past,
                                     const Source& of_text,
                                     const Config& config,
                                     const std::string& format);

/// Creates a job from the output of a benchmark that cb did not run, fed in pieces. Its identity
/// comes from the source, the configuration, and the results with their lines, so the same file
/// gives the same job again. Keeps only the results, not the text.
class TextJob {
public:
    TextJob(Source source, Config config, Format format);

    void feed(std::string_view chunk) { reader_.feed(chunk); }
    /// The job, failed ("no_results") if nothing was found, and the jobs of another commit that the
    /// text names (Found::past). If all results belong to that, omits the first job. Throws
    /// Error{bad_input} if the text names several commits. Call it once, last.
    [[nodiscard]] std::vector<Manifest> finish();

private:
    Source source_;
    Config config_;
    Reader reader_;
};

/// Creates jobs from a text that is still growing: one for each object or line with results, as
/// soon as it is complete. A job's identity comes from the source, the configuration and the
/// results with their lines, so following the same text again gives the same jobs. Does not keep
/// the text.
class FollowedText {
public:
    FollowedText(Source source, Config config, Format format);

    void feed(std::string_view chunk) { reader_.feed(chunk); }
    /// The jobs since the last call. Throws like TextJob::finish().
    [[nodiscard]] std::vector<Manifest> take();
    /// Ends the text and returns its last jobs. If the whole text had no results, or something was
    /// rejected since the last result, they include a failed job ("no_results"). Call it once,
    /// last.
    [[nodiscard]] std::vector<Manifest> finish();

private:
    [[nodiscard]] std::vector<Manifest> jobs_of(Found found);
    [[nodiscard]] std::vector<Rejected> take_rejected(std::uint64_t last_line);

    Source source_;
    Config config_;
    Reader reader_;
    std::vector<Rejected> rejected_{}; ///< since the last job
    std::vector<Past> past_{};         ///< of earlier jobs, without results
    bool has_found_ = false;
};

} // namespace cb::parse
