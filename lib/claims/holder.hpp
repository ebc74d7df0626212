#pragma once

#include "base/error.hpp"
#include "host/process.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Which pass of `cb watch` works on what, and whether it is still at it.
namespace cb::claims {

/// Where processes run.
struct Place {
    std::string machine{};       ///< of machine-id(5) and the host's name, hashed
    std::string boot{};          ///< the kernel's boot_id; empty if it is unknown
    std::string pid_namespace{}; ///< "pid:[4026531836]"; empty if it is unknown

    /// Reads /etc and /proc.
    [[nodiscard]] static Place here();
    friend bool operator==(const Place&, const Place&) = default;
};

/// The processes of a pipeline.
struct Holder {
    Place place{};
    std::vector<host::ProcessKey> processes{};

    /// As store::Claimant::holder.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] static Parsed<Holder> parse(std::string_view json);
    friend bool operator==(const Holder&, const Holder&) = default;
};

/// Whether the holder's processes are known to have ended.
enum class Life {
    running, ///< one of them is
    gone,    ///< they were of this place and are not running, or the machine was booted since
    unknown, ///< they are of another place: only the lease counts
};

[[nodiscard]] Life find_life(const Holder& holder, const Place& here);

} // namespace cb::claims
