#pragma once

#include "base/fd.hpp"
#include "base/file.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace cb {

/// A file that is written piece by piece and gets its name once it is complete: until then it has a
/// random name next to it. The destructor deletes an incomplete file. Everything throws
/// Error{system}.
class NewFile {
public:
    /// Keeps the permissions of a file that it will replace; `readers` applies to a new file.
    explicit NewFile(std::filesystem::path path, Readers readers = Readers::umask);
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();

    void append(std::string_view data);

    /// Fsyncs the file, renames it to its name and fsyncs the directory. Readers see either the old
    /// or the new file, even after a crash.
    void complete();

    /// The same without fsync, for a file whose reader detects that a crash has damaged it.
    void complete_unsynced();

private:
    std::filesystem::path path_;
    std::string name_; ///< until it is complete; then empty
    Fd fd_;
};

/// Creates the directory and its parents, as permitted by the umask, and fsyncs the directories
/// that name them. Throws Error{system}.
void make_durable_directory(const std::filesystem::path& path);

} // namespace cb
