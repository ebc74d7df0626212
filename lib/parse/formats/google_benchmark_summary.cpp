#include "parse/formats/google_benchmark_summary.hpp"

#include <fmt/format.h>

#include <utility>

namespace cb::parse {

void add_google_benchmark_summary(Result aggregates, Collector& collector)
{
    auto field = fmt::format("{:.200}/{}", aggregates.test, aggregates.metric);
    auto& summary = *aggregates.summary;
    if (const auto median = summary.find("median"); median != summary.end()) {
        summary.emplace("avg", median->second);
    }
    if (summary.count("avg") > 0) {
        collector.add_or_reject(std::move(aggregates), std::move(field));
        return;
    }
    collector.reject({.line = aggregates.lines.front().first,
                      .column = 1,
                      .field = std::move(field),
                      .reason = "has neither a mean nor a median"});
}

} // namespace cb::parse
