#pragma once

#include "parse/collector.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Which programs printed the outputs of google-benchmark in one text.
namespace cb::parse {

/// Names programs by their files, with as many directories as it takes to tell them apart.
class ProgramNames {
public:
    /// "bench" for "./a/bench"; "b/bench" for "./b/bench" after that; "default" for "".
    [[nodiscard]] const std::string& name_of(std::string_view path);

private:
    std::unordered_map<std::string, std::string> names_{}; ///< by path
    std::set<std::string> taken_{};
};

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
    /// The end of the text. Reports the first such test.
    void finish(Collector& collector);

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

/// How a program printed the header of a table for people.
enum class GoogleTable : std::uint8_t {
    first, ///< the first table of a program
    any,   ///< perhaps the same program's, because the counters that name its columns changed
};

/// The table whose header the line is; nullopt for any other line.
[[nodiscard]] std::optional<GoogleTable> google_table_of(std::string_view line);

/// The programs of the tables in `output`, by the lines "Running" in `error_output`. Empty if that
/// does not tell them with certainty.
[[nodiscard]] std::vector<std::string> google_programs_of(std::string_view output,
                                                          std::string_view error_output);

} // namespace cb::parse
