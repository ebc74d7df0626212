#include "catch.hpp"
#include "claims/claim_list.hpp"

#include <unistd.h>
#include <vector>

namespace cb::claims {

TEST_CASE("a list of claims says who is still at work")
{
    const auto here = Place::here();
    store::Claim claim{.repository = "mirage/index",
                       .work = "w",
                       .pass = "p",
                       .worker = "bench-1",
                       .config = "default",
                       .holder =
                           Holder{here, {host::read_process(::getpid()).value().key}}.to_json(),
                       .commit = std::string(40, 'a'),
                       .claimed_at = parse_rfc3339("2026-01-31T08:00:00.123Z").value(),
                       .lease_ends_at = parse_rfc3339("2026-01-31T08:15:00Z").value()};
    std::vector<store::Claim> claims(5, claim);
    claims[1].holder = Holder{here, {}}.to_json();
    claims[2].holder = "elsewhere\x1B[2J";
    claims[3].holder = claims[2].holder;
    claims[3].is_over = true;
    claims[4].repository = "evil\x1B[2J\n";
    claims[4].commit.reset();
    const auto text = to_text(claims, here, {});
    CHECK(text == "repository    commit        configuration  worker   since                 "
                  "lease until           state\n"
                  "mirage/index  aaaaaaaaaaaa  default        bench-1  2026-01-31T08:00:00Z  "
                  "2026-01-31T08:15:00Z  running here\n"
                  "mirage/index  aaaaaaaaaaaa  default        bench-1  2026-01-31T08:00:00Z  "
                  "2026-01-31T08:15:00Z  has ended: anybody may take it\n"
                  "mirage/index  aaaaaaaaaaaa  default        bench-1  2026-01-31T08:00:00Z  "
                  "2026-01-31T08:15:00Z  running elsewhere\n"
                  "mirage/index  aaaaaaaaaaaa  default        bench-1  2026-01-31T08:00:00Z  "
                  "2026-01-31T08:15:00Z  lease is over: anybody may take it\n"
                  "evil [2J                    default        bench-1  2026-01-31T08:00:00Z  "
                  "2026-01-31T08:15:00Z  running here\n");
    CHECK(to_text({}, here, {}).empty());
}

} // namespace cb::claims
