#pragma once

#include "parse/json_format.hpp"
#include "parse/line_format.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The formats: one file each in this directory, one function each here, and one line each in the
/// tables of formats.cpp. This header also brings the standard headers that all formats need.
namespace cb::parse {

[[nodiscard]] std::unique_ptr<JsonFormat> make_cb();
[[nodiscard]] std::unique_ptr<JsonFormat> make_google_benchmark();
[[nodiscard]] std::unique_ptr<LineFormat> make_catch2_xml();
[[nodiscard]] std::unique_ptr<LineFormat> make_catch2_console();
[[nodiscard]] std::unique_ptr<JsonFormat> make_catch2_json();
[[nodiscard]] std::unique_ptr<JsonFormat> make_nanobench();
[[nodiscard]] std::unique_ptr<JsonFormat> make_hyperfine();
[[nodiscard]] std::unique_ptr<JsonFormat> make_pytest_benchmark();
[[nodiscard]] std::unique_ptr<JsonFormat> make_pyperf();
[[nodiscard]] std::unique_ptr<JsonFormat> make_asv();
[[nodiscard]] std::unique_ptr<JsonFormat> make_criterion_json();
[[nodiscard]] std::unique_ptr<LineFormat> make_criterion_text();
[[nodiscard]] std::unique_ptr<LineFormat> make_libtest();
[[nodiscard]] std::unique_ptr<LineFormat> make_go_text();
[[nodiscard]] std::unique_ptr<JsonFormat> make_go_json();
[[nodiscard]] std::unique_ptr<JsonFormat> make_jmh();
[[nodiscard]] std::unique_ptr<JsonFormat> make_benchmarkdotnet();
[[nodiscard]] std::unique_ptr<JsonFormat> make_bmf();
[[nodiscard]] std::unique_ptr<JsonFormat> make_github_action_benchmark();
[[nodiscard]] std::unique_ptr<JsonFormat> make_lnt();
[[nodiscard]] std::unique_ptr<JsonFormat> make_nyrkio();
[[nodiscard]] std::unique_ptr<JsonFormat> make_vitest();
[[nodiscard]] std::unique_ptr<JsonFormat> make_tinybench();
[[nodiscard]] std::unique_ptr<JsonFormat> make_mitata();
[[nodiscard]] std::unique_ptr<JsonFormat> make_deno();
[[nodiscard]] std::unique_ptr<JsonFormat> make_benchmarktools();
[[nodiscard]] std::unique_ptr<JsonFormat> make_gungraun_json();
[[nodiscard]] std::unique_ptr<JsonFormat> make_perf_json();
[[nodiscard]] std::unique_ptr<JsonFormat> make_fio();
[[nodiscard]] std::unique_ptr<JsonFormat> make_k6();
[[nodiscard]] std::unique_ptr<LineFormat> make_csv();
[[nodiscard]] std::unique_ptr<LineFormat> make_csv_of_tools();
[[nodiscard]] std::unique_ptr<LineFormat> make_google_benchmark_console();
[[nodiscard]] std::unique_ptr<LineFormat> make_hyperfine_text();
[[nodiscard]] std::unique_ptr<LineFormat> make_jmh_text();
[[nodiscard]] std::unique_ptr<LineFormat> make_pytest_benchmark_table();
[[nodiscard]] std::unique_ptr<LineFormat> make_tinybench_table();
[[nodiscard]] std::unique_ptr<LineFormat> make_benchmarkjs();
[[nodiscard]] std::unique_ptr<LineFormat> make_benchmark_ips();
[[nodiscard]] std::unique_ptr<LineFormat> make_divan();
[[nodiscard]] std::unique_ptr<LineFormat> make_gungraun();
[[nodiscard]] std::unique_ptr<LineFormat> make_perf_stat();
[[nodiscard]] std::unique_ptr<LineFormat> make_perf_csv();
[[nodiscard]] std::unique_ptr<LineFormat> make_time_v();
[[nodiscard]] std::unique_ptr<LineFormat> make_wrk();
[[nodiscard]] std::unique_ptr<LineFormat> make_pgbench();
[[nodiscard]] std::unique_ptr<LineFormat> make_redis_benchmark();
/// Finds no results, but suggests what to do if there are none.
[[nodiscard]] std::unique_ptr<LineFormat> make_console_hints();

/// The readers of the format, or of all; the first one that accepts an object reads it.
[[nodiscard]] std::vector<NamedFormat<JsonFormat>> make_json_formats(Format format);
[[nodiscard]] std::vector<NamedFormat<LineFormat>> make_line_formats(Format format);

} // namespace cb::parse
