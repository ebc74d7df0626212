#pragma once

#include "base/mapped_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb::verdict {

/// Files with what was found in long histories, so that the next search reads only new commits.
/// Several processes may share the directory: files appear complete, or not at all.
class ChangesCache {
public:
    /// Searches of fewer values are fast enough without. The directory need not exist.
    explicit ChangesCache(std::filesystem::path directory, std::size_t min_values = 20'000)
        : directory_{std::move(directory)}, min_values_{min_values}
    {}

    [[nodiscard]] std::size_t min_values() const noexcept { return min_values_; }

    class File {
    public:
        explicit File(MappedFile file) : file_{std::move(file)} {}
        /// As they were saved.
        [[nodiscard]] std::string_view bytes() const noexcept
        {
            return file_.bytes().substr(0, file_.bytes().size() - sizeof(std::uint64_t));
        }

    private:
        MappedFile file_;
    };

    /// What was saved last under this name; nullopt if there is nothing, or it is damaged.
    [[nodiscard]] std::optional<File> load(std::string_view name) const;

    /// Replaces it, and deletes the files that were not written for the longest time if there are
    /// more than 64, or they have more than 2 GiB together. Throws Error{system}.
    void save(std::string_view name, std::string bytes) const;

private:
    [[nodiscard]] std::filesystem::path path_of(std::string_view name) const;

    std::filesystem::path directory_;
    std::size_t min_values_;
};

enum class UseCache { no, yes };

/// The cache in this directory below cache_home() (base/paths.hpp). Nullopt if it is not wished, or
/// there is no home directory, which a service may lack.
[[nodiscard]] std::optional<ChangesCache> open_cache(UseCache wish, std::string_view directory);

} // namespace cb::verdict
