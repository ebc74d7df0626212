#pragma once

#include "git/tree_sink.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace cb::git {

/// Packs a tree into a tar archive in GNU's format, which has names of any length and any bytes.
/// Everything belongs to root and has the same time, so equal trees give equal archives.
class TarTree final : public TreeSink {
public:
    /// Called with each piece of the archive, in order.
    using Write = std::function<void(std::string_view)>;

    /// `time` in seconds since 1970. Every path is put below `prefix`: empty, or a directory with a
    /// trailing slash.
    TarTree(std::int64_t time, std::string prefix, Write write);
    ~TarTree() override;

    [[nodiscard]] bool wants(const std::string& path, TreeKind kind) override;

    /// Throws what `write` throws; Error{system} if there is no memory.
    void add(const TreeEntry& entry) override;

    /// The same for an entry that is not below the prefix.
    void add_at_top(const TreeEntry& entry);

    /// Writes the end of the archive. Throws like add().
    void finish();

private:
    struct Free {
        void operator()(archive* raw) const noexcept;
    };

    static std::intptr_t
    take(archive* /*archive*/, void* self, const void* data, std::size_t size) noexcept;
    void write(const std::string& path, const TreeEntry& entry);
    void check(int code);

    std::int64_t time_;
    std::string prefix_;
    Write write_;
    std::exception_ptr problem_{}; ///< thrown by write_ inside libarchive
    bool is_over_ = false;         ///< nothing more is written
    std::unique_ptr<archive, Free> archive_;
};

} // namespace cb::git
