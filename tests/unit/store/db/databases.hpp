#pragma once

#include "base/file.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Real databases for the tests of the store.
namespace cb::store {

using Texts = std::vector<std::string>;

/// How to reach the test server as superuser: CB_TEST_PG, or the content of the file
/// CB_TEST_SERVER. Throws if there is no server: these tests then fail.
[[nodiscard]] std::string server_conninfo();

/// The password that the role cb needs for TCP connections.
[[nodiscard]] std::string role_password();

/// A database on the test server, dropped by the destructor.
class PostgresDatabase {
public:
    /// `options` are those of CREATE DATABASE.
    explicit PostgresDatabase(const std::string& options = "");
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;
    ~PostgresDatabase();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] Conninfo conninfo() const;
    /// Runs SQL in it and returns the first column.
    std::vector<std::string> column(const std::string& sql) const;

private:
    std::string name_;
};

/// Runs SQL in the server's default database.
std::vector<std::string> on_server(const std::string& sql);

enum class Backend { sqlite, postgres };

/// An empty database of either kind. If CB_TEST_PARTITIONS is set, PostgreSQL splits its
/// measurements into that many partitions.
class Database {
public:
    explicit Database(Backend backend);
    [[nodiscard]] Target target() const;
    [[nodiscard]] std::unique_ptr<Store> open(Access access = Access::write) const;
    /// Runs SQL in it and returns the first column.
    std::vector<std::string> column(const std::string& sql) const;
    /// Runs statements that return no rows.
    void run_script(const std::string& sql) const;
    [[nodiscard]] int count(const std::string& table) const;

private:
    TempDir dir_;
    std::optional<PostgresDatabase> postgres_{};
};

} // namespace cb::store
