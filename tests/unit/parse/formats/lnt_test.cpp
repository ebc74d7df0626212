#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A report for that revision with these tests.
std::string report(std::string_view revision, std::string_view tests)
{
    return fmt::format(
        R"({{"format_version":"2","machine":{{"name":"m"}},"run":{{"llvm_project_revision":{}}},"tests":{}}})",
        revision,
        tests);
}

} // namespace

TEST_CASE("lnt: samples of a commit, and tests that failed")
{
    const auto text = sample("lnt-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "lnt");
    CHECK(found.results.empty());
    const std::string ackermann = "0123| default | SingleSource/Benchmarks/Shootout/ackermann | ";
    const std::string labels = " hash=49333a87d501b0aea2191830b66b5eec machine=LNT-Sample-Machine";
    const std::string sqlite = "0123| default | MultiSource/Applications/sqlite3 | ";
    CHECK(past_lines(found) ==
          Lines{ackermann + "time: 0.1056 0.1055 0.1059 [s] lower" + labels,
                ackermann + "compile_time: 0.25 [s] lower" + labels,
                ackermann + "mem_bytes: 1536000 [B] lower" + labels,
                ackermann + "code_size: 4096 [B] lower" + labels,
                sqlite + "score: 24.5 [] higher machine=LNT-Sample-Machine",
                sqlite + "instructions: 123456 [] unknown machine=LNT-Sample-Machine",
                "0123| default | SingleSource/Regression/broken | compile_time: 0.5 [s] lower "
                "machine=LNT-Sample-Machine"});
    CHECK(rejected_lines(found) == Lines{"39:31 tests/2/execution_time: execution_status is 1",
                                         "44:31 tests/3/compile_status: is 1"});
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("lnt: a revision that is no commit is a label")
{
    const auto* const tests = R"([{"name":"t","execution_time":1}])";
    CHECK(result_lines(find_results("log {\n" + report("154331", tests) + " x", Format::lnt)) ==
          Lines{"default | t | time: 1 [s] lower llvm_project_revision=154331 machine=m"});
    CHECK(result_lines(find_results(report(R"("r7")", tests), Format::automatic)) ==
          Lines{"default | t | time: 1 [s] lower llvm_project_revision=r7 machine=m"});
    CHECK(result_lines(find_results(report("null", tests), Format::automatic)) ==
          Lines{"default | t | time: 1 [s] lower machine=m"});
}

TEST_CASE("lnt: what is wrong is named and costs only itself")
{
    const auto found = find_results(report("1", R"([7,
{"execution_time":1},
{"name":"a","execution_time":"1","compile_time":[1,NaN,"x",2],"score":null,"note":"text"},
{"name":"b","execution_time":[],"execution_status":"FAIL","other":true},
{"name":"c","score":2,"execution_status":"PASS","compile_status":0}])"),
                                    Format::automatic);
    const std::string labels = " llvm_project_revision=1 machine=m";
    CHECK(result_lines(found) == Lines{"default | a | compile_time: 1 2 [s] lower" + labels,
                                       "default | c | score: 2 [] higher" + labels});
    CHECK(rejected_lines(found) == Lines{"1:89 tests/0: must be an object",
                                         "2:1 tests/1/name: is missing",
                                         "3:30 tests/2/execution_time: \"1\" is not a number",
                                         "3:52 tests/2/compile_time/1: NaN is not a value in JSON",
                                         "3:56 tests/2/compile_time/2: \"x\" is not a number",
                                         "3:71 tests/2/score: must be a number",
                                         "4:30 tests/3/execution_time: execution_status is FAIL",
                                         "4:67 tests/3/other: must be a number"});
}

TEST_CASE("lnt: a report of another version or without tests")
{
    CHECK(rejected_lines(find_results(
              R"({"format_version":"3","machine":{},"run":{},"tests":[]}
{"format_version":2,"machine":{},"run":{}}
{"format_version":"2","machine":5,"run":6,"tests":{}}
{"format_version":"1.2","planned_values":{}})",
              Format::automatic)) == Lines{"1:19 format_version: must be \"2\"",
                                           "2:1 tests: is missing",
                                           "3:51 tests: must be a list"});
}

TEST_CASE("lnt: the report of version 1, in which each metric is a test")
{
    const auto report = [](std::string_view info) {
        return fmt::format(
            R"({{"Machine":{{"Info":{{"cores":"16"}},"Name":"KV-1"}},"Run":{{"End Time":"2016-06-21 )"
            R"(16:08:18","Info":{{"__report_version__":"1",{},"tag":"nts"}},"Start Time":"x"}},"Tests":[)"
            R"({{"Data":[7.073,7.25],"Info":{{}},"Name":"nts.Shootout/ackermann.exec"}},)"
            R"({{"Data":[0.5],"Info":{{}},"Name":"nts.Shootout/ackermann.compile"}},)"
            R"({{"Data":[0],"Info":{{}},"Name":"nts.Shootout/ackermann.exec.status"}},)"
            R"({{"Data":[9],"Info":{{}},"Name":"nts.bad.exec"}},)"
            R"({{"Data":[1],"Info":{{}},"Name":"nts.bad.exec.status"}},)"
            R"({{"Data":[3],"Info":{{"nb_files":"2"}},"Name":"nts.more.wall"}}]}})",
            info);
    };
    const auto found =
        find_results(report(fmt::format(R"("run_order":"6","git_sha":"{}")", std::string(40, 'a'))),
                     Format::automatic);
    CHECK(found.format == "lnt");
    CHECK(past_lines(found) ==
          std::vector<std::string>{
              "aaaa| default | Shootout/ackermann | time: 7.073 7.25 [s] lower machine=KV-1",
              "aaaa| default | Shootout/ackermann | compile_time: 0.5 [s] lower machine=KV-1",
              "aaaa| default | more.wall (nb_files=2) | value: 3 [] unknown machine=KV-1 "
              "nb_files=2"});
    REQUIRE(all_rejected(found).size() == 1);
    CHECK(all_rejected(found)[0].field == "Tests/3/Data");
    CHECK(all_rejected(found)[0].reason == "nts.bad.exec.status says that it failed");
    const auto without = find_results(report(R"("run_order":"18246")"), Format::automatic);
    CHECK(without.past.empty());
    CHECK(result_lines(without).at(0) ==
          "default | Shootout/ackermann | time: 7.073 7.25 [s] lower machine=KV-1 "
          "run_order=18246");
}
