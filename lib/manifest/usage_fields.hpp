#pragma once

#include "manifest/sections.hpp"

#include <array>
#include <string_view>

/// The figures of Usage by name, for code that treats them all alike.
namespace cb {

/// How to combine the figures of several iterations.
enum class Combine { sum, highest };

template <typename T> struct UsageField {
    std::string_view name{};
    std::optional<T> Usage::*figure{};
    Combine combine{};
};

inline constexpr std::array seconds_of_usage{
    UsageField<double>{"user_s", &Usage::user_s, Combine::sum},
    UsageField<double>{"system_s", &Usage::system_s, Combine::sum},
    UsageField<double>{"throttled_s", &Usage::throttled_s, Combine::sum},
    UsageField<double>{"pressure_cpu_s", &Usage::pressure_cpu_s, Combine::sum},
    UsageField<double>{"pressure_memory_s", &Usage::pressure_memory_s, Combine::sum},
    UsageField<double>{"pressure_io_s", &Usage::pressure_io_s, Combine::sum},
};

using CountField = UsageField<std::uint64_t>;
inline constexpr std::array counts_of_usage{
    CountField{"peak_memory_bytes", &Usage::peak_memory_bytes, Combine::highest},
    CountField{"anonymous_bytes", &Usage::anonymous_bytes, Combine::highest},
    CountField{"file_bytes", &Usage::file_bytes, Combine::highest},
    CountField{"shared_bytes", &Usage::shared_bytes, Combine::highest},
    CountField{"swap_bytes", &Usage::swap_bytes, Combine::highest},
    CountField{"storage_read_bytes", &Usage::storage_read_bytes, Combine::sum},
    CountField{"storage_written_bytes", &Usage::storage_written_bytes, Combine::sum},
    CountField{"minor_faults", &Usage::minor_faults, Combine::sum},
    CountField{"major_faults", &Usage::major_faults, Combine::sum},
    CountField{"voluntary_switches", &Usage::voluntary_switches, Combine::sum},
    CountField{"involuntary_switches", &Usage::involuntary_switches, Combine::sum},
    CountField{"instructions", &Usage::instructions, Combine::sum},
    CountField{"cycles", &Usage::cycles, Combine::sum},
    CountField{"cache_misses", &Usage::cache_misses, Combine::sum},
    CountField{"branch_misses", &Usage::branch_misses, Combine::sum},
};

/// Calls `visit` with each field, of either type.
template <typename Visit> void for_each_usage_field(const Visit& visit)
{
    for (const auto& field : seconds_of_usage) {
        visit(field);
    }
    for (const auto& field : counts_of_usage) {
        visit(field);
    }
}

/// Adds one iteration's usage to `sum`. A figure that one iteration lacks becomes absent.
void add_usage(Usage& sum, const Usage& part);

} // namespace cb
