#include "base/fd.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "db/dialect.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

// The guarantees of lib/db, tested on both databases.
namespace cb::db {

namespace {

std::unique_ptr<db::Database> open(const store::Database& database)
{
    return open_database(database.target(), Access::write);
}

/// A table for the test, with a column of each type.
void make_table(const store::Database& database, store::Backend backend)
{
    static_cast<void>(open(database));
    database.run_script(backend == store::Backend::sqlite
                            ? "CREATE TABLE mine (id INTEGER PRIMARY KEY, i INTEGER, r REAL, "
                              "t TEXT, b BLOB, a TEXT, at TEXT, yes INTEGER) STRICT"
                            : "CREATE TABLE mine (id bigint PRIMARY KEY, i bigint, "
                              "r double precision, t text, b bytea, a double precision[], "
                              "at timestamptz, yes boolean)");
}

Cause cause_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const DatabaseError& error) {
        return error.cause();
    }
    FAIL("nothing was thrown");
    return {};
}

} // namespace

TEST_CASE("values of every type come back as they went in, by a statement and by loading")
{
    const auto backend = GENERATE(store::Backend::sqlite, store::Backend::postgres);
    const store::Database database{backend};
    make_table(database, backend);
    const auto db = open(database);
    const std::string text = "it's \"quoted\" \\ \\N\ttab\nline\r {a,b} \xF0\x9F\x98\x80";
    const std::string bytes{"\0\x01\xFF\\x", 5};
    const std::vector<double> numbers{0.1 + 0.2, -1.7976931348623157e308, 5e-324};
    const auto at = parse_rfc3339("2026-01-31T08:00:00.250Z").value();
    const auto transaction = db->begin_write();
    CHECK(transaction->run("INSERT INTO mine VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                           {1, -7, 0.1, text, Blob{bytes}, Numbers{numbers}, at, true}) == 1);
    constexpr std::array<std::string_view, 8> columns{"id", "i", "r", "t", "b", "a", "at", "yes"};
    const auto copy = transaction->copy("mine", columns);
    copy->add({2, -7, 0.1, text, Blob{bytes}, Numbers{numbers}, at, true});
    copy->add({3, std::optional<int>{}, Null{}, std::nullopt, Null{}, Null{}, Null{}, false});
    copy->add(
        {4, std::numeric_limits<std::uint64_t>::max(), 0, "", Blob{""}, Null{}, Null{}, false});
    copy->complete();
    transaction->commit();

    int seen = 0;
    const auto check = [&](const Row& row) {
        ++seen;
        if (row.integer(0) <= 2) {
            CHECK(row.integer(1) == -7);
            CHECK(row.real(2) == 0.1);
            CHECK(row.text(3) == text);
            CHECK(row.bytes(4) == bytes);
            CHECK(row.numbers(5) == numbers);
            CHECK(row.time(6) == at);
            CHECK(row.truth(7));
        } else if (row.integer(0) == 3) {
            for (const int column : {1, 2, 3, 4, 5, 6}) {
                CHECK(row.is_null(column));
            }
            CHECK(!row.maybe_text(3));
            CHECK(!row.maybe_real(2));
            CHECK(!row.maybe_integer(1));
            CHECK(!row.time(6));
            CHECK(row.numbers(5).empty());
            CHECK(!row.truth(7));
        } else {
            CHECK(row.integer(1) == std::numeric_limits<std::int64_t>::max());
            CHECK(row.text(3).empty());
            CHECK(!row.is_null(3));
            CHECK(row.bytes(4).empty());
        }
    };
    const auto* const sql =
        "SELECT id, i, r, t, b, a, at, yes FROM mine WHERE id >= $1 ORDER BY id";
    db->begin_read()->query(sql, {0}, check);
    CHECK(seen == 4);
    db->stream(sql, {0}, check);
    CHECK(seen == 8);
}

TEST_CASE("a parameter may come in any order and more than once, and a query within a query")
{
    const auto backend = GENERATE(store::Backend::sqlite, store::Backend::postgres);
    const store::Database database{backend};
    const auto db = open(database);
    std::string text;
    const auto transaction = db->begin_read();
    const auto* const sql = "SELECT CAST($2 AS text) || CAST($1 AS text) || CAST($2 AS text)";
    transaction->query(sql, {"a", "b"}, [&](const Row& row) {
        text += row.text(0);
        transaction->query(sql, {"c", "d"}, [&](const Row& inner) { text += inner.text(0); });
        text += row.text(0);
    });
    CHECK(text == "babdcdbab");
}

TEST_CASE("JSON arrays are read as rows, the same by both")
{
    const auto backend = GENERATE(store::Backend::sqlite, store::Backend::postgres);
    const store::Database database{backend};
    const auto db = open(database);
    const auto transaction = db->begin_read();
    std::string texts;
    transaction->query(
        fmt::format("SELECT value FROM {} ORDER BY 1", texts_of_json(db->backend(), "asked")),
        {R"(["b","a'\"\\"])"},
        [&](const Row& row) { texts += fmt::format("<{}>", row.text(0)); });
    CHECK(texts == "<a'\"\\><b>");
    int seen = 0;
    transaction->query(
        fmt::format(
            "SELECT n, t, j, missing, yes FROM {}",
            records_of_json(db->backend(), "n bigint, t text, j jsonb, missing text, yes boolean")),
        {R"([{"n":9007199254740993,"t":"x","j":{"k":[1]},"yes":true},{"n":null,"j":null}])"},
        [&](const Row& row) {
            if (++seen == 1) {
                CHECK(row.integer(0) == 9007199254740993);
                CHECK(row.text(1) == "x");
                CHECK(row.text(2).find("\"k\"") != std::string_view::npos);
                CHECK(row.truth(4));
            } else {
                CHECK(row.is_null(0));
                CHECK(row.is_null(2));
            }
            CHECK(row.is_null(3));
        });
    CHECK(seen == 2);
}

TEST_CASE("what is not committed is undone, and the connection can be used on")
{
    const auto backend = GENERATE(store::Backend::sqlite, store::Backend::postgres);
    const store::Database database{backend};
    make_table(database, backend);
    const auto db = open(database);
    static_cast<void>(db->begin_write()->run("INSERT INTO mine (id) VALUES ($1)", {1}));
    CHECK(database.count("mine") == 0);
    const auto insert_twice = [&] {
        const auto transaction = db->begin_write();
        transaction->run("INSERT INTO mine (id) VALUES ($1)", {1});
        transaction->run("INSERT INTO mine (id) VALUES ($1)", {1});
    };
    CHECK(cause_of(insert_twice) == Cause::constraint);
    CHECK(database.count("mine") == 0);
    const auto transaction = db->begin_write();
    transaction->run("INSERT INTO mine (id) VALUES ($1)", {2});
    transaction->commit();
    CHECK(database.count("mine") == 1);
}

TEST_CASE("a slow user of a stream keeps no writer out, and sees one state of the database")
{
    const auto backend = GENERATE(store::Backend::sqlite, store::Backend::postgres);
    const store::Database database{backend};
    make_table(database, backend);
    const auto reader = open(database);
    const auto writer = open(database);
    const auto insert = [&](int from, int to) {
        const auto transaction = writer->begin_write();
        constexpr std::array<std::string_view, 2> columns{"id", "t"};
        const auto copy = transaction->copy("mine", columns);
        for (int i = from; i < to; ++i) {
            copy->add({i, std::string(10'000, 'x')}); // more than the memory buffer holds
        }
        copy->complete();
        transaction->commit();
    };
    insert(0, 3000);
    int seen = 0;
    reader->stream("SELECT id, t FROM mine ORDER BY id", {}, [&](const Row& row) {
        if (seen == 0) {
            insert(5000, 5001);
        }
        CHECK(row.integer(0) == seen);
        ++seen;
    });
    CHECK(seen == 3000);
    CHECK_THROWS_AS(
        reader->stream("SELECT id FROM mine", {}, [](const Row&) { throw ClosedPipe{}; }),
        ClosedPipe);
    CHECK(database.count("mine") == 3001);
}

TEST_CASE("a lock that another process holds is waited for")
{
    const store::Database database{store::Backend::postgres};
    const auto db = open(database);
    const auto other = open(database);
    auto held = db->begin_write();
    held->lock(R"(["a","b"])");
    const auto waits = [&](std::string_view names) {
        const auto transaction = other->begin_write();
        transaction->run_script("SET LOCAL lock_timeout = '200ms'");
        transaction->lock(names);
    };
    CHECK(cause_of([&] { waits(R"(["c","b"])"); }) == Cause::busy);
    waits(R"(["c"])");
    held.reset();
    waits(R"(["b"])");
}

} // namespace cb::db
