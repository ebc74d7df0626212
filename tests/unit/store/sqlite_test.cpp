#include "base/file.hpp"
#include "catch.hpp"
#include "child.hpp"
#include "db/migrations.hpp"
#include "db/sqlite.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <unistd.h>

namespace cb::store {

namespace {

namespace fs = std::filesystem;

std::unique_ptr<Store> open_file(const fs::path& path, Access access = Access::write)
{
    return open(SqliteFile{path}, access);
}

/// The code and message of the Error that `work` throws.
std::pair<Errc, std::string> error_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    FAIL("nothing was thrown");
    return {};
}

/// Runs `work` as a user subject to file permissions: root becomes nobody.
bool succeeds_as_user(const std::function<void()>& work)
{
    Child child{[&] {
        if (::geteuid() == 0 &&
            (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0)) {
            throw std::runtime_error{"cannot become nobody"};
        }
        work();
    }};
    return child.succeeds();
}

/// The error must have this code and contain these words.
void expect_error(const std::function<void()>& work, Errc code, std::string_view words)
{
    try {
        work();
    } catch (const Error& error) {
        if (error.code() == code &&
            std::string_view{error.what()}.find(words) != std::string::npos) {
            return;
        }
        throw;
    }
    throw std::runtime_error{"nothing was thrown"};
}

} // namespace

TEST_CASE("names that SQLite takes for URIs or memory are files like any other")
{
    const TempDir dir;
    const auto before = fs::current_path();
    fs::current_path(dir.path());
    for (const auto* const name : {":memory:", "file:x.db?mode=memory", "it's \"a\" %41.db"}) {
        static_cast<void>(open_file(name)->put(many_jobs("j", 1, 1, 1)));
        CHECK(fs::file_size(dir.path() / name) > 0);
        CHECK(all_samples(*open_file(name)).size() == 1);
    }
    fs::current_path(before);
}

TEST_CASE("the default file is in a directory that is made for this user only")
{
    const TempDir dir;
    const SetVariable home{"XDG_DATA_HOME", (dir.path() / "deep/er").native()};
    const auto file = default_file();
    CHECK(file.path == dir.path() / "deep/er/cb/store.db");
    struct stat status {};
    REQUIRE(::stat(file.path.parent_path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700U);
    CHECK(open_file(file.path)->known(std::vector{job_id("j")}).empty());
}

TEST_CASE("a file that is no database is refused and left as it is")
{
    const TempDir dir;
    const auto path = dir.path() / "notes.txt";
    replace_file(path, std::string(5000, 'x'));
    const auto [code, message] = error_of([&] { static_cast<void>(open_file(path)); });
    CHECK(code == Errc::bad_input);
    CHECK(message ==
          path.native() + " is not a database of cb; name another file, or a new one for cb store");
    CHECK(read_file(path, Bytes{10000}) == std::string(5000, 'x'));
}

TEST_CASE("another program's SQLite database is refused and left as it is")
{
    const TempDir dir;
    const auto path = dir.path() / "other.db";
    db::Sqlite{path, db::Sqlite::Mode::write}.run_script("CREATE TABLE job (mine)");
    const auto [code, message] = error_of([&] { static_cast<void>(open_file(path)); });
    CHECK(code == Errc::bad_input);
    CHECK_THAT(message, CB_CONTAINS("not one of cb"));
    CHECK(db::Sqlite(path, db::Sqlite::Mode::read).number("SELECT count(*) FROM sqlite_schema") ==
          1);
}

TEST_CASE("a damaged database is called damaged")
{
    const TempDir dir;
    const auto path = dir.path() / "x.db";
    static_cast<void>(open_file(path)->put(many_jobs("j", 20, 50, 10)));
    auto bytes = read_file(path, Bytes{1U << 30U});
    std::fill(bytes.begin() + 8192, bytes.end(), '\x7f');
    replace_file(path, bytes);
    const auto [code, message] =
        error_of([&] { static_cast<void>(all_samples(*open_file(path))); });
    CHECK(code == Errc::bad_input);
    CHECK_THAT(message, CB_CONTAINS("damaged"));
}

TEST_CASE("a path that cannot be opened is named with the reason")
{
    const TempDir dir;
    const auto missing = dir.path() / "no/where.db";
    const auto [code, message] = error_of([&] { static_cast<void>(open_file(missing)); });
    CHECK(code == Errc::usage);
    CHECK(message == fmt::format("{} cannot be opened: {} is not there; make that directory first",
                                 missing.native(),
                                 missing.parent_path().native()));
    const auto [dir_code, dir_message] =
        error_of([&] { static_cast<void>(open_file(dir.path())); });
    CHECK(dir_code == Errc::usage);
    CHECK(dir_message == dir.path().native() +
                             " cannot be opened: it is a directory; name a file in it, such as " +
                             (dir.path() / "cb.db").native());
}

TEST_CASE("a read-only file and a read-only directory are named")
{
    const TempDir dir;
    const auto path = dir.path() / "x.db";
    static_cast<void>(open_file(path)->put(many_jobs("j", 1, 1, 1)));
    fs::copy(fs::path{std::getenv("CB_DATA_DIR")} / "sql",
             dir.path() / "sql",
             fs::copy_options::recursive);
    const SetVariable data{"CB_DATA_DIR", dir.path().native()}; // an unreadable one
    ::chmod(path.c_str(), 0444);
    ::chmod(dir.path().c_str(), 0555);
    CHECK(succeeds_as_user([&] {
        expect_error([&] { static_cast<void>(open_file(path)->put(many_jobs("k", 1, 1, 1))); },
                     Errc::system,
                     "read-only");
    }));
    CHECK(succeeds_as_user([&] {
        expect_error([&] { static_cast<void>(open_file(dir.path() / "new.db")); },
                     Errc::system,
                     "cannot be opened: Permission denied");
    }));
    CHECK(succeeds_as_user([&] {
        if (all_samples(*open_file(path, Access::read)).size() != 1) {
            throw std::runtime_error{"a read-only file can be read"};
        }
    }));
    ::chmod(dir.path().c_str(), 0755);
}

TEST_CASE("what is locked by another process is waited for, and then said")
{
    const TempDir dir;
    const auto path = dir.path() / "x.db";
    auto store = open_file(path);
    db::Sqlite other{path, db::Sqlite::Mode::write};
    other.run_script("BEGIN EXCLUSIVE");
    const auto start = std::chrono::steady_clock::now();
    const auto [code, message] =
        error_of([&] { static_cast<void>(store->put(many_jobs("j", 1, 1, 1))); });
    CHECK(std::chrono::steady_clock::now() - start > std::chrono::seconds{9});
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS(path.native() + " stayed locked by another process"));
    other.run_script("COMMIT");
    CHECK(store->put(many_jobs("j", 1, 1, 1)) == std::vector{Put::added});
}

TEST_CASE("somebody who reads slowly does not keep writers out")
{
    const TempDir dir;
    const auto reader = open_file(dir.path() / "x.db");
    const auto writer = open_file(dir.path() / "x.db");
    static_cast<void>(writer->put(many_jobs("j", 3, 2, 2)));
    int seen = 0;
    reader->for_each_sample([&](const Sample&) {
        if (++seen == 1) {
            CHECK(writer->put(many_jobs("k", 1, 1, 1)) == std::vector{Put::added});
        }
    });
    CHECK(seen == 12);
}

TEST_CASE("to read, a database must be there, and none is made")
{
    const TempDir dir;
    const auto path = dir.path() / "x.db";
    const auto [code, message] =
        error_of([&] { static_cast<void>(open_file(path, Access::read)); });
    CHECK(code == Errc::usage);
    CHECK_THAT(message, CB_CONTAINS("there is no such database"));
    CHECK(!fs::exists(path));
    replace_file(path, "");
    CHECK_THAT(error_of([&] { static_cast<void>(open_file(path, Access::read)); }).second,
               CB_CONTAINS("cb store makes it"));
}

TEST_CASE("a database of a newer cb is refused")
{
    const TempDir dir;
    const auto path = dir.path() / "x.db";
    static_cast<void>(open_file(path));
    db::Sqlite{path, db::Sqlite::Mode::write}.run_script(
        fmt::format("INSERT INTO schema_migration VALUES ({}, 'new.sql', 'x', '')",
                    db::shipped_migrations("sqlite").size() + 1));
    const auto [code, message] = error_of([&] { static_cast<void>(open_file(path)); });
    CHECK(code == Errc::unavailable);
    CHECK_THAT(message, CB_CONTAINS("upgrade cb"));
}

TEST_CASE("a half-applied migration leaves nothing behind")
{
    const TempDir dir;
    fs::create_directories(dir.path() / "sql/sqlite");
    replace_file(dir.path() / "sql/sqlite/001_a.sql", "CREATE TABLE a (b); CREATE TABLE a (b);");
    const SetVariable data{"CB_DATA_DIR", dir.path().native()};
    const auto path = dir.path() / "x.db";
    CHECK_THROWS_WITH(open_file(path), CB_CONTAINS("already exists"));
    CHECK(db::Sqlite(path, db::Sqlite::Mode::read).number("SELECT count(*) FROM sqlite_schema") ==
          0);
}

} // namespace cb::store
