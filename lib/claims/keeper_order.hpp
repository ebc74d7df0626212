#pragma once

#include "base/error.hpp"
#include "host/process.hpp"
#include "store/target.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::claims {

/// What a keeper is told, on its standard input: a connection string may have a password, which
/// neither arguments nor the environment should show.
struct KeeperOrder {
    std::optional<std::string> file{};      ///< of SQLite, as an absolute path
    std::optional<std::string> conn_info{}; ///< of PostgreSQL; secret
    std::string pass{};                     ///< store::Claimant::pass
    double lease_s = 0;
    std::vector<host::ProcessKey> processes{}; ///< of the pipeline, as far as they are known

    void set(const store::Target& target);
    /// Throws Error{bad_input} if the order names no database.
    [[nodiscard]] store::Target target() const;

    /// Secret.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] static Parsed<KeeperOrder> parse(std::string_view json);
};

} // namespace cb::claims
