#include "claims/keeper_order.hpp"

#include "claims/fields.hpp"

#include <filesystem>
#include <variant>

namespace cb::claims {

void KeeperOrder::set(const store::Target& target)
{
    if (const auto* const sqlite = std::get_if<store::SqliteFile>(&target)) {
        file = std::filesystem::absolute(sqlite->path).native();
    } else {
        conn_info = std::get<store::Postgres>(target).conninfo.connection_string();
    }
}

store::Target KeeperOrder::target() const
{
    if (conn_info) {
        return store::Postgres{
            value_or_throw(store::Conninfo::parse(*conn_info), Errc::bad_input, "conn_info")};
    }
    if (file) {
        return store::SqliteFile{*file};
    }
    throw Error{Errc::bad_input, "the order names no database"};
}

std::string KeeperOrder::to_json() const
{
    return to_json_text(*this);
}

Parsed<KeeperOrder> KeeperOrder::parse(std::string_view json)
{
    return parse_json_text<KeeperOrder>(json);
}

} // namespace cb::claims
