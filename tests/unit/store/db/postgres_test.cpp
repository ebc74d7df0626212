#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "db/migrations.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/store_all.hpp"

#include <fmt/format.h>

#include <sys/socket.h>

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

namespace cb::store {

namespace {

std::unique_ptr<Store> open_text(const std::string& conninfo, Access access = Access::write)
{
    return open(Postgres{Conninfo::parse(conninfo).value()}, access);
}

std::unique_ptr<Store> open_database(const PostgresDatabase& database)
{
    return open(Postgres{database.conninfo()}, Access::write);
}

/// The code and message of the Error thrown by opening the connection.
std::pair<Errc, std::string> error_of(const std::string& conninfo)
{
    try {
        static_cast<void>(open_text(conninfo));
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    FAIL("nothing was thrown");
    return {};
}

std::string port()
{
    return on_server("SHOW port")[0];
}

} // namespace

TEST_CASE("a wrong password is said without the password")
{
    const auto [code, message] = error_of(GENERATE(
        fmt::format("host=127.0.0.1 port={} user=cb dbname=cb password=s3cret-Wrong", port()),
        fmt::format("postgresql://cb:s3cret-Wrong@127.0.0.1:{}/cb", port()),
        fmt::format("host=127.0.0.1 port={} user=cb dbname=cb password='s3cret-Wrong '", port())));
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS("password authentication failed for user \"cb\""));
    CHECK(message.find("s3cret") == std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("the right password opens the store, from the text and from the environment")
{
    const PostgresDatabase database{"OWNER cb"};
    const auto where =
        fmt::format("host=127.0.0.1 port={} user=cb dbname={}", port(), database.name());
    CHECK(open_text(fmt::format("{} password={}", where, role_password()))->backend() ==
          "postgres");
    const SetVariable password{"PGPASSWORD", role_password()};
    CHECK(open_text(where)->known({}).empty());
    CHECK(database.column("SELECT tableowner FROM pg_tables WHERE tablename = 'job'")[0] == "cb");
}

TEST_CASE("a server that is not there, and a database that is not there, are said")
{
    const auto [code, message] = error_of("host=127.0.0.1 port=1 dbname=cb password=s3cret");
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS("Connection refused"));
    CHECK(message.find("s3cret") == std::string::npos);
    const auto [socket_code, socket_message] = error_of("host=/nowhere dbname=cb");
    CHECK(socket_code == Errc::unavailable);
    CHECK_THAT(socket_message, CB_CONTAINS("No such file or directory"));
    const auto [db_code, db_message] = error_of(server_conninfo() + " dbname=cb_no_such");
    CHECK(db_code == Errc::unavailable);
    CHECK_THAT(db_message, CB_CONTAINS("database \"cb_no_such\" does not exist"));
}

TEST_CASE("a server that does not answer is given up after the connection's time limit")
{
    const Fd silent{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(silent.get(), any, size) == 0);
    REQUIRE(::listen(silent.get(), 1) == 0);
    REQUIRE(::getsockname(silent.get(), any, &size) == 0);
    const auto start = std::chrono::steady_clock::now();
    const auto [code, message] =
        error_of(fmt::format("host=127.0.0.1 port={} dbname=cb connect_timeout=2 password=s3cret",
                             ntohs(address.sin_port)));
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS("timeout expired"));
    CHECK(message.find("s3cret") == std::string::npos);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{10});
}

TEST_CASE("what was kept while there was no server is stored when there is one")
{
    const PostgresDatabase database;
    const TempDir dir;
    const Spool spool{dir.path() / "spool"};
    LinesLog log;
    const auto run = [&](const std::vector<Manifest>& jobs, const Opener& open) {
        auto pipe = make_pipe();
        for (const auto& job : jobs) {
            write_line(pipe.write.get(), job);
        }
        pipe.write.reset();
        ManifestReader reader{pipe.read.get(), "stdin", log};
        return store_all(reader, open, spool, {}, log);
    };
    CHECK_THROWS_WITH(run(many_jobs("a", 3, 2, 2), [] { return open_text("host=/nowhere"); }),
                      CB_CONTAINS("is kept in " + spool.directory().native()));
    CHECK(spool.files().size() == 1);
    const auto summary = run(many_jobs("b", 2, 2, 2), [&] { return open_database(database); });
    CHECK(summary.added == 5);
    CHECK(summary.recovered == 3);
    CHECK(spool.files().empty());
    CHECK(database.column("SELECT sum(n) FROM measurement")[0] == "20");
}

TEST_CASE("a server that goes away in the middle is unavailable, and what was begun is undone")
{
    const PostgresDatabase database;
    const auto store = open_database(database);
    static_cast<void>(store->put(many_jobs("before", 2, 2, 2)));
    on_server(
        fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                    database.name()));
    try {
        static_cast<void>(store->put(many_jobs("after", 2, 2, 2)));
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::unavailable);
        CHECK_THAT(error.what(), CB_CONTAINS("PostgreSQL: "));
    }
    const auto again = open_database(database);
    CHECK(all_samples(*again).size() == 8);
    CHECK(again->put(many_jobs("after", 2, 2, 2)) == std::vector{Put::added, Put::added});
}

TEST_CASE("a server that goes away while samples are given out is unavailable")
{
    const PostgresDatabase database;
    const auto store = open_database(database);
    static_cast<void>(store->put(many_jobs("j", 10, 100, 10)));
    int seen = 0;
    try {
        store->for_each_sample([&](const Sample&) {
            if (++seen == 1) {
                on_server(
                    fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                "datname = '{}'",
                                database.name()));
            }
        });
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::unavailable);
    }
    CHECK(seen > 0);
}

TEST_CASE("a database of a newer cb is refused")
{
    const PostgresDatabase database;
    static_cast<void>(open_database(database));
    database.column(fmt::format("INSERT INTO schema_migration VALUES ({}, 'new.sql', 'x', now())",
                                db::shipped_migrations("postgres").size() + 1));
    try {
        static_cast<void>(open_database(database));
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::unavailable);
        CHECK_THAT(error.what(), CB_CONTAINS("upgrade cb"));
    }
}

TEST_CASE("a database whose encoding cannot hold every text is refused")
{
    const PostgresDatabase database{
        "ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"};
    CHECK_THROWS_WITH(open_database(database),
                      CB_CONTAINS("LATIN1") && CB_CONTAINS("createdb -E UTF8"));
}

TEST_CASE("a role without the right to make tables is told so")
{
    const PostgresDatabase database; // owned by the superuser
    const auto [code, message] =
        error_of(fmt::format("host=127.0.0.1 port={} user=cb dbname={} password={}",
                             port(),
                             database.name(),
                             role_password()));
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS("permission denied for schema public"));
}

TEST_CASE("a database of another program is refused, and not retried")
{
    const PostgresDatabase database;
    database.column("CREATE TABLE job (x int)");
    const auto [code, message] =
        error_of(fmt::format("{} dbname={}", server_conninfo(), database.name()));
    CHECK(code == Errc::bad_input);
    CHECK_THAT(
        message,
        CB_CONTAINS("relation \"job\" already exists, which is not of cb; give cb a database"));
}

TEST_CASE("changing a store does not create one")
{
    const PostgresDatabase database;
    CHECK_THROWS_WITH(open(Postgres{database.conninfo()}, Access::change),
                      CB_CONTAINS("has no store yet; cb store makes it"));
    CHECK(database.column("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0] == "0");
    static_cast<void>(open_database(database));
    CHECK(open(Postgres{database.conninfo()}, Access::change)->put(many_jobs("j", 1, 1, 1)) ==
          std::vector{Put::added});
}

TEST_CASE("a role that may only read can read")
{
    const PostgresDatabase database;
    static_cast<void>(open_database(database)->put(many_jobs("j", 1, 1, 1)));
    database.column("GRANT SELECT ON ALL TABLES IN SCHEMA public TO cb");
    const auto reader =
        open_text(fmt::format("host=127.0.0.1 port={} user=cb dbname={} password={}",
                              port(),
                              database.name(),
                              role_password()),
                  Access::read);
    CHECK(all_samples(*reader).size() == 1);
    CHECK_THROWS_WITH(reader->put(many_jobs("k", 1, 1, 1)), CB_CONTAINS("permission denied"));
}

TEST_CASE("the objects are made in the schema of the search path")
{
    const PostgresDatabase database;
    database.column("CREATE SCHEMA bench");
    const auto store = open_text(fmt::format(
        "{} dbname={} options='-c search_path=bench'", server_conninfo(), database.name()));
    static_cast<void>(store->put(many_jobs("j", 1, 1, 1)));
    CHECK(database.column("SELECT count(*) FROM bench.measurement")[0] == "1");
    CHECK(database.column("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0] == "0");
}

TEST_CASE("the settings of a database do not change what is given out")
{
    const PostgresDatabase database;
    for (const auto* const setting : {"extra_float_digits = -10",
                                      "TimeZone = 'Asia/Tokyo'",
                                      "DateStyle = 'SQL, DMY'",
                                      "IntervalStyle = 'sql_standard'",
                                      "standard_conforming_strings = off",
                                      "bytea_output = 'escape'"}) {
        on_server(fmt::format("ALTER DATABASE {} SET {}", database.name(), setting));
    }
    const auto store = open_database(database);
    const auto job = plain_job("j", {result_of("it's \\n \\", {0.1 + 0.2})});
    static_cast<void>(store->put(std::vector{job}));
    const auto samples = all_samples(*store);
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].value == 0.1 + 0.2);
    CHECK(samples[0].test == "it's \\n \\");
    CHECK(to_rfc3339(samples[0].committed_at.value()) == "2026-01-31T08:00:00Z");
}

TEST_CASE("the connection is called cb unless it has a name")
{
    const PostgresDatabase database;
    const auto store = open_database(database);
    CHECK(
        on_server(fmt::format("SELECT application_name FROM pg_stat_activity WHERE datname = '{}'",
                              database.name())) == std::vector<std::string>{"cb"});
}

TEST_CASE("nothing is printed, whatever the server has to say")
{
    const PostgresDatabase database;
    on_server(fmt::format("ALTER DATABASE {} SET client_min_messages = 'debug1'", database.name()));
    const TempDir dir;
    const auto file = dir.path() / "stderr";
    REQUIRE(std::fflush(stderr) == 0);
    const int saved = ::fcntl(2, F_DUPFD_CLOEXEC, 3);
    const Fd out{::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    ::dup2(out.get(), 2);
    static_cast<void>(open_database(database)->put(many_jobs("j", 1, 1, 1)));
    ::dup2(saved, 2);
    ::close(saved);
    CHECK(read_file(file, Bytes{100000}).empty());
}

} // namespace cb::store
