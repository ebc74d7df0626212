#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("pytest-benchmark's tables: a summary in seconds")
{
    const auto text = sample("pytest-benchmark-3.2.2.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "pytest-benchmark");
    CHECK(result_lines(found) ==
          Lines{"default | test_sum[10] | time: avg=6.918219e-07 max=0.00040063347 "
                "median=1.4481e-07 min=1.4191e-07 stddev=9.7018783e-06 [s] lower",
                "default | test_sort | time: avg=4.96165535e-05 max=0.0464635339995 "
                "median=9.7299999e-06 min=6.4859996e-06 stddev=0.0008564258805 [s] lower",
                "default | test_sum[1000] | time: avg=5.39590206e-05 max=0.0240704120006 "
                "median=1.13599999e-05 min=1.10789988e-05 stddev=0.0008018620925 [s] lower",
                "default | test_slow | time: avg=0.0187663573318 max=0.0243700369974 "
                "median=0.0218395099982 min=0.0100895249998 stddev=0.0076201349209 [s] lower",
                "default | test_g | time: avg=2.959746e-07 max=0.00028055937 median=6.104e-08 "
                "min=5.775e-08 stddev=5.8861786e-06 [s] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::pytest_benchmark));
}

TEST_CASE("pytest-benchmark's tables: long names, fewer columns, in colours")
{
    const auto text = sample("pytest-benchmark-3.2.2-color.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(
        result_lines(found) ==
        Lines{
            "test_b.py | test_g | time: avg=2.506858e-07 min=5.816e-08 [s] lower",
            "test_b.py | test_slow | time: avg=0.0140878 min=0.0100931 [s] lower",
            "test_b.py | test_sort | time: avg=2.32192e-05 min=6.445e-06 [s] lower",
            "test_b.py | test_sum[10] | time: avg=5.686424e-07 min=1.4203e-07 [s] lower",
            "test_b.py | test_sum[1000] | time: avg=4.56738494e-05 min=1.10750007e-05 [s] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("pytest-benchmark's tables: rows of saved runs are left out")
{
    const auto found =
        find_results(sample("pytest-benchmark-3.2.2-compare.txt"), Format::automatic);
    CHECK(result_lines(found).at(0) ==
          "default | test_sum[10] | time: avg=1.0638289e-06 max=0.0120538559968 "
          "median=2.680026e-07 min=2.380002e-07 stddev=8.53783208e-05 [s] lower");
    CHECK(found.results.size() == 5);
    CHECK(found.rejected.empty());
}

TEST_CASE("pytest-benchmark's tables: what is broken off, or is no row, is named")
{
    const std::string rule(60, '-');
    const auto found = find_results(
        "Name (time in us)        Min     Mean (1.0)\n" + rule + "\n" +
            "test_a (x y)          1.0 (1.0)  2,000.5 (1.0)\n"
            "somebody logs 12\n"
            "\n"
            "test_b                1,00.0  2.5\n" +
            rule + "\ntest_out   1.0   2.0\n" + "Name (time in ms)        Min     Median\n" + rule +
            "\ntest_c                1.0  2.5\n" + rule + "\n" +
            "Name (time in s)        Min     Mean\n" + rule + "\ntest_d                1.0  2.5\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | test_a (x y) | time: avg=0.0020005 min=1e-06 [s] lower",
                "default | test_b | time: avg=2.5e-06 [s] lower",
                "default | test_d | time: avg=2.5 min=1 [s] lower"});
    CHECK(rejected_lines(found) == Lines{"4:1 somebody logs 12: is not a row of the table",
                                         "6:23 test_b/time: \"1,00.0\" is not a number",
                                         "11:1 test_c: the table has no column \"Mean\"",
                                         "13:1 : the table has no end: rows may be missing"});
    CHECK(
        find_results("Name (time in furlongs)  Min Mean\n" + rule + "\na 1 2\n", Format::automatic)
            .results.empty());
}
