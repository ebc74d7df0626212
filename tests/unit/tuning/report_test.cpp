#include "catch.hpp"
#include "tuning/report.hpp"

using namespace cb;
using namespace cb::tuning;

TEST_CASE("the table has the worst first, aligned, and nothing that steers a terminal")
{
    const std::vector<Check> checks{
        {"fine", Status::ok, "yes"},
        {"a_long_code", Status::note, "\x1b[31mred\n"},
        {"bad", Status::problem, "slow", "Costs.", "mend it"},
    };
    CHECK(report_table(checks) == "problem  bad          slow\n"
                                  "         Costs.\n"
                                  "         => mend it\n"
                                  "note     a_long_code   [31mred \n"
                                  "ok       fine         yes\n"
                                  "\n"
                                  "1 problem, 0 warning, 0 unknown, 1 note, 1 ok\n");
    CHECK_FALSE(is_fit(checks));
    CHECK(is_fit({checks[0], checks[1]}));
}

TEST_CASE("the report is one JSON object, too")
{
    const std::vector<Check> checks{{"bad", Status::warning, "s\xff", "Costs.", ""}};
    CHECK(report_json(checks, CpuChoice{CpuSet::of({1, 2}), {}}) ==
          R"({"cpus":"1-2","summary":{"problem":0,"warning":1,"unknown":0,"note":0,"ok":0},)"
          R"("checks":[{"code":"bad","status":"warning","found":"s)"
          "\xEF\xBF\xBD"
          R"(","cost":"Costs.","remedy":null}]})"
          "\n");
    CHECK_THAT(report_json({}, std::nullopt), Catch::StartsWith(R"({"cpus":null,)"));
}
