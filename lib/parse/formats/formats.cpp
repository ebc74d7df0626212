#include "parse/formats/formats.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// Formats excluded from automatic detection cannot be distinguished from ordinary output.
enum class Detected { yes, no };

struct Entry {
    Format format;
    Detected detected;
    std::string_view name;
    std::string_view description;
};

constexpr std::array entries{
    Entry{
        Format::automatic, Detected::no, "auto", "all formats that can be told from other output"},
    Entry{Format::cb, Detected::yes, "cb", "JSON objects of current-bench, versions 1 to 3"},
    Entry{Format::google_benchmark,
          Detected::yes,
          "google-benchmark",
          "google-benchmark: its JSON and its console"},
    Entry{Format::catch2, Detected::yes, "catch2", "Catch2's XML and console reporters"},
    Entry{Format::nanobench,
          Detected::yes,
          "nanobench",
          "nanobench, rendered with templates::json()"},
    Entry{Format::hyperfine, Detected::yes, "hyperfine", "hyperfine: --export-json and its text"},
    Entry{Format::pytest_benchmark,
          Detected::yes,
          "pytest-benchmark",
          "pytest-benchmark: --benchmark-json and its tables"},
    Entry{Format::pyperf, Detected::yes, "pyperf", "JSON files of pyperf"},
    Entry{Format::asv, Detected::yes, "asv", "airspeed velocity: a file of its results directory"},
    Entry{Format::criterion,
          Detected::yes,
          "criterion",
          "criterion.rs: its JSON files, its text, and cargo-criterion"},
    Entry{Format::libtest, Detected::yes, "libtest", "cargo bench with #[bench] functions"},
    Entry{Format::go, Detected::yes, "go", "go test -bench, also with -json"},
    Entry{Format::jmh, Detected::yes, "jmh", "JMH: -rf json and its table"},
    Entry{Format::benchmarkdotnet,
          Detected::yes,
          "benchmarkdotnet",
          "JSON of BenchmarkDotNet, full or brief"},
    Entry{Format::bmf, Detected::yes, "bmf", "Bencher Metric Format"},
    Entry{Format::github_action_benchmark,
          Detected::yes,
          "github-action-benchmark",
          "github-action-benchmark: custom results, and data.js with its history"},
    Entry{Format::lnt, Detected::yes, "lnt", "LNT reports, format_version 2 and the old ones"},
    Entry{Format::nyrkio, Detected::yes, "nyrkio", "Nyrkiö's JSON, with its history"},
    Entry{Format::vitest, Detected::yes, "vitest", "vitest bench --outputJson"},
    Entry{Format::tinybench,
          Detected::yes,
          "tinybench",
          "tinybench: tasks as JSON, and its table as JSON or text"},
    Entry{Format::mitata, Detected::yes, "mitata", "mitata: run({format: \"json\"})"},
    Entry{Format::deno, Detected::yes, "deno", "deno bench --json"},
    Entry{Format::benchmarktools, Detected::yes, "benchmarktools", "JSON of BenchmarkTools.jl"},
    Entry{Format::fio, Detected::yes, "fio", "fio --output-format=json"},
    Entry{Format::k6, Detected::yes, "k6", "k6: the summary as JSON"},
    Entry{Format::benchmarkjs, Detected::yes, "benchmarkjs", "lines of benchmark.js"},
    Entry{Format::benchmark_ips, Detected::yes, "benchmark-ips", "Ruby's benchmark-ips"},
    Entry{Format::divan, Detected::yes, "divan", "divan's tree"},
    Entry{Format::gungraun,
          Detected::yes,
          "gungraun",
          "gungraun and iai-callgrind: text and summary.json"},
    Entry{Format::perf, Detected::yes, "perf", "perf stat: text, -x, and -j"},
    Entry{Format::time, Detected::yes, "time", "/usr/bin/time -v"},
    Entry{Format::wrk, Detected::yes, "wrk", "wrk"},
    Entry{Format::pgbench, Detected::yes, "pgbench", "pgbench"},
    Entry{Format::redis_benchmark,
          Detected::yes,
          "redis-benchmark",
          "redis-benchmark, in full or with -q"},
    Entry{Format::csv,
          Detected::yes,
          "csv",
          "CSV with a header; auto takes only the headers of known tools"},
};

/// If a format can only partly be distinguished from ordinary output, auto and its name have
/// separate readers.
enum class For : std::uint8_t { both, automatic, name };

template <typename Kind> struct Maker {
    Format format{};
    std::unique_ptr<Kind> (*make)() = nullptr;
    For asked = For::both;
};

/// In the order in which they are tried: cb accepts anything with "results" or "metrics", so it is
/// last.
constexpr std::array json_formats{
    Maker<JsonFormat>{Format::google_benchmark, &make_google_benchmark},
    Maker<JsonFormat>{Format::catch2, &make_catch2_json},
    Maker<JsonFormat>{Format::nanobench, &make_nanobench},
    Maker<JsonFormat>{Format::hyperfine, &make_hyperfine},
    Maker<JsonFormat>{Format::pytest_benchmark, &make_pytest_benchmark},
    Maker<JsonFormat>{Format::pyperf, &make_pyperf},
    Maker<JsonFormat>{Format::asv, &make_asv},
    Maker<JsonFormat>{Format::criterion, &make_criterion_json},
    Maker<JsonFormat>{Format::go, &make_go_json},
    Maker<JsonFormat>{Format::jmh, &make_jmh},
    Maker<JsonFormat>{Format::benchmarkdotnet, &make_benchmarkdotnet},
    Maker<JsonFormat>{Format::bmf, &make_bmf},
    Maker<JsonFormat>{Format::github_action_benchmark, &make_github_action_benchmark},
    Maker<JsonFormat>{Format::lnt, &make_lnt},
    Maker<JsonFormat>{Format::nyrkio, &make_nyrkio},
    Maker<JsonFormat>{Format::vitest, &make_vitest},
    Maker<JsonFormat>{Format::tinybench, &make_tinybench},
    Maker<JsonFormat>{Format::mitata, &make_mitata},
    Maker<JsonFormat>{Format::deno, &make_deno},
    Maker<JsonFormat>{Format::benchmarktools, &make_benchmarktools},
    Maker<JsonFormat>{Format::gungraun, &make_gungraun_json},
    Maker<JsonFormat>{Format::perf, &make_perf_json},
    Maker<JsonFormat>{Format::fio, &make_fio},
    Maker<JsonFormat>{Format::k6, &make_k6},
    Maker<JsonFormat>{Format::cb, &make_cb},
};

constexpr std::array line_formats{
    Maker<LineFormat>{Format::catch2, &make_catch2_xml},
    Maker<LineFormat>{Format::catch2, &make_catch2_console},
    Maker<LineFormat>{Format::criterion, &make_criterion_text},
    Maker<LineFormat>{Format::libtest, &make_libtest},
    Maker<LineFormat>{Format::go, &make_go_text},
    Maker<LineFormat>{Format::google_benchmark, &make_google_benchmark_console},
    Maker<LineFormat>{Format::hyperfine, &make_hyperfine_text},
    Maker<LineFormat>{Format::jmh, &make_jmh_text},
    Maker<LineFormat>{Format::pytest_benchmark, &make_pytest_benchmark_table},
    Maker<LineFormat>{Format::tinybench, &make_tinybench_table},
    Maker<LineFormat>{Format::benchmarkjs, &make_benchmarkjs},
    Maker<LineFormat>{Format::benchmark_ips, &make_benchmark_ips},
    Maker<LineFormat>{Format::divan, &make_divan},
    Maker<LineFormat>{Format::gungraun, &make_gungraun},
    Maker<LineFormat>{Format::perf, &make_perf_stat},
    Maker<LineFormat>{Format::perf, &make_perf_csv},
    Maker<LineFormat>{Format::time, &make_time_v},
    Maker<LineFormat>{Format::wrk, &make_wrk},
    Maker<LineFormat>{Format::pgbench, &make_pgbench},
    Maker<LineFormat>{Format::redis_benchmark, &make_redis_benchmark},
    Maker<LineFormat>{Format::csv, &make_csv_of_tools, For::automatic},
    Maker<LineFormat>{Format::csv, &make_csv, For::name},
};

const Entry& entry_of(Format format)
{
    return *std::find_if(
        entries.begin(), entries.end(), [format](const Entry& e) { return e.format == format; });
}

template <typename Makers> auto make_of(Format format, const Makers& makers)
{
    using Kind = typename decltype(makers.begin()->make())::element_type;
    std::vector<NamedFormat<Kind>> made;
    for (const auto& maker : makers) {
        const bool is_named = maker.format == format && maker.asked != For::automatic;
        const bool is_found = format == Format::automatic && maker.asked != For::name &&
                              entry_of(maker.format).detected == Detected::yes;
        if (is_named || is_found) {
            made.push_back({maker.format, maker.make()});
        }
    }
    return made;
}

} // namespace

Parsed<Format> parse_format(std::string_view name)
{
    std::string names;
    for (const auto& entry : entries) {
        if (entry.name == name) {
            return entry.format;
        }
        names += fmt::format("{}{}", names.empty() ? "" : ", ", entry.name);
    }
    return tl::unexpected{fmt::format("\"{:.40}\" is not a format; there are {}", name, names)};
}

std::string_view name_of(Format format)
{
    return entry_of(format).name;
}

std::vector<FormatText> list_formats()
{
    std::vector<FormatText> list;
    list.reserve(entries.size());
    for (const auto& entry : entries) {
        list.push_back({entry.name, entry.description});
    }
    return list;
}

std::vector<NamedFormat<JsonFormat>> make_json_formats(Format format)
{
    return make_of(format, json_formats);
}

std::vector<NamedFormat<LineFormat>> make_line_formats(Format format)
{
    auto made = make_of(format, line_formats);
    made.push_back({Format::automatic, make_console_hints()});
    return made;
}

} // namespace cb::parse
