#pragma once

#include "parse/formats/csv_table.hpp"

#include <memory>
#include <string>
#include <vector>

/// CSV tables that tools write as reports, with one summary per record.
namespace cb::parse {

/// `-rf csv` of JMH; null for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable> make_jmh_csv_table(const std::vector<std::string>& columns);
/// nanobench, rendered with templates::csv(); null for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_nanobench_csv_table(const std::vector<std::string>& columns);
/// The report of BenchmarkDotNet. `separator` is the file's, which implies the number format; null
/// for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_benchmarkdotnet_csv_table(const std::vector<std::string>& columns, char separator);

} // namespace cb::parse
