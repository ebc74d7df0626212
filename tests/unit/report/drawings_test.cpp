#include "catch.hpp"
#include "report/drawings.hpp"

#include <algorithm>

namespace cb::report {

using Values = std::vector<std::optional<double>>;

TEST_CASE("a spark has the smallest and the largest value of each column")
{
    CHECK(to_spark(Values{}).empty());
    CHECK(to_spark(Values{std::nullopt}).empty());
    CHECK(to_spark(Values{0.0, std::nullopt, 1.0}) == "00  oo");
    CHECK(to_spark(Values{5.0, 5.0}) == "PPPP");
    CHECK(to_spark(Values{-1.7e308, 1.7e308}) == "00oo");
}

TEST_CASE("an outlier among many values is drawn")
{
    Values values(100'000, 1.0);
    values[54'321] = 2.0;
    const auto spark = to_spark(values);
    CHECK(spark.size() == 2 * spark_columns);
    CHECK(std::count(spark.begin(), spark.end(), 'o') == 1);
}

TEST_CASE("pictures escape their texts")
{
    const std::string hostile = "</title><script>\"&\x01\xff";
    for (const auto& picture :
         {to_spark_svg("00oo", hostile), to_badge_svg(hostile, hostile, Tone::bad)}) {
        CAPTURE(picture);
        CHECK(picture.find("<script") == std::string::npos);
        CHECK(picture.find('\x01') == std::string::npos);
        CHECK(picture.find("&lt;/title&gt;&lt;script&gt;&quot;&amp;") != std::string::npos);
    }
}

} // namespace cb::report
