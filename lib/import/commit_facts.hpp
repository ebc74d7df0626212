#pragma once

#include "git/positions.hpp"
#include "git/repository.hpp"
#include "manifest/sections.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb::imports {

/// What a git repository knows of the commits that a history names.
class CommitFacts {
public:
    /// Throws what git::Repository::open() throws.
    explicit CommitFacts(const std::filesystem::path& directory)
        : repository_{git::Repository::open(directory)}, positions_{repository_}
    {}

    /// The project's name, by the repository's origin.
    [[nodiscard]] std::string project() const { return repository_.name(); }

    /// The commit of which `text` is the full or abbreviated hash. Nullopt if `text` is no hash of
    /// at least 4 digits, if there is no such commit, and if there are several.
    [[nodiscard]] std::optional<CommitId> find(std::string_view text) const;

    /// Adds what `source` lacks: parents, position, times, author, subject. Returns false if the
    /// repository does not have the commit, and then changes nothing. Throws Error{system}.
    [[nodiscard]] bool complete(Source& source);

private:
    git::Repository repository_;
    git::Positions positions_;
};

/// Whether the text consists of 4 to 64 lower-case hexadecimal digits.
[[nodiscard]] bool is_hash(std::string_view text);

} // namespace cb::imports
