#pragma once

#include "base/progress.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace cb::imports {

/// How far an import is: by the bytes of its files, if it has any.
class ImportProgress {
public:
    /// It is paused. \pre `log` outlives this object
    explicit ImportProgress(Log& log);

    /// What is below these paths is read next. Resumes.
    void begin(std::span<const std::filesystem::path> paths);
    void begin() { progress_.resume(); }
    void pause() noexcept { progress_.pause(); }

    /// The file is read, by the descriptor unless that is -1; so are those before it.
    void begin_file(const std::filesystem::path& file, int fd = -1);
    void end_file() noexcept;
    /// One more job is imported.
    void advance();

private:
    std::uint64_t total_bytes_ = 0;
    std::uint64_t done_bytes_ = 0; ///< of the files before this one
    std::uint64_t size_ = 0;       ///< of this file
    int fd_ = -1;
    Progress progress_;
};

} // namespace cb::imports
