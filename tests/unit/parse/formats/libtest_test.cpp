#include "catch.hpp"
#include "parse/found.hpp"

using namespace std::string_literals;
using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("libtest: figures, and the benchmarks that have none")
{
    const auto text = sample("libtest-1.95.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "libtest");
    CHECK(result_lines(found) ==
          Lines{"default | tests::add | time: 0.62 [ns/iter] lower",
                "default | tests::sum_of_many | time: 12606.31 [ns/iter] lower",
                "default | tests::sum_of_many | throughput: 63461 [MB/s] higher"});
    CHECK(rejected_lines(found) == Lines{"6:6 tests::broken: the benchmark failed",
                                         "7:6 tests::net: the benchmark is ignored, no network"});
    CHECK(found.results[1].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{8, 8}});
    CHECK(is_same_in_pieces(text, Format::libtest));
}

TEST_CASE("libtest: thousands separators, decimals and old versions")
{
    const auto found = find_results("test a ... bench:      18,149 ns/iter (+/- 755)\n"
                                    "test a ... bench:   1,018,149.40 ns/iter (+/- 7,551.02)\n"
                                    "test Fibonacci/Iterative 20 ... bench:        3419 ns/iter "
                                    "(+/- 45)\r\n"
                                    "test b ... bench:           0 ns/iter (+/- 0) = 8000 MB/s",
                                    Format::libtest);
    CHECK(result_lines(found) ==
          Lines{"default | a | time: 18149 1018149.4 [ns/iter] lower",
                "default | Fibonacci/Iterative 20 | time: 3419 [ns/iter] lower",
                "default | b | time: 0 [ns/iter] lower",
                "default | b | throughput: 8000 [MB/s] higher"});
    CHECK(found.rejected.empty());
}

TEST_CASE("libtest: names are unique in the program that cargo runs")
{
    const auto found = find_results(
        "   Compiling fib v0.1.0\n"
        "\x1b[1m\x1b[32m     Running\x1b[0m benches/fib.rs "
        "(target/release/deps/fib-1f0c9ad5e7b3a2f4)\n"
        "running 1 test\ntest a ... bench:  1 ns/iter (+/- 0)\n"
        "     Running unittests src/lib.rs (target\\release\\deps\\my-lib-00c9ad5e7b3a2f4.exe)\n"
        "running 1 test\ntest a ... bench:  2 ns/iter (+/- 0)\n"
        "     Running target/release/deps/old-00c9ad5e7b3a2f4\n"
        "test a ... bench:  3 ns/iter (+/- 0)\n"
        "     Running `target/release/x`\n"
        "test a ... bench:  4 ns/iter (+/- 0)\n",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"fib | a | time: 1 [ns/iter] lower",
                                       "my-lib | a | time: 2 [ns/iter] lower",
                                       "old | a | time: 3 [ns/iter] lower",
                                       "default | a | time: 4 [ns/iter] lower"});
}

TEST_CASE("libtest: what only looks like it in a log is no result")
{
    const auto found = find_results("running 2 tests\ntest it_works ... ok\ntest other ... FAILED\n"
                                    "test result: FAILED. 1 passed; 1 failed; 0 measured\n"
                                    "running 1 test\ntest it_works ... ignored\n"
                                    "test result: ok. 0 passed; 1 ignored; 0 measured\n"
                                    "test of the engine ... please wait\ntest \ntest ...\n"
                                    "test  ... bench: 1 ns/iter\ntesting ... bench: 1 ns/iter\n",
                                    Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}

TEST_CASE("libtest: what is no number is named")
{
    const auto found = find_results("test a ... bench:  1,81,49 ns/iter (+/- 755)\n"
                                    "test b ... bench:  NaN ns/iter (+/- 755)\n"
                                    "test c ... bench:\n"
                                    "test d ... bench:  12\n"
                                    "test e ... bench:  1234,567 ns/iter\n"
                                    "test f ... bench:  5 ns/iter (+/- 1) = fast MB/s\n"
                                    "test g ... bench:  ,567 ns/iter\n",
                                    Format::libtest);
    CHECK(result_lines(found) == Lines{"default | f | time: 5 [ns/iter] lower"});
    CHECK(rejected_lines(found) == Lines{"1:20 a: \"1,81,49\" is not a number",
                                         "2:20 b: NaN is not finite",
                                         "3:6 c: \"\" is not a number",
                                         "4:20 d: has no unit",
                                         "5:20 e: \"1234,567\" is not a number",
                                         "6:40 f: \"fast\" is not a number",
                                         "7:20 g: \",567\" is not a number"});
}

TEST_CASE("libtest: names of any bytes, and very many that failed")
{
    auto text = "test \0\xFF ... bench: 1 ns/iter (+/- 0)\n"s;
    for (int i = 0; i < 2000; ++i) {
        text += "test ab ... FAILED\n";
    }
    const auto found = find_results(text, Format::libtest);
    CHECK(result_lines(found) == Lines{"default | \uFFFD\uFFFD | time: 1 [ns/iter] lower"});
    CHECK(found.rejected.size() == 1001);
}
