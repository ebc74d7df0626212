#pragma once

#include "base/log.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace cb::store {

/// Something in the database that cb would not have stored. The texts may come from a repository.
struct Finding {
    std::string table;
    std::string row;     ///< which one, by its names
    std::string problem; ///< a clause: "its median is 5, and its samples give 4"
};
using OnFinding = std::function<void(const Finding&)>;

/// How much was checked.
struct Checked {
    std::uint64_t repositories = 0, jobs = 0, series = 0, measurements = 0, logs = 0;
    std::uint64_t findings = 0;
};

/// Checks what the schema cannot guarantee, and what a restored or edited database may violate:
/// foreign keys, digests, the current run of each job, figures against their samples, and whether
/// logs can be decompressed; in SQLite also the file's structure. Memory is bounded by the eight
/// largest logs. Each part sees one state of the database. Writers of an SQLite file wait while the
/// file's structure and its keys are checked, and otherwise only briefly.
/// Throws what open() throws.
[[nodiscard]] Checked check(const Target& target, const OnFinding& on_finding, Log& log);

/// A line for a person, with characters that a terminal can show.
[[nodiscard]] std::string to_line(const Finding& finding);
[[nodiscard]] std::string to_line(const Checked& checked);
/// One JSON object.
[[nodiscard]] std::string to_json(const Finding& finding);

} // namespace cb::store
