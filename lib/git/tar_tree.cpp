#include "git/tar_tree.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

namespace cb::git {

namespace {

struct FreeEntry {
    void operator()(archive_entry* raw) const noexcept { archive_entry_free(raw); }
};

mode_t type_of(TreeKind kind)
{
    switch (kind) {
    case TreeKind::directory:
        return S_IFDIR;
    case TreeKind::link:
        return S_IFLNK;
    case TreeKind::file:
        break;
    }
    return S_IFREG;
}

} // namespace

void TarTree::Free::operator()(archive* raw) const noexcept
{
    archive_write_free(raw);
}

TarTree::TarTree(std::int64_t time, std::string prefix, Write write)
    : time_{time}, prefix_{std::move(prefix)}, write_{std::move(write)}, archive_{
                                                                             archive_write_new()}
{
    check(archive_write_set_format_gnutar(archive_.get()));
    check(archive_write_set_bytes_per_block(archive_.get(), 1U << 16U));
    check(archive_write_set_bytes_in_last_block(archive_.get(), 1));
    check(archive_write_open(archive_.get(), this, nullptr, &TarTree::take, nullptr));
}

/// An archive without its end is left that way. archive_write_fail(3) would say that, but
/// libarchive then leaks its buffer, as after an error of the writer.
TarTree::~TarTree()
{
    is_over_ = true;
    archive_.reset();
}

bool TarTree::wants(const std::string& /*path*/, TreeKind /*kind*/)
{
    return true;
}

void TarTree::add(const TreeEntry& entry)
{
    write(prefix_ + entry.path, entry);
}

void TarTree::add_at_top(const TreeEntry& entry)
{
    write(entry.path, entry);
}

void TarTree::write(const std::string& path, const TreeEntry& entry)
{
    constexpr mode_t link_mode = 0777;
    const std::unique_ptr<archive_entry, FreeEntry> header{archive_entry_new()};
    if (!header) {
        throw Error{Errc::system, "out of memory"};
    }
    const bool is_link = entry.kind == TreeKind::link;
    archive_entry_copy_pathname(header.get(), path.c_str());
    archive_entry_set_mode(header.get(), type_of(entry.kind) | (is_link ? link_mode : entry.mode));
    archive_entry_set_mtime(header.get(), time_, 0);
    archive_entry_set_uid(header.get(), 0);
    archive_entry_set_gid(header.get(), 0);
    archive_entry_set_size(header.get(), 0);
    if (is_link) {
        archive_entry_copy_symlink(header.get(), entry.content.c_str());
    } else if (entry.kind == TreeKind::file) {
        archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.content.size()));
    }
    check(archive_write_header(archive_.get(), header.get()));
    if (entry.kind == TreeKind::file && !entry.content.empty()) {
        const auto written =
            archive_write_data(archive_.get(), entry.content.data(), entry.content.size());
        check(written < 0 ? ARCHIVE_FATAL : ARCHIVE_OK);
    }
}

void TarTree::finish()
{
    check(archive_write_close(archive_.get()));
}

/// Exceptions must not pass through libarchive, which is written in C.
std::intptr_t
TarTree::take(archive* /*archive*/, void* self, const void* data, std::size_t size) noexcept
{
    auto& tree = *static_cast<TarTree*>(self);
    if (tree.is_over_) {
        return static_cast<std::intptr_t>(size);
    }
    try {
        tree.write_({static_cast<const char*>(data), size});
        return static_cast<std::intptr_t>(size);
    } catch (...) {
        tree.problem_ = std::current_exception();
        tree.is_over_ = true;
        return static_cast<std::intptr_t>(size); // check() throws the problem
    }
}

void TarTree::check(int code)
{
    if (problem_) {
        std::rethrow_exception(problem_);
    }
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
        const char* const why = archive_error_string(archive_.get());
        throw Error{Errc::system,
                    fmt::format("packing the tree: {}", why != nullptr ? why : "out of memory")};
    }
}

} // namespace cb::git
