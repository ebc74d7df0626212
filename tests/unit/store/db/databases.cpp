#include "databases.hpp"

#include "db/sqlite.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

namespace cb::store {

namespace {

std::string environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// Line `number` of the output of scripts/bed/postgres.
std::string server_line(std::size_t number)
{
    const auto file = environment("CB_TEST_SERVER");
    if (file.empty()) {
        throw std::runtime_error{
            "neither CB_TEST_PG, a connection string of a PostgreSQL superuser, "
            "nor CB_TEST_SERVER is set"};
    }
    auto text = read_file(file, Bytes{65536});
    for (; number > 0; --number) {
        text.erase(0, text.find('\n') + 1);
    }
    return text.substr(0, text.find('\n'));
}

std::vector<std::string> column_of(const std::string& conninfo, const std::string& sql)
{
    pqxx::connection connection{conninfo};
    pqxx::nontransaction session{connection};
    std::vector<std::string> texts;
    for (const auto& row : session.exec(sql)) {
        texts.emplace_back(row[0].c_str());
    }
    return texts;
}

} // namespace

std::string server_conninfo()
{
    const auto given = environment("CB_TEST_PG");
    return given.empty() ? server_line(0) : given;
}

std::string role_password()
{
    constexpr std::string_view key = "password_file=";
    auto file = environment("CB_TEST_PG_PASSWORD_FILE");
    if (file.empty()) {
        file = server_line(1).substr(key.size());
    }
    return std::string{trimmed(read_file(file, Bytes{65536}))};
}

std::vector<std::string> on_server(const std::string& sql)
{
    return column_of(server_conninfo(), sql);
}

PostgresDatabase::PostgresDatabase(const std::string& options)
{
    static int number = 0;
    name_ = fmt::format("cb_test_{}_{}", ::getpid(), ++number);
    on_server(fmt::format("CREATE DATABASE {} {}", name_, options));
}

PostgresDatabase::~PostgresDatabase()
{
    try {
        on_server(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
}

Conninfo PostgresDatabase::conninfo() const
{
    return Conninfo::parse(fmt::format("{} dbname={}", server_conninfo(), name_)).value();
}

std::vector<std::string> PostgresDatabase::column(const std::string& sql) const
{
    return column_of(conninfo().connection_string(), sql);
}

Database::Database(Backend backend)
{
    if (backend == Backend::postgres) {
        postgres_.emplace();
    }
}

Target Database::target() const
{
    return postgres_ ? Target{Postgres{postgres_->conninfo()}} : SqliteFile{dir_.path() / "x.db"};
}

std::unique_ptr<Store> Database::open(Access access) const
{
    const auto partitions = environment("CB_TEST_PARTITIONS");
    if (postgres_ && access == Access::write && !partitions.empty()) {
        static_cast<void>(migrate(target(), {Partitions::parse(partitions).value()}, {}));
    }
    return store::open(target(), access);
}

std::vector<std::string> Database::column(const std::string& sql) const
{
    if (postgres_) {
        return postgres_->column(sql);
    }
    db::Sqlite db{dir_.path() / "x.db", db::Sqlite::Mode::write};
    db.run_script("PRAGMA foreign_keys = ON");
    std::vector<std::string> texts;
    const db::Rows rows{db.statement(sql)};
    while (rows->step()) {
        texts.emplace_back(rows->text(0));
    }
    return texts;
}

void Database::run_script(const std::string& sql) const
{
    if (postgres_) {
        pqxx::connection connection{postgres_->conninfo().connection_string()};
        pqxx::nontransaction{connection}.exec(sql);
        return;
    }
    db::Sqlite{dir_.path() / "x.db", db::Sqlite::Mode::write}.run_script(sql);
}

int Database::count(const std::string& table) const
{
    return std::stoi(column("SELECT count(*) FROM " + table).at(0));
}

} // namespace cb::store
