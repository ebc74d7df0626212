#include "catch.hpp"
#include "db/target.hpp"

#include <cstdlib>

namespace cb::db {

namespace {

Conninfo parsed(std::string_view text)
{
    return Conninfo::parse(text).value();
}

} // namespace

TEST_CASE("a connection can be a string or a URI, and both mean the same")
{
    CHECK(parsed("host=db user=cb dbname=bench password=x").connection_string() ==
          parsed("postgresql://cb:x@db/bench").connection_string());
}

TEST_CASE("a connection gets a time limit, a name and UTF-8 unless it has them")
{
    const auto text = parsed("host=db").connection_string();
    CHECK_THAT(text, CB_CONTAINS("connect_timeout='10'"));
    CHECK_THAT(text, CB_CONTAINS("fallback_application_name='cb'"));
    CHECK_THAT(text, CB_CONTAINS("client_encoding='UTF8'"));
    CHECK_THAT(parsed("connect_timeout=3").connection_string(), CB_CONTAINS("connect_timeout='3'"));
    ::setenv("PGCONNECT_TIMEOUT", "4", 1);
    CHECK(parsed("host=db").connection_string().find("connect_timeout") == std::string::npos);
    ::unsetenv("PGCONNECT_TIMEOUT");
}

TEST_CASE("values with quotes and backslashes come back as they were")
{
    const auto text = parsed(R"(host=db password='it\'s a \\ b')").connection_string();
    CHECK_THAT(text, CB_CONTAINS(R"(password='it\'s a \\ b')"));
    CHECK(parsed(text).connection_string() == text);
}

TEST_CASE("an empty connection is libpq's environment")
{
    ::setenv("PGHOST", "from-environment", 1);
    CHECK_THAT(parsed("").identity(), CB_CONTAINS("host='from-environment'"));
    ::unsetenv("PGHOST");
    CHECK(parsed("").identity().find("from-environment") == std::string::npos);
}

TEST_CASE("what is wrong with a connection is said without a word of it")
{
    const auto text = GENERATE("password=s3cret hots=db",
                               "password=my s3cret host=db",
                               "host=db password='s3cret",
                               "s3cret",
                               "postgresql://cb:s3cret@more@db/bench",
                               "postgresql://cb:s3cret/more@db/bench",
                               "postgresql://cb:half%zzs3cret@db/bench",
                               "host=db port=s3cret");
    INFO(text);
    const auto conninfo = Conninfo::parse(text);
    REQUIRE(!conninfo);
    CHECK(conninfo.error().find("s3cret") == std::string::npos);
    CHECK(conninfo.error().find("more") == std::string::npos);
    CHECK(conninfo.error().size() > 40);
}

TEST_CASE("a connection with a NUL character is refused")
{
    CHECK(!Conninfo::parse(std::string_view{"host=db\0port=1", 14}));
}

TEST_CASE("the identity of a database does not change with its password and holds none")
{
    const auto one = parsed("host=db user=cb dbname=bench password=one");
    CHECK(one.identity() == parsed("postgresql://cb:two@db/bench?connect_timeout=2").identity());
    CHECK(one.identity().find("one") == std::string::npos);
    CHECK(one.identity() != parsed("host=db user=cb dbname=other").identity());
    CHECK(identity(SqliteFile{"a.db"}) == identity(SqliteFile{"./x/../a.db"}));
    CHECK(identity(SqliteFile{"a.db"}) != identity(SqliteFile{"b.db"}));
}

TEST_CASE("the password is removed from messages wherever it appears")
{
    const auto conninfo = parsed("password=ab host=db");
    CHECK(conninfo.without_password("ab: no ab, aab") == "***: no ***, a***");
    CHECK(parsed("host=db").without_password("as it is") == "as it is");
    ::setenv("PGPASSWORD", "from-env", 1);
    CHECK(parsed("host=db").without_password("x from-env") == "x ***");
    ::unsetenv("PGPASSWORD");
}

} // namespace cb::db
