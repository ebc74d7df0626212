#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Found found_in(std::string_view text)
{
    return find_results(text, Format::automatic);
}

/// A row with times of 2 and 1 ns and these members.
std::string row(std::string_view members)
{
    return fmt::format(R"({{{},"real_time":2,"cpu_time":1,"time_unit":"ns"}})", members);
}

std::string make_file(std::string_view rows)
{
    return fmt::format(
        R"({{"context":{{"executable":"/a/b","num_cpus":2,"mhz_per_cpu":1}},"benchmarks":[{}]}})",
        rows);
}

} // namespace

TEST_CASE("google-benchmark 1.7.1: each repetition is a sample, no aggregate is")
{
    const auto found = found_in(sample("google-benchmark-1.7.1.json"));
    CHECK(found.format == "google-benchmark");
    CHECK(
        result_lines(found) ==
        Lines{
            R"x(gb171 | BM_memcpy/64 | real_time: 2.08360688222936 2.039827844544012 2.0200571950768866 [ns] lower label=lbl "q")x",
            R"x(gb171 | BM_memcpy/64 | cpu_time: 2.083839682718448 2.0399108144595766 2.0201013886770296 [ns] lower label=lbl "q")x",
            R"x(gb171 | BM_memcpy/64 | bytes_per_second: 30712535388.76348 31373920637.28786 31681578141.93366 [B/s] higher label=lbl "q")x",
            R"x(gb171 | BM_memcpy/64 | hits: 42 42 42 [] unknown label=lbl "q")x",
            R"x(gb171 | BM_memcpy/64 | items_per_second: 479883365.4494294 490217509.9576228 495024658.4677134 [items/s] higher label=lbl "q")x",
            R"x(gb171 | BM_memcpy/64 | rate: 479883365.4494294 490217509.9576228 495024658.4677134 [] unknown label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | real_time: 52.982458581113384 52.851542817808486 57.11360747846502 [ns] lower label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | cpu_time: 52.99161471298254 52.85376886689576 57.11907107564807 [ns] lower label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | bytes_per_second: 77295247978.10155 77496838689.31197 71709849667.81564 [B/s] higher label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | hits: 42 42 42 [] unknown label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | items_per_second: 18870910.150903698 18920126.633132804 17507287.516556554 [items/s] higher label=lbl "q")x",
            R"x(gb171 | BM_memcpy/4096 | rate: 18870910.150903698 18920126.633132804 17507287.516556554 [] unknown label=lbl "q")x",
            R"x(gb171 | BM_nan | real_time: 1.57399995259766e-06 1.4320000900625018e-06 1.5430000530614052e-06 [ns] lower)x",
            R"x(gb171 | BM_nan | cpu_time: 1.3830000000075726e-06 1.3430000000008713e-06 1.3830000000075726e-06 [ns] lower)x",
            R"x(gb171 | BM_cplx/16/real_time | real_time: 0.0039987903718273505 0.003979644536115686 0.0039989539691041714 [us] lower)x",
            R"x(gb171 | BM_cplx/16/real_time | cpu_time: 0.003998913434308703 0.003979647452300904 0.003999395185924921 [us] lower)x",
            R"x(gb171 | BM_cplx/64/real_time | real_time: 0.0173678641999828 0.017445471140664675 0.017776879888990234 [us] lower)x",
            R"x(gb171 | BM_cplx/64/real_time | cpu_time: 0.017368229294088884 0.017445822433834544 0.01777806299439812 [us] lower)x",
            R"x(gb171 | BM_cplx/256/real_time | real_time: 0.08427598568483281 0.08415794372317933 0.08402564641415661 [us] lower)x",
            R"x(gb171 | BM_cplx/256/real_time | cpu_time: 0.08427682034899772 0.08416047173550145 0.08403118282152582 [us] lower)x",
            R"x(gb171 | BM_cplx/1024/real_time | real_time: 0.307900141112384 0.30917654451657495 0.30873537064066514 [us] lower)x",
            R"x(gb171 | BM_cplx/1024/real_time | cpu_time: 0.3079096220840496 0.309176324028751 0.3087453366847471 [us] lower)x",
        });
    CHECK(rejected_lines(found) == Lines{"298:25 error_occurred: BM_skip: no device",
                                         "314:25 error_occurred: BM_skip: no device",
                                         "330:25 error_occurred: BM_skip: no device",
                                         "350:14 inf: BM_nan: Infinity is not a value in JSON",
                                         "351:14 nan: BM_nan: NaN is not a value in JSON",
                                         "352:15 ninf: BM_nan: -Infinity is not a value in JSON",
                                         "367:14 inf: BM_nan: Infinity is not a value in JSON",
                                         "368:14 nan: BM_nan: NaN is not a value in JSON",
                                         "369:15 ninf: BM_nan: -Infinity is not a value in JSON",
                                         "384:14 inf: BM_nan: Infinity is not a value in JSON",
                                         "385:14 nan: BM_nan: NaN is not a value in JSON",
                                         "386:15 ninf: BM_nan: -Infinity is not a value in JSON"});
    CHECK(found.results.front().lines ==
          std::vector<std::pair<std::uint64_t, std::uint64_t>>{{15, 33}, {34, 52}, {53, 71}});
}

TEST_CASE("google-benchmark 1.9.5")
{
    const auto found = found_in(sample("google-benchmark-1.9.5.json"));
    CHECK(found.format == "google-benchmark");
    CHECK(
        result_lines(found) ==
        Lines{
            R"x(gb195 | BM_memcpy/64 | real_time: 3.4239940791564165 3.0745244622288617 2.93414123603784 [ns] lower label=lbl "q")x",
            R"x(gb195 | BM_memcpy/64 | cpu_time: 3.424955775330752 3.075030244707751 2.9347722121765876 [ns] lower label=lbl "q")x",
            R"x(gb195 | BM_memcpy/64 | bytes_per_second: 18686372671.138927 20812803422.062775 21807484660.805786 [B/s] higher label=lbl "q")x",
            R"x(gb195 | BM_memcpy/64 | hits: 42 42 42 [] unknown label=lbl "q")x",
            R"x(gb195 | BM_memcpy/64 | items_per_second: 291974572.98654574 325200053.46973085 340741947.8250904 [items/s] higher label=lbl "q")x",
            R"x(gb195 | BM_memcpy/64 | rate: 291974572.98654574 325200053.46973085 340741947.8250904 [] unknown label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | real_time: 50.71050445741453 51.47074934631768 76.92238373137616 [ns] lower label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | cpu_time: 50.72205434821526 51.48566825391146 76.93684436647447 [ns] lower label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | bytes_per_second: 80753826962.1393 79556119963.3224 53238471550.632614 [B/s] higher label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | hits: 42 42 42 [] unknown label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | items_per_second: 19715289.78567854 19422880.85042051 12997673.718416166 [items/s] higher label=lbl "q")x",
            R"x(gb195 | BM_memcpy/4096 | rate: 19715289.78567854 19422880.85042051 12997673.718416166 [] unknown label=lbl "q")x",
            R"x(gb195 | BM_nan | real_time: 1.6530000266357091e-09 1.7029999526130267e-09 1.7840000055002747e-09 [ns] lower)x",
            R"x(gb195 | BM_nan | cpu_time: 1.6229999999783918e-09 1.6629999999850931e-09 1.6830000000023216e-09 [ns] lower)x",
            R"x(gb195 | BM_cplx/16/real_time | real_time: 0.008481603837350688 0.008378168458166923 0.008402161182205692 [us] lower)x",
            R"x(gb195 | BM_cplx/16/real_time | cpu_time: 0.008483281755120049 0.008379979048539554 0.008403857710167474 [us] lower)x",
            R"x(gb195 | BM_cplx/64/real_time | real_time: 0.029331593211057643 0.029175184071778784 0.028566931415671258 [us] lower)x",
            R"x(gb195 | BM_cplx/64/real_time | cpu_time: 0.02905632080072268 0.029085116758735947 0.02857279933166514 [us] lower)x",
            R"x(gb195 | BM_cplx/256/real_time | real_time: 0.11538578600559574 0.11661167076933551 0.11630209073162666 [us] lower)x",
            R"x(gb195 | BM_cplx/256/real_time | cpu_time: 0.11541490099582169 0.11663102571301182 0.11633038825491712 [us] lower)x",
            R"x(gb195 | BM_cplx/1024/real_time | real_time: 0.44528672729206487 0.4014454973305059 0.4412409374145517 [us] lower)x",
            R"x(gb195 | BM_cplx/1024/real_time | cpu_time: 0.44547211269396997 0.4015337700330703 0.44141360340880115 [us] lower)x",
        });
    const auto rejected = rejected_lines(found);
    REQUIRE(rejected.size() == 12);
    CHECK(rejected[0] == "301:25 error_occurred: BM_skip: no device");
    CHECK(rejected[11] == "389:15 ninf: BM_nan: -Infinity is not a value in JSON");
}

TEST_CASE("google-benchmark: in pieces and in the middle of a log")
{
    for (const char* const name : {"google-benchmark-1.7.1.json", "google-benchmark-1.9.5.json"}) {
        CHECK(is_same_in_pieces(sample(name), Format::automatic));
    }
    const auto found =
        found_in("{ [100%] done {\"x\":\n" + make_file(row(R"("name":"a")")) + "}\nmake: bye {\n");
    CHECK(result_lines(found) ==
          Lines{"b | a | real_time: 2 [ns] lower", "b | a | cpu_time: 1 [ns] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("google-benchmark: a file of aggregates only gives summaries")
{
    const auto aggregate = [](const char* name, double time, const char* unit = "time") {
        return fmt::format(
            R"({{"name":"a_{0}","run_name":"a","run_type":"aggregate","aggregate_name":"{0}",
                 "aggregate_unit":"{2}","iterations":3,"real_time":{1},"time_unit":"us","hits":7}})",
            name,
            time,
            unit);
    };
    const auto text =
        make_file(aggregate("mean", 2) + "," + aggregate("median", 1.5) + "," +
                  aggregate("stddev", 0.5) + "," + aggregate("cv", 0.25, "percentage") + "," +
                  aggregate("p99", 4) + "," + aggregate("share", 9, "percentage"));
    const auto found = found_in(text);
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"b | a | real_time: avg=2 median=1.5 p99=4 stddev=0.5 [us] lower",
                "b | a | hits: avg=7 median=7 p99=7 stddev=7 [] unknown"});
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 6}});
    CHECK(is_same_in_pieces(text, Format::google_benchmark));

    SECTION("of a test that has samples, before or behind them, they are dropped")
    {
        const auto mean = aggregate("mean", 2);
        const auto one = row(R"("name":"a","run_name":"a","run_type":"iteration")");
        for (const auto& rows : {mean + "," + one, one + "," + mean}) {
            CHECK(result_lines(found_in(make_file(rows))) ==
                  Lines{"b | a | real_time: 2 [ns] lower", "b | a | cpu_time: 1 [ns] lower"});
        }
    }
    SECTION("without a mean the median is the central figure")
    {
        CHECK(result_lines(found_in(make_file(aggregate("median", 3)))).at(0) ==
              "b | a | real_time: avg=3 median=3 [us] lower");
    }
    SECTION("twice, and without a central figure")
    {
        const auto wrong =
            found_in(make_file(aggregate("stddev", 3) + "," + aggregate("stddev", 3)));
        CHECK(wrong.results.empty());
        CHECK(rejected_lines(wrong) == Lines{"1:1 a/real_time: has neither a mean nor a median",
                                             "1:1 a/hits: has neither a mean nor a median",
                                             "3:69 real_time: a: its stddev was printed before",
                                             "3:95 hits: a: its stddev was printed before"});
    }
}

TEST_CASE("google-benchmark: files before version 1.5 name their aggregates")
{
    const auto found = found_in(
        make_file(row(R"("name":"a")") + "," + row(R"("name":"a_mean")") + "," +
                  row(R"("name":"a_stddev")") + "," + row(R"("name":"c_mean")") + "," +
                  row(R"("name":"c_stddev")") + "," + row(R"("name":"c_max")") +
                  R"(,{"name":"c_BigO","cpu_coefficient":1,"real_coefficient":1,"big_o":"N",
                  "time_unit":"ns"},{"name":"c_RMS","rms":0.03})"));
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) == Lines{"b | a | real_time: 2 [ns] lower",
                                       "b | a | cpu_time: 1 [ns] lower",
                                       "b | c_max | real_time: 2 [ns] lower",
                                       "b | c_max | cpu_time: 1 [ns] lower",
                                       "b | c | real_time: avg=2 stddev=2 [ns] lower",
                                       "b | c | cpu_time: avg=1 stddev=1 [ns] lower"});
}

TEST_CASE("google-benchmark: memory, skipped tests, and several files in one text")
{
    const auto found = found_in(
        make_file(
            row(R"("name":"a","allocs_per_iter":1.5,"max_bytes_used":3,"total_allocated_bytes":4,
                    "net_heap_growth":-5,"time":6,"later":"text","more":[1],"no":null)")) +
        R"({"context":{"num_cpus":2,"mhz_per_cpu":1,"library_build_type":"debug"},"benchmarks":[)" +
        row(R"("name":"a")") + "," + row(R"("name":"s","skipped":true,"skip_message":"no GPU")") +
        "," + row(R"("name":"e","error_occurred":true)") + "]}");
    CHECK(result_lines(found) == Lines{"b | a | real_time: 2 [ns] lower",
                                       "b | a | cpu_time: 1 [ns] lower",
                                       "b | a | allocs_per_iter: 1.5 [] lower",
                                       "b | a | max_bytes_used: 3 [B] lower",
                                       "b | a | total_allocated_bytes: 4 [B] lower",
                                       "b | a | net_heap_growth: -5 [B] lower",
                                       "b | a | time: 6 [] unknown",
                                       "default | a | real_time: 2 [ns] lower",
                                       "default | a | cpu_time: 1 [ns] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"2:297 skipped: s: no GPU",
                "2:400 error_occurred: e: the benchmark failed",
                "2:1 a: an earlier output has a test of this name, and nothing names the program. "
                "They became one series, which is wrong if they are different programs; use "
                "--benchmark_out=FILE, which names them"});
}

TEST_CASE("google-benchmark: what is wrong is named and costs only itself")
{
    const auto rejected = [](std::string_view text) { return rejected_lines(found_in(text)); };
    const auto with = [](std::string_view members) {
        return fmt::format(R"({{"benchmarks":[{{{}}}]}})", members);
    };
    CHECK(rejected(with(R"("real_time":1,"time_unit":"ns")")) == Lines{"1:16 name: is missing"});
    CHECK(rejected(with(R"("name":7,"real_time":1,"time_unit":"ns")")) ==
          Lines{"1:24 name: must be a string without NUL bytes"});
    CHECK(rejected(with(R"("name":"a","run_name":[],"real_time":1,"time_unit":"ns")")) ==
          Lines{"1:39 run_name: must be a string without NUL bytes"});
    CHECK(rejected(with(R"("name":"a","real_time":1)")) == Lines{"1:16 time_unit: a: is missing"});
    CHECK(rejected(with(R"("name":"a","real_time":1,"time_unit":"h")")) ==
          Lines{R"(1:54 time_unit: a: must be "ns", "us", "ms" or "s")"});
    CHECK(rejected(with(R"("name":"a","cpu_time":"x","time_unit":"s")")) ==
          Lines{"1:16 real_time: a: is missing", R"(1:39 cpu_time: a: "x" is not a number)"});
    CHECK(rejected(with(R"("name":"a","run_type":"x","real_time":1,"time_unit":"ns")")) ==
          Lines{R"(1:39 run_type: a: must be "iteration" or "aggregate")"});
    CHECK(rejected(with(R"("name":"a","run_type":"aggregate","real_time":1,"time_unit":"ns")")) ==
          Lines{"1:16 aggregate_name: a: is missing"});
    CHECK(rejected(with(R"("name":"a","real_time":1,"time_unit":"ns","n\u0000":3)")) ==
          Lines{"1:69 n\uFFFD: a: must have a name without NUL bytes"});
    const auto mixed = found_in(with(
        R"("name":"a","real_time":NaN,"cpu_time":1,"time_unit":"ns","bytes_per_second":1e999,"n":1e999)"));
    CHECK(result_lines(mixed) == Lines{"default | a | cpu_time: 1 [ns] lower"});
    CHECK(rejected_lines(mixed) == Lines{"1:40 real_time: a: NaN is not a value in JSON",
                                         R"(1:93 bytes_per_second: a: "1e999" is not a number)",
                                         R"(1:103 n: a: "1e999" is not a number)"});
}

TEST_CASE("google-benchmark: counters that are called as a member of the reporter is")
{
    const auto found = found_in(make_file(row(
        R"("name":"a","run_name":"a","run_type":"iteration","skipped":3,"error_message":NaN)")));
    CHECK(result_lines(found) == Lines{"b | a | real_time: 2 [ns] lower",
                                       "b | a | cpu_time: 1 [ns] lower",
                                       "b | a | skipped: 3 [] unknown"});
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].field == "error_message");
}

TEST_CASE("google-benchmark: what is of another format is left to it")
{
    CHECK(found_in(R"({"benchmarks":[{"name":"x"},{"threads":2},7,[]],"context":{"a":1}})") ==
          found_in(""));
    CHECK(found_in(R"({"results":[{"name":"t","metrics":{"m":1}}],"real_time":2,"cpu_time":1})")
              .format == "cb");
}
