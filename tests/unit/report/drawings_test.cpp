#include "catch.hpp"
#include "report/drawings.hpp"

#include <fmt/format.h>

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

TEST_CASE("one more value changes the last column at most")
{
    Values values;
    std::string previous;
    for (std::size_t n = 1; n <= 500; ++n) {
        const double value = n == 100 ? 0 : n == 101 ? 10 : static_cast<double>(n * 7919 % 10);
        values.emplace_back(value);
        const auto spark = to_spark(values);
        const auto columns = spark.size() / 2;
        CHECK(columns <= spark_columns);
        CHECK(columns == (n + spark_step(n) - 1) / spark_step(n));
        if (n > 101 && spark_step(n) == spark_step(n - 1)) {
            const auto same = previous.substr(0, 2 * (columns - 1));
            CHECK(spark.substr(0, 2 * (columns - 1)) == same);
        }
        previous = spark;
    }
    CHECK(spark_step(0) == 1);
    CHECK(spark_step(48) == 1);
    CHECK(spark_step(49) == 2);
    CHECK(spark_step(1000) == 21);
}

TEST_CASE("an outlier among many values is drawn")
{
    Values values(100'000, 1.0);
    values[54'321] = 2.0;
    const auto spark = to_spark(values);
    CHECK(spark.size() == 2 * spark_columns);
    CHECK(std::count(spark.begin(), spark.end(), 'o') == 1);
}

TEST_CASE("a picture has a point for each smallest and each largest value")
{
    CHECK(to_spark_svg("0o  Po", "t").find(R"(points="24.0,25.0 24.0,3.0 120.0,13.8 120.0,3.0")") !=
          std::string::npos);
    for (const std::size_t columns : {std::size_t{1}, std::size_t{7}, spark_columns}) {
        std::string spark;
        std::string points;
        for (std::size_t column = 0; column < columns; ++column) {
            const double x =
                (static_cast<double>(column) + 0.5) * 144 / static_cast<double>(columns);
            for (const auto level : {column % 64, (63 - column) % 64}) {
                spark += static_cast<char>('0' + level);
                points += fmt::format("{}{:.1f},{:.1f}",
                                      points.empty() ? "" : " ",
                                      x,
                                      25 - static_cast<double>(level) * 22.0 / 63);
            }
        }
        CAPTURE(spark);
        CHECK(to_spark_svg(spark, "t").find("points=\"" + points + '"') != std::string::npos);
    }
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
