#pragma once

#include "tuning/knob.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

namespace cb::tuning {

/// Where values go. Tests put a kernel in its place that refuses and rewrites as the real one does.
class SysWriter {
public:
    SysWriter() = default;
    SysWriter(const SysWriter&) = delete;
    SysWriter& operator=(const SysWriter&) = delete;
    virtual ~SysWriter() = default;

    /// What the kernel answered; empty when it took the value.
    [[nodiscard]] virtual std::error_code write(const Knob& knob, std::string_view value) = 0;
};

/// Writes to the files below `root`, which must be there, each value with one write(2) as sysfs
/// wants it. Follows no symbolic link in the last part of a path.
class FileWriter final : public SysWriter {
public:
    explicit FileWriter(std::filesystem::path root) : root_{std::move(root)} {}
    [[nodiscard]] std::error_code write(const Knob& knob, std::string_view value) override;

private:
    std::filesystem::path root_;
};

} // namespace cb::tuning
