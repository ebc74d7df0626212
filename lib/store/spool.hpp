#pragma once

#include "manifest/alias_record.hpp"
#include "manifest/manifest.hpp"
#include "store/target.hpp"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace cb::store {

/// A directory that keeps manifests while their database is unreachable: one file per batch, one
/// manifest or alias per line. Several processes may use it at once.
class Spool {
public:
    /// The directory is created with the first file.
    explicit Spool(std::filesystem::path directory) : directory_{std::move(directory)} {}

    /// The spool of this database, below data_home(). A changed password does not change the path.
    /// Throws Error{usage}.
    [[nodiscard]] static Spool of(const Target& target);

    /// Durable on return. Throws Error{system}.
    void keep(std::span<const Manifest> manifests) const;
    void keep(std::span<const AliasRecord> aliases) const;

    /// The files, oldest first. Throws Error{system}.
    [[nodiscard]] std::vector<std::filesystem::path> files() const;

    /// The files that were set aside. Throws Error{system}.
    [[nodiscard]] std::vector<std::filesystem::path> refused() const;

    /// Renames a file that the database refuses, so that files() no longer returns it, and writes
    /// the reason next to it. Returns the new name. Throws Error{system}.
    std::filesystem::path set_aside(const std::filesystem::path& file,
                                    std::string_view reason) const;

    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_; }

private:
    void keep_lines(const std::string& lines) const;
    [[nodiscard]] std::vector<std::filesystem::path> find(const char* extension) const;

    std::filesystem::path directory_;
};

} // namespace cb::store
