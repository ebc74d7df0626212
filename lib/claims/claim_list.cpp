#include "claims/claim_list.hpp"

#include "base/text_table.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"

namespace cb::claims {

namespace {

constexpr std::size_t commit_digits = 12;
constexpr std::size_t max_shown_bytes = 200;

std::string shown(std::string_view text)
{
    return printable(text, max_shown_bytes);
}

std::string to_seconds(Time time)
{
    return to_rfc3339(Time{std::chrono::floor<std::chrono::seconds>(time)});
}

std::string describe_state(const store::Claim& claim, const Place& here)
{
    const auto holder = Holder::parse(claim.holder);
    const auto life = holder ? find_life(*holder, here) : Life::unknown;
    if (life == Life::gone) {
        return "has ended: anybody may take it";
    }
    if (claim.is_over) {
        return "lease is over: anybody may take it";
    }
    return life == Life::running ? "running here" : "running elsewhere";
}

Hue hue_of(const store::Claim& claim)
{
    return claim.is_over ? Hue::unclear : Hue::plain;
}

} // namespace

std::string to_text(std::span<const store::Claim> claims, const Place& here, const TextStyle& style)
{
    if (claims.empty()) {
        return {};
    }
    std::vector<TableRow> rows{
        {{"repository", "commit", "configuration", "worker", "since", "lease until", "state"}}};
    for (const auto& claim : claims) {
        rows.push_back({{shown(claim.repository),
                         shown(claim.commit.value_or("").substr(0, commit_digits)),
                         shown(claim.config),
                         shown(claim.worker),
                         to_seconds(claim.claimed_at),
                         to_seconds(claim.lease_ends_at),
                         describe_state(claim, here)},
                        hue_of(claim)});
    }
    return to_table(rows, style);
}

} // namespace cb::claims
