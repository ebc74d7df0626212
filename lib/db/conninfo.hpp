#pragma once

#include "base/error.hpp"

#include <map>
#include <string>
#include <string_view>

namespace cb::db {

/// How to reach a PostgreSQL database: a libpq connection string or URI
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING). It holds a
/// secret: only connection_string() gives it out.
class Conninfo {
public:
    /// Empty text is libpq's environment (PGHOST, PGSERVICE, …). What is wrong is said without a
    /// word of the text: any part of a mistyped one may be part of the password.
    [[nodiscard]] static Parsed<Conninfo> parse(std::string_view text);

    /// For libpq, with what was not given: 10 s to connect, probes that notice within about a
    /// minute when the server's machine is gone, the name cb. Secret.
    [[nodiscard]] std::string connection_string() const;

    /// The settings that say which database it is, without a secret.
    [[nodiscard]] std::string identity() const;

    /// `message` with "***" in place of the password.
    [[nodiscard]] std::string without_password(std::string message) const;

private:
    [[nodiscard]] std::string setting(const std::string& name) const;

    std::map<std::string, std::string> given_;
    std::map<std::string, std::string> defaults_; ///< libpq's, from its environment
};

} // namespace cb::db
