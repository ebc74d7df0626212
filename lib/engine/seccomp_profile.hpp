#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The part of a container engine's system call profile that holds for a process without
/// capabilities: github.com/opencontainers/runtime-spec, config-linux.md, "Seccomp", in the form in
/// which docker reads it (--security-opt seccomp=FILE).
namespace cb::engine {

/// The profile of an engine, as it is shipped: that of the native sandbox is docker's.
/// scripts/update-seccomp-profile says what is in it. Throws Error{system}.
[[nodiscard]] std::filesystem::path seccomp_profile_file(Engine engine);

/// "sha256:…" of that file, for the manifest's run.provenance. Throws Error{system}.
[[nodiscard]] std::string seccomp_profile_hash(Engine engine);

/// Of a profile: what an argument of the call is compared with.
struct CallArgument {
    unsigned index = 0;
    std::string comparison; ///< "SCMP_CMP_EQ"
    std::uint64_t value = 0;
    std::uint64_t second_value = 0;
};

struct CallRule {
    std::vector<std::string> names{};
    std::optional<std::uint16_t> error{}; ///< the errno that refuses the call; none: it is allowed
    std::vector<CallArgument> arguments{};
};

struct SeccompProfile {
    std::uint16_t default_error = 0;
    std::vector<std::string> sub_architectures{}; ///< "SCMP_ARCH_X86"
    std::vector<CallRule> rules{};
};

/// The machine that a profile is read for, by the names of the profile.
struct ProfileMachine {
    std::string architecture; ///< "SCMP_ARCH_X86_64"
    std::string name;         ///< "amd64"
};

/// Reads the profile and leaves out the rules for other machines and for processes with
/// capabilities. Rules of old kernels (minKernel) hold: no kernel that cb runs on is older.
[[nodiscard]] Parsed<SeccompProfile> parse_seccomp_profile(std::string_view text,
                                                           const ProfileMachine& machine);

} // namespace cb::engine
