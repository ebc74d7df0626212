#include "base/openmetrics.hpp"
#include "catch.hpp"

using namespace cb;

TEST_CASE("labels of any text stay on their line")
{
    CHECK(openmetrics::to_text({}).empty());
    CHECK(openmetrics::to_text({{"a", "x\"y\\z\n"}, {"b", "\xff"}}) ==
          "a=\"x\\\"y\\\\z\\n\",b=\"\xEF\xBF\xBD\"");
}

TEST_CASE("a family is described before its samples")
{
    CHECK(openmetrics::describe_gauge("cb_age_seconds", "How old.", "seconds") ==
          "# HELP cb_age_seconds How old.\n# TYPE cb_age_seconds gauge\n"
          "# UNIT cb_age_seconds seconds\n");
    CHECK(openmetrics::seconds_of(Time{std::chrono::milliseconds{1500}}) == 1.5);
}
