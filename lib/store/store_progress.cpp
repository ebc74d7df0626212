#include "store/store_progress.hpp"

#include "base/fd.hpp"

#include <algorithm>
#include <span>

namespace cb::store {

namespace {

/// 0 if another process took the file.
std::uint64_t size_of(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

} // namespace

StoreProgress::StoreProgress(const ManifestReader& in, Log& log)
    : in_{in}, progress_{log, {.verb = "storing", .singular = "job"}}
{}

void StoreProgress::expect(std::span<const std::filesystem::path> files)
{
    for (const auto& file : files) {
        total_bytes_ += size_of(file);
    }
}

void StoreProgress::finish(const std::filesystem::path& file)
{
    done_bytes_ = std::min(done_bytes_ + size_of(file), total_bytes_);
}

void StoreProgress::advance(std::size_t jobs)
{
    estimate();
    progress_.advance(jobs);
}

std::optional<Manifest> StoreProgress::wait_for_next(ManifestReader& in)
{
    if (auto ready = in.next_if_ready()) {
        return ready;
    }
    progress_.pause();
    auto next = in.next();
    progress_.resume();
    return next;
}

void StoreProgress::estimate()
{
    const auto place = in_.place();
    const auto total = total_bytes_ + (place ? place->size : 0);
    const bool is_known = place.has_value() || done_bytes_ < total_bytes_;
    progress_.set_share(
        is_known && total > 0
            ? std::optional{static_cast<double>(done_bytes_ + (place ? place->at : 0)) /
                            static_cast<double>(total)}
            : std::nullopt);
}

} // namespace cb::store
