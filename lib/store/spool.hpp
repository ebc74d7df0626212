#pragma once

#include "manifest/manifest.hpp"
#include "store/target.hpp"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace cb::store {

/// A directory that keeps manifests while their database cannot be reached: one file a batch, one
/// manifest a line. Several processes may use it at once.
class Spool {
public:
    /// The directory is made when something has to be kept.
    explicit Spool(std::filesystem::path directory) : directory_{std::move(directory)} {}

    /// The spool of this database, below data_home(). A changed password does not change it.
    /// Throws Error{usage}.
    [[nodiscard]] static Spool of(const Target& target);

    /// Durable when it returns. Throws Error{system}.
    void keep(std::span<const Manifest> manifests) const;

    /// What is kept, the oldest first. Throws Error{system}.
    [[nodiscard]] std::vector<std::filesystem::path> files() const;

    /// Keeps a file that the database refuses under a name that files() does not give, and beside
    /// it the reason. Returns the new name. Throws Error{system}.
    std::filesystem::path set_aside(const std::filesystem::path& file,
                                    std::string_view reason) const;

    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_; }

private:
    std::filesystem::path directory_;
};

} // namespace cb::store
