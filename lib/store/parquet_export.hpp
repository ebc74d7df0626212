#pragma once

#include "base/log.hpp"
#include "store/selection.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace cb::store {

struct ParquetSummary {
    std::uint64_t files = 0;
    std::int64_t rows = 0;
};

/// Writes the selected measurements of the runs that count below `directory`, a file for each
/// repository and month: REPOSITORY/2026-01.parquet, where REPOSITORY is directory_of(). The month
/// is that of the run's start, or of its storing if the start is unknown. Each file is replaced as
/// a whole; other files stay. Memory grows with the jobs of a repository. `cb_version` is written
/// to the files. Throws what Queries throws, and Error{system}.
ParquetSummary write_parquet(const Target& target,
                             const Selection& selection,
                             const std::filesystem::path& directory,
                             const std::string& cb_version,
                             Log& log);

} // namespace cb::store
