#pragma once

#include "report/chunks.hpp"
#include "report/site.hpp"
#include "store/history_reader.hpp"
#include "verdict/changes.hpp"

#include <span>
#include <string>
#include <vector>

namespace cb::report {

/// One history: a series in one setting.
using Spreads = std::vector<store::JobSpread>;

/// Where the points of a history are written.
struct Placement {
    std::string file;  ///< the start of the names of its files: FILE-FIRST.js per chunk
    std::size_t index; ///< in these files
};

/// Divides histories into files, each of a few histories of one benchmark. `directory` is in the
/// site. \pre the histories of a benchmark follow each other
[[nodiscard]] std::vector<Placement> place_histories(const std::string& directory,
                                                     std::span<const verdict::HistoryName> names);

/// The name of the file of a chunk.
[[nodiscard]] std::string name_file(const std::string& start, const Chunk& chunk);

/// Commits of which files are written.
struct SourcedChunk {
    Chunk chunk;
    std::string source; ///< as for Site::put()
};

/// Writes the points of histories.
class SeriesFiles {
public:
    /// \pre `site` outlives this object
    SeriesFiles(Site& site, std::vector<SourcedChunk> chunks);

    /// Adds the next history of place_histories(), with its points in the order of commits.
    void add(const Placement& placement, Spreads spreads);

    /// Writes what was added last.
    void finish();

private:
    void write(const SourcedChunk& chunk);

    Site& site_;
    std::vector<SourcedChunk> chunks_;
    std::string file_{};
    std::vector<Spreads> histories_{}; ///< of the current files
};

} // namespace cb::report
