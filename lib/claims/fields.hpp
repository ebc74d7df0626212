#pragma once

#include "claims/holder.hpp"
#include "claims/keeper_order.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"

#include <tuple>

/// The members of what this module writes as JSON. Only .cpp files include this header, because
/// simdjson takes seconds to compile.
namespace cb {

template <>
inline constexpr auto fields<host::ProcessKey> =
    std::tuple{required("pid", &host::ProcessKey::pid),
               required("start_ticks", &host::ProcessKey::start_ticks)};

template <>
inline constexpr auto fields<claims::Place> =
    std::tuple{required("machine", &claims::Place::machine),
               required("boot", &claims::Place::boot),
               required("pid_namespace", &claims::Place::pid_namespace)};

template <>
inline constexpr auto fields<claims::Holder> = std::tuple{
    required("place", &claims::Holder::place), required("processes", &claims::Holder::processes)};

template <>
inline constexpr auto fields<claims::KeeperOrder> =
    std::tuple{optional("file", &claims::KeeperOrder::file),
               optional("conn_info", &claims::KeeperOrder::conn_info),
               required("pass", &claims::KeeperOrder::pass),
               required("lease_s", &claims::KeeperOrder::lease_s),
               required("processes", &claims::KeeperOrder::processes)};

} // namespace cb

namespace cb::claims {

/// The object as one JSON text.
template <HasFields Section> [[nodiscard]] std::string to_json_text(const Section& section)
{
    JsonWriter json;
    write_json(json, section);
    return json.take();
}

/// Reads one JSON text. Linear.
template <HasFields Section> [[nodiscard]] Parsed<Section> parse_json_text(std::string_view text)
{
    simdjson::dom::parser parser;
    const auto element = parse_json(parser, text);
    if (!element) {
        return tl::unexpected{element.error()};
    }
    JsonProblem problem;
    auto section = read_fields<Section>(ObjectReader{*element, "", problem});
    if (problem.first()) {
        return tl::unexpected{*problem.first()};
    }
    return section;
}

} // namespace cb::claims
