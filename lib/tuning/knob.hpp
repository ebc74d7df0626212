#pragma once

#include "host/sys_files.hpp"

#include <string>
#include <string_view>

namespace cb::tuning {

/// A file of /sys or /proc that tuning may write. There is no knob for any other file, so nothing
/// that a journal says can make cb write elsewhere.
class Knob {
public:
    /// Accepts the paths of the table in knob.cpp, relative to the root: "proc/sys/vm/swappiness".
    [[nodiscard]] static Parsed<Knob> parse(std::string_view path);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// The value in the one form that stands for everything the kernel writes for it: "madvise" for
    /// "always [madvise] never", "f" for "00000000,0000000f". Two texts mean the same when their
    /// canonical forms are equal, and the kernel reads the form back. Refuses what is no value of
    /// this knob.
    [[nodiscard]] Parsed<std::string> canonical(std::string_view text) const;

    /// The canonical present value; none where it cannot be read or understood: the files of an
    /// offline CPU refuse.
    [[nodiscard]] std::optional<std::string> read(const SysFiles& files) const;

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
