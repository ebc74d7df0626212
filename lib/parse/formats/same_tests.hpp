#pragma once

#include "parse/collector.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cb::parse {

/// Notices tests that more outputs have than the command had iterations, where nothing names the
/// program of the last one. They may be repetitions, or tests of different programs.
class SameTests {
public:
    enum class Program : std::uint8_t { named, unnamed };

    /// Call it before the text.
    void set_iterations(std::size_t iterations)
    {
        iterations_ = std::max<std::size_t>(iterations, 1);
    }
    void begin_output(Program program) { ++outputs_, program_ = program; }
    void see(std::string_view test, std::uint64_t line);
    /// The end of the text. Reports the first such test with that reason.
    void finish(std::string_view reason, Collector& collector);

private:
    struct Seen {
        std::size_t output = 0; ///< the last one with the test
        std::size_t count = 0;  ///< of outputs
    };
    struct Repeated {
        std::string test;
        std::uint64_t line;
    };
    std::unordered_map<std::string, Seen> seen_{};
    std::optional<Repeated> repeated_{};
    std::size_t iterations_ = 1, outputs_ = 0;
    Program program_ = Program::named;
};

} // namespace cb::parse
