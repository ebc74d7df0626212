#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The part of a container engine's system call profile that applies to a process without
/// capabilities. The format is docker's (--security-opt seccomp=FILE), derived from
/// github.com/opencontainers/runtime-spec, config-linux.md, "Seccomp".
namespace cb::engine {

/// The file of an engine's profile, as shipped. The native sandbox uses docker's. See
/// scripts/update-seccomp-profile for its content. Throws Error{system}.
[[nodiscard]] std::filesystem::path seccomp_profile_file(Engine engine);

/// "sha256:…" of that file, for the manifest's run.provenance. Throws Error{system}.
[[nodiscard]] std::string seccomp_profile_hash(Engine engine);

/// What a rule compares an argument of the call with.
struct CallArgument {
    unsigned index = 0;
    std::string comparison; ///< "SCMP_CMP_EQ"
    std::uint64_t value = 0;
    std::uint64_t second_value = 0;
};

struct CallRule {
    std::vector<std::string> names{};
    /// The errno that refuses the call; nullopt: the call is allowed.
    std::optional<std::uint16_t> error{};
    std::vector<CallArgument> arguments{};
};

struct SeccompProfile {
    std::uint16_t default_error = 0;
    std::vector<std::string> sub_architectures{}; ///< "SCMP_ARCH_X86"
    std::vector<CallRule> rules{};
};

/// The machine that a profile is read for, with the names used in profiles.
struct ProfileMachine {
    std::string architecture; ///< "SCMP_ARCH_X86_64"
    std::string name;         ///< "amd64"
};

/// Parses the profile, without the rules for other machines and for processes with capabilities.
/// Rules with a minimum kernel version (minKernel) always apply, because cb runs on no older
/// kernel.
[[nodiscard]] Parsed<SeccompProfile> parse_seccomp_profile(std::string_view text,
                                                           const ProfileMachine& machine);

} // namespace cb::engine
