#pragma once

#include "tuning/knob.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

namespace cb::tuning {

/// The destination of values. Tests use a fake that rejects and rewrites values like the kernel.
class SysWriter {
public:
    SysWriter() = default;
    SysWriter(const SysWriter&) = delete;
    SysWriter& operator=(const SysWriter&) = delete;
    virtual ~SysWriter() = default;

    /// The kernel's error; empty if it accepted the value.
    [[nodiscard]] virtual std::error_code write(const Knob& knob, std::string_view value) = 0;
};

/// Writes to files below `root`, which must exist, each value with one write(2) as sysfs requires.
/// Does not follow a symbolic link in the last part of a path.
class FileWriter final : public SysWriter {
public:
    explicit FileWriter(std::filesystem::path root) : root_{std::move(root)} {}
    [[nodiscard]] std::error_code write(const Knob& knob, std::string_view value) override;

private:
    std::filesystem::path root_;
};

} // namespace cb::tuning
