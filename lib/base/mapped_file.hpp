#pragma once

#include "base/quantity.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

namespace cb {

/// A file in memory, read only (mmap(2)). Only for files that are replaced and never truncated:
/// reading beyond the end of a truncated file kills the process.
class MappedFile {
public:
    /// Throws Error{bad_input} if it is larger than `max_size`, otherwise Error{system}.
    MappedFile(const std::filesystem::path& path, Bytes max_size);
    MappedFile(MappedFile&& other) noexcept
        : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}
    {}
    MappedFile& operator=(MappedFile&&) = delete;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::string_view bytes() const noexcept
    {
        return {static_cast<const char*>(data_), size_};
    }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace cb
