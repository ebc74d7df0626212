#pragma once

#include "host/tree.hpp"
#include "tuning/sys_writer.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace cb::test {

/// Every file below a directory with its content, "path: content", in path order.
[[nodiscard]] std::set<std::string> files_below(const std::filesystem::path& root);

/// The entries in only one of the two: "- path: content" for the first and "+ path: content" for
/// the second.
[[nodiscard]] std::string difference(const std::set<std::string>& first,
                                     const std::set<std::string>& second);

/// Handles writes as the kernel does: it normalizes some values, refuses others, and changes
/// related files, too.
class FakeKernel final : public tuning::SysWriter {
public:
    explicit FakeKernel(const Tree& tree) : tree_{tree}, files_{tree.root()} {}
    [[nodiscard]] std::error_code write(const tuning::Knob& knob, std::string_view value) override;

    std::map<std::string, std::errc> refuses{};        ///< the error for each path
    std::function<void(int)> after_write = [](int) {}; ///< called with the number of writes so far

private:
    [[nodiscard]] std::error_code take(const std::string& path, const std::string& value);
    [[nodiscard]] std::error_code take_frequency(const std::string& path, const std::string& value);
    void switch_cpu(const std::string& cpu, const std::string& value);
    void reset_window(const std::string& policy, bool has_boost);
    [[nodiscard]] std::string text(const std::string& path) const;
    void put(const std::string& path, const std::string& value) const;

    const Tree& tree_;
    host::SysFiles files_;
    int written_ = 0;
};

} // namespace cb::test
