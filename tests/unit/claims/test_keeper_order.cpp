#include "catch.hpp"
#include "claims/keeper_order.hpp"

#include <filesystem>
#include <variant>

namespace cb::claims {

TEST_CASE("a keeper learns the database, with its password, and the processes")
{
    KeeperOrder order{.pass = "p", .lease_s = 900, .processes = {{12, 34}}};
    order.set(
        store::Postgres{store::Conninfo::parse("host=db user=cb password='a b' dbname=x").value()});
    const auto read = KeeperOrder::parse(order.to_json()).value();
    CHECK(read.pass == "p");
    CHECK(read.lease_s == 900);
    CHECK(read.processes == order.processes);
    const auto target = read.target();
    CHECK(std::get<store::Postgres>(target).conninfo.connection_string() == *order.conn_info);
}

TEST_CASE("a keeper finds a file from any directory")
{
    KeeperOrder order{.pass = "p", .lease_s = 900};
    order.set(store::SqliteFile{"cb.db"});
    const auto target = KeeperOrder::parse(order.to_json()).value().target();
    CHECK(std::get<store::SqliteFile>(target).path == std::filesystem::absolute("cb.db"));
    CHECK_THROWS_AS(KeeperOrder{}.target(), Error);
    CHECK_FALSE(KeeperOrder::parse("{}"));
}

} // namespace cb::claims
