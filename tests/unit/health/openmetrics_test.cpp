#include "catch.hpp"
#include "health/openmetrics.hpp"

namespace cb::health {

TEST_CASE("each family is at one place, and ends the text with its mark")
{
    const Checks checks{
        {.code = "disk", .status = Status::ok, .subject = "/a", .figures = {{"free_bytes", 5}}},
        {.code = "database", .status = Status::problem, .found = "no\nanswer"},
        {.code = "disk",
         .status = Status::warning,
         .subject = "/\"b",
         .figures = {{"free_bytes", 0.5}}}};
    const auto text = to_openmetrics(checks);
    CHECK_THAT(text,
               Catch::StartsWith(
                   "# HELP cb_check_status 1 for the status that a check of cb doctor has.\n"
                   "# TYPE cb_check_status gauge\n"
                   "cb_check_status{check=\"disk\",subject=\"/a\",status=\"ok\"} 1\n"
                   "cb_check_status{check=\"database\",subject=\"\",status=\"problem\"} 1\n"
                   "cb_check_status{check=\"disk\",subject=\"/\\\"b\",status=\"warning\"} 1\n"
                   "# HELP cb_disk_free_bytes See docs/doctor.md of cb.\n"
                   "# TYPE cb_disk_free_bytes gauge\n# UNIT cb_disk_free_bytes bytes\n"
                   "cb_disk_free_bytes{subject=\"/a\"} 5\n"
                   "cb_disk_free_bytes{subject=\"/\\\"b\"} 0.5\n"
                   "# HELP cb_doctor_timestamp_seconds"));
    CHECK_THAT(text, Catch::EndsWith("\n# EOF\n"));
}

} // namespace cb::health
