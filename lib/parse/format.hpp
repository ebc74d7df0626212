#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// The format of a text. docs/formats.md describes the formats.
enum class Format : std::uint8_t {
    automatic, ///< any format
    cb,        ///< the JSON objects of current-bench, anywhere in the text
    google_benchmark,
    catch2,
    nanobench,
    hyperfine,
    pytest_benchmark,
    pyperf,
    asv,
    criterion,
    libtest,
    go,
    jmh,
    benchmarkdotnet,
    bmf,
    github_action_benchmark,
    lnt,
    nyrkio,
    vitest,
    tinybench,
    mitata,
    deno,
    benchmarktools,
    fio,
    k6,
    benchmarkjs,
    benchmark_ips,
    divan,
    gungraun,
    perf,
    time,
    wrk,
    pgbench,
    redis_benchmark,
    csv,
};

/// The format with that name: "auto", "cb". The error lists the valid names.
[[nodiscard]] Parsed<Format> parse_format(std::string_view name);

[[nodiscard]] std::string_view name_of(Format format);

/// A format as shown to users.
struct FormatText {
    std::string_view name;
    std::string_view description;
};

/// All formats, "auto" first.
[[nodiscard]] std::vector<FormatText> list_formats();

/// The reader of a format, and the name of that format.
template <typename Kind> struct NamedFormat {
    Format format;
    std::unique_ptr<Kind> reader;
};

} // namespace cb::parse
