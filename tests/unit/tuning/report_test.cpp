#include "base/error.hpp"
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

TEST_CASE("a check names its subject, and a remedy cannot steer a terminal either")
{
    CHECK(report_table({{.code = "disk",
                         .status = Status::ok,
                         .found = "free",
                         .remedy = "rm \x1b",
                         .subject = "/var"}}) == "ok       disk /var  free\n         => rm  \n\n"
                                                 "0 problem, 0 warning, 0 unknown, 0 note, 1 ok\n");
}

TEST_CASE("the report is JSON, too, and reads back")
{
    const std::vector<Check> checks{{.code = "bad",
                                     .status = Status::warning,
                                     .found = "s\xff",
                                     .cost = "Costs.",
                                     .figures = {{"a_bytes", 2}}}};
    JsonWriter json;
    json.begin_object();
    write_report(json, checks);
    json.end_object();
    CHECK(json.text() == R"({"summary":{"problem":0,"warning":1,"unknown":0,"note":0,"ok":0},)"
                         R"("checks":[{"code":"bad","subject":null,"status":"warning","found":"s)"
                         "\xEF\xBF\xBD"
                         R"(","cost":"Costs.","remedy":null,"figures":{"a_bytes":2}}]})");
    const auto read = read_report(json.text());
    REQUIRE(read.size() == 1);
    CHECK(read.front().status == Status::warning);
    CHECK(read.front().cost == "Costs.");
    CHECK(read.front().remedy.empty());
    CHECK(read.front().figures == checks.front().figures);
    CHECK_THROWS_AS(read_report(R"({"checks":[{"code":"a","status":"good"}]})"), Error);
    CHECK_THROWS_AS(read_report("{"), Error);
}
