#pragma once

#include "base/error.hpp"

#include <map>
#include <string>
#include <string_view>

namespace cb::db {

/// How to reach a PostgreSQL database: a libpq connection string or URI
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING). It contains a
/// secret, which only connection_string() returns.
class Conninfo {
public:
    /// Empty text means libpq's environment (PGHOST, PGSERVICE, …). Errors quote none of the text,
    /// because any part of a mistyped string may be part of the password.
    [[nodiscard]] static Parsed<Conninfo> parse(std::string_view text);

    /// For libpq, with defaults for what was not given: 10 s to connect, keepalive probes that
    /// detect a dead server within about a minute, the application name cb. Secret.
    [[nodiscard]] std::string connection_string() const;

    /// The settings that identify the database, without a secret.
    [[nodiscard]] std::string identity() const;

    /// Host, port, database and user, for a person: "host=db dbname=cb". Without a secret.
    [[nodiscard]] std::string address() const;

    /// `message` with the password replaced by "***".
    [[nodiscard]] std::string without_password(std::string message) const;

private:
    [[nodiscard]] std::string setting(const std::string& name) const;

    std::map<std::string, std::string> given_;
    std::map<std::string, std::string> defaults_; ///< libpq's, including its environment
};

} // namespace cb::db
