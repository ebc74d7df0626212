#include "catch.hpp"
#include "parse/job.hpp"
#include "parse/run_results.hpp"

using namespace cb;
using namespace cb::parse;

namespace {

std::string object(const std::string& test, int value)
{
    return R"({"results":[{"name":")" + test + R"(","metrics":[{"name":"m","value":)" +
           std::to_string(value) + "}]}]}\n";
}

Iteration iteration(double wall_s, std::optional<std::uint64_t> peak)
{
    Iteration made;
    made.wall_s = wall_s;
    made.usage.peak_memory_bytes = peak;
    return made;
}

Manifest job_of(Run run)
{
    Source source;
    source.repo = "r";
    Manifest job{JobId::from("j"), source, {}};
    job.set(std::move(run));
    return job;
}

} // namespace

TEST_CASE("a warning on standard error breaks nothing on standard output")
{
    Run run;
    const auto json =
        std::string{"{\"context\": {\"num_cpus\": 2},\n"} +
        "\"benchmarks\": [{\"name\":\"BM\",\"run_type\":\"iteration\",\"iterations\":1,"
        "\"real_time\":1,\"cpu_time\":2,\"time_unit\":\"ns\"}]}\n";
    run.output = json;
    run.error_output = "***WARNING*** CPU scaling is enabled\n";
    const auto found = find_run_results(run, Format::automatic);
    CHECK(found.results.size() == 2);
    CHECK(found.rejected.empty());
    run.output = json.substr(0, 26) + run.error_output + json.substr(26); // as one stream
    CHECK(find_run_results(run, Format::automatic).rejected.size() == 1);
}

TEST_CASE("standard error is read where standard output has no results")
{
    Run run;
    run.error_output = object("t", 1);
    const auto found = find_run_results(run, Format::automatic);
    REQUIRE(found.results.size() == 1);
    CHECK(found.results.front().lines.empty());
    run.output = object("u", 2);
    const auto both = find_run_results(run, Format::automatic);
    REQUIRE(both.results.size() == 1);
    CHECK(both.results.front().test == "u");
    REQUIRE(both.rejected.size() == 1);
    CHECK_THAT(both.rejected.front().reason, CB_CONTAINS("standard error: 1 results"));
}

TEST_CASE("results files are read instead of the output, one series over all iterations")
{
    Run run;
    run.output = object("printed", 9);
    run.files = {{"a.json", object("t", 1), ""},
                 {"b.json", "{\"results\":[{\"metrics\":[],\"name\":\n1}]}", ""},
                 {"a.json", object("t", 2), ""},
                 {"c.json", "", "No such file or directory"}};
    const auto found = find_run_results(run, Format::automatic);
    REQUIRE(found.results.size() == 1);
    CHECK(found.results.front().values == std::vector<double>{1, 2});
    CHECK(found.results.front().lines.empty());
    REQUIRE(found.rejected.size() == 2);
    CHECK_THAT(found.rejected[0].reason, CB_CONTAINS("b.json: "));
    CHECK(found.rejected[0].line <= 2);
    CHECK(found.rejected[1].reason == "c.json: No such file or directory");
}

TEST_CASE("what cb measured is a result of its own, and no excuse for a silent benchmark")
{
    Run run;
    run.argv = {"make", "bench me"};
    run.outcome = Outcome::ok;
    run.iterations = {iteration(1.5, 4096), iteration(2.5, std::nullopt)};
    auto job = job_of(run);
    parse_into(job, Format::automatic);
    CHECK(job.status() == Status::failed);
    REQUIRE(job.results().size() == 2);
    CHECK(job.results()[0].benchmark == "run");
    CHECK(job.results()[0].test == "make 'bench me'");
    CHECK(job.results()[0].metric == "wall_time");
    CHECK(job.results()[0].values == std::vector<double>{1.5, 2.5});
    CHECK(job.results()[1].metric == "peak_memory");
    CHECK(job.results()[1].values == std::vector<double>{4096});
    auto measured = job_of(run);
    parse_into(measured, Format::automatic, Extent::measures);
    CHECK(measured.status() == Status::ok);
    CHECK(measured.results() == job.results());
    run.outcome = Outcome::exit;
    CHECK(measured_results(run, {}).empty());
    run.outcome = Outcome::ok;
    Config named;
    named.name = "fast";
    CHECK(measured_results(run, named).front().test == "fast");
}

namespace {

std::string table_of_two(const std::string& time, const std::string& counters = "")
{
    return "---------------------------------------------------\n"
           "Benchmark               Time             CPU   Iterations" +
           counters +
           "\n"
           "---------------------------------------------------\n"
           "BM_a              " +
           time + " ns         1.00 ns          100" + (counters.empty() ? "" : "          7") +
           "\n";
}

std::string announced(const std::string& path)
{
    return "2026-01-01T00:00:00+00:00\nRunning " + path + "\nRun on (8 X 2096 MHz CPU s)\n";
}

/// "benchmark test metric: values" of each real_time.
std::vector<std::string> real_times(const Found& found)
{
    std::vector<std::string> lines;
    for (const auto& result : found.results) {
        if (result.metric == "real_time") {
            auto line = result.benchmark + " " + result.test + ":";
            for (const double value : result.values) {
                line += " " + std::to_string(static_cast<int>(value));
            }
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

using Times = std::vector<std::string>;

} // namespace

TEST_CASE("standard error names the programs of google-benchmark's tables")
{
    Run run;
    run.output = table_of_two("1.00") + table_of_two("2.00");
    run.error_output = announced("./a") + announced("./b");
    const auto found = find_run_results(run, Format::automatic);
    CHECK(real_times(found) == Times{"a BM_a: 1", "b BM_a: 2"});
    CHECK(found.rejected.empty());
    run.error_output = announced("x/bench") + announced("y/bench");
    CHECK(real_times(find_run_results(run, Format::automatic)) ==
          Times{"bench BM_a: 1", "y/bench BM_a: 2"});
    run.error_output = announced("./a") + announced("./a");
    CHECK(real_times(find_run_results(run, Format::automatic)) == Times{"a BM_a: 1 2"});
}

TEST_CASE("programs of google-benchmark that nothing names are told")
{
    Run run;
    run.output = table_of_two("1.00") + table_of_two("2.00");
    const std::string errors = GENERATE(as<std::string>{}, "", announced("./a"));
    run.error_output = errors;
    const auto found = find_run_results(run, Format::automatic);
    CHECK(real_times(found) == Times{"default BM_a: 1 2"});
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected.front().line == 8);
    CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("nothing names the program"));
    run.iterations = {iteration(1, 1), iteration(1, 1)}; // one table each
    CHECK(find_run_results(run, Format::automatic).rejected.empty());
}

TEST_CASE("a table that google-benchmark begins again is of the same program")
{
    Run run;
    run.error_output = announced("./a");
    run.output = table_of_two("1.00") + table_of_two("2.00", "       hits");
    CHECK(real_times(find_run_results(run, Format::automatic)) == Times{"a BM_a: 1 2"});
    run.error_output += announced("./b");
    run.output += table_of_two("3.00");
    const auto found = find_run_results(run, Format::automatic);
    CHECK(real_times(found) == Times{"a BM_a: 1 2", "b BM_a: 3"});
    CHECK(found.rejected.empty());
}

TEST_CASE("programs of google-benchmark in equally named files stay apart")
{
    const auto document = [](const std::string& path, int value) {
        return "{\"context\": {" + (path.empty() ? "" : "\"executable\": \"" + path + "\", ") +
               "\"num_cpus\": 2, \"mhz_per_cpu\": 1}, \"benchmarks\": [{\"name\":\"BM\", "
               "\"run_type\":\"iteration\",\"iterations\":1,\"real_time\":" +
               std::to_string(value) + ",\"cpu_time\":2,\"time_unit\":\"ns\"}]}\n";
    };
    Run run;
    run.output = document("a/bench", 1) + document("b/bench", 2) + document("a/bench", 3);
    CHECK(real_times(find_run_results(run, Format::automatic)) ==
          Times{"bench BM: 1 3", "b/bench BM: 2"});
    run.output = document("", 1) + document("", 2);
    const auto found = find_run_results(run, Format::automatic);
    CHECK(real_times(found) == Times{"default BM: 1 2"});
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected.front().line == 2);
    run.iterations = {iteration(1, 1), iteration(1, 1)};
    CHECK(find_run_results(run, Format::automatic).rejected.empty());
}

TEST_CASE("the last line of a results file is distrusted like that of a text")
{
    Run run;
    run.outcome = Outcome::timeout;
    run.files = {{"a.txt", "BenchmarkA 1\t5 widgets/o", ""},
                 {"b.txt", "BenchmarkB 1\t5 widgets/op\n", ""}};
    const auto found = find_run_results(run, Format::automatic);
    REQUIRE(found.results.size() == 1);
    CHECK(found.results.front().test == "BenchmarkB");
    REQUIRE(found.rejected.size() == 1);
    CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("a.txt: the text ends in this line"));
}

TEST_CASE("a results file in UTF-16 is refused by name")
{
    Run run;
    run.files = {{"a.txt", std::string{"\xFF\xFE{\0", 4}, ""}, {"b.txt", object("t", 1), ""}};
    const auto found = find_run_results(run, Format::automatic);
    CHECK(found.results.size() == 1);
    REQUIRE(found.rejected.size() == 1);
    CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("a.txt: is UTF-16"));
}

TEST_CASE("standard error names the programs of google-benchmark's CSV")
{
    const auto table = [](int time) {
        return "name,iterations,real_time,cpu_time,time_unit\n\"BM\",1," + std::to_string(time) +
               ",2,ns\n";
    };
    Run run;
    run.output = table(1) + table(2);
    run.error_output = announced("./a") + announced("./b");
    const auto found = find_run_results(run, Format::automatic);
    CHECK(real_times(found) == Times{"a BM: 1", "b BM: 2"});
    CHECK(found.rejected.empty());
    run.error_output.clear();
    const auto unnamed = find_run_results(run, Format::csv);
    CHECK(real_times(unnamed) == Times{"default BM: 1 2"});
    REQUIRE(unnamed.rejected.size() == 1);
    CHECK_THAT(unnamed.rejected.front().reason, CB_CONTAINS("nothing names the program"));
}

TEST_CASE("counts of several commands of perf stat -x are told")
{
    const std::string row = "0.83,msec,task-clock,830000,100.00,0.006,CPUs utilized\n"
                            "76,,page-faults,830000,100.00,92.089,K/sec\n";
    Run run;
    run.error_output = row + row;
    const auto found = find_run_results(run, Format::automatic);
    CHECK(found.results.size() == 2);
    REQUIRE(found.rejected.size() == 1);
    CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("names no command"));
    run.iterations = {iteration(1, 1), iteration(1, 1)};
    CHECK(find_run_results(run, Format::automatic).rejected.empty());
}

TEST_CASE("cargo's lines on standard error name the programs of libtest")
{
    const auto output = [](int time) {
        return "\nrunning 1 test\ntest add ... bench:          " + std::to_string(time) +
               " ns/iter (+/- 1)\n\ntest result: ok. 0 passed\n";
    };
    Run run;
    run.output = output(1) + output(2);
    run.error_output = "     Running benches/a.rs (target/release/deps/a-1f0c)\n"
                       "     Running benches/b.rs (target/release/deps/b-2f0c)\n";
    const auto found = find_run_results(run, Format::automatic);
    REQUIRE(found.results.size() == 2);
    CHECK(found.results[0].benchmark == "a");
    CHECK(found.results[1].benchmark == "b");
    CHECK(found.results[1].values == std::vector<double>{2});
    CHECK(found.rejected.empty());
    run.error_output.clear();
    const auto unnamed = find_run_results(run, Format::automatic);
    CHECK(unnamed.results.size() == 1);
    REQUIRE(unnamed.rejected.size() == 1);
    CHECK_THAT(unnamed.rejected.front().reason, CB_CONTAINS("nothing names the programs"));
}

TEST_CASE("what a program that succeeded wrote is whole")
{
    Run run;
    run.outcome = Outcome::ok;
    run.output = "goos: linux\nBenchmarkA 1000 123 ns/op 45 p99-ns";
    CHECK(find_run_results(run, Format::automatic).results.size() == 2);
    CHECK(find_run_results(run, Format::automatic).rejected.empty());
    SECTION("unless the limit of the output cut it")
    {
        run.output_truncated = true;
        CHECK(find_run_results(run, Format::automatic).rejected.size() == 1);
    }
    SECTION("and that of one which failed is not")
    {
        run.outcome = Outcome::exit;
        CHECK(find_run_results(run, Format::automatic).rejected.size() == 1);
    }
    SECTION("a results file, too")
    {
        run.files = {{.path = "r.csv", .content = "test,ms\na,1\nb,25"}};
        const auto found = find_run_results(run, Format::csv);
        CHECK(found.results.size() == 2);
        CHECK(found.rejected.empty());
        run.outcome = Outcome::exit;
        CHECK(find_run_results(run, Format::csv).results.size() == 1);
    }
}
