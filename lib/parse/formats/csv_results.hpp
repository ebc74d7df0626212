#pragma once

#include "parse/formats/csv_table.hpp"

#include <memory>
#include <string>
#include <vector>

/// The tables that are written as a report, with a summary a record.
namespace cb::parse {

/// `-rf csv` of JMH; none for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable> make_jmh_csv_table(const std::vector<std::string>& columns);
/// nanobench, rendered with templates::csv(); none for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_nanobench_csv_table(const std::vector<std::string>& columns);
/// The report of BenchmarkDotNet, `separator` being that of the file, which says how numbers are
/// written; none for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_benchmarkdotnet_csv_table(const std::vector<std::string>& columns, char separator);

} // namespace cb::parse
