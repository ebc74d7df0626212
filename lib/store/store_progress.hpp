#pragma once

#include "base/progress.hpp"
#include "manifest/stream.hpp"
#include "store/spool.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace cb::store {

/// How far storing is: by the bytes of the spool, and of the input if that is a file.
class StoreProgress {
public:
    /// \pre both outlive this object
    StoreProgress(const ManifestReader& in, Log& log);

    /// The bytes of these files of the spool are read, too.
    void expect(std::span<const std::filesystem::path> files);
    /// One of them is stored.
    void finish(const std::filesystem::path& file);
    /// So many more jobs are stored or kept.
    void advance(std::size_t jobs);

    /// The next manifest. While it waits, a stage before this one may show its progress.
    [[nodiscard]] std::optional<Manifest> wait_for_next(ManifestReader& in);

private:
    void estimate();

    const ManifestReader& in_;
    std::uint64_t done_bytes_ = 0;  ///< of the spool
    std::uint64_t total_bytes_ = 0; ///< of the spool
    Progress progress_;
};

} // namespace cb::store
