#pragma once

#include "parse/formats/same_tests.hpp"

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

/// What SameTests says of outputs of google-benchmark.
constexpr std::string_view unnamed_google_program =
    "an earlier output has a test of this name, and nothing names the program. They became one "
    "series, which is wrong if they are different programs; use --benchmark_out=FILE, which names "
    "them";

/// A table of google-benchmark, by its header.
enum class GoogleTable : std::uint8_t {
    csv,   ///< a CSV file, of which a program prints one
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
