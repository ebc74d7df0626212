#pragma once

#include "host/sys_files.hpp"

#include <string>
#include <string_view>

namespace cb::tuning {

/// A file of /sys or /proc that tuning may write. No knob exists for any other file, so a journal
/// cannot make cb write elsewhere.
class Knob {
public:
    /// Accepts the paths of the table in knob.cpp, relative to the root: "proc/sys/vm/swappiness".
    [[nodiscard]] static Parsed<Knob> parse(std::string_view path);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// The canonical form of all texts that the kernel prints for a value: "madvise" for "always
    /// [madvise] never", "f" for "00000000,0000000f". Two texts have the same meaning if their
    /// canonical forms are equal, and the kernel accepts the canonical form. Rejects invalid values
    /// of this knob.
    [[nodiscard]] Parsed<std::string> canonical(std::string_view text) const;

    /// The current value in canonical form; nullopt if it cannot be read or parsed: the files of an
    /// offline CPU cannot be read.
    [[nodiscard]] std::optional<std::string> read(const host::SysFiles& files) const;

    friend bool operator==(const Knob& left, const Knob& right)
    {
        return left.path_ == right.path_;
    }

private:
    enum class Kind { word, number, huge_pages, cpu_list, cpu_mask };
    struct Known;

    Knob(std::string_view path, Kind kind) : path_{path}, kind_{kind} {}

    std::string path_;
    Kind kind_;
};

} // namespace cb::tuning
