#include "parse/sample.hpp"

namespace cb::parse {

Result make_test(std::string_view test, std::string_view benchmark)
{
    Result result;
    result.benchmark = benchmark;
    result.test = test;
    return result;
}

Result make_result(const Result& base, const ResultMetric& metric)
{
    auto result = base;
    result.metric = metric.name;
    result.unit = metric.unit;
    result.direction = metric.direction;
    return result;
}

Result to_result(const Sample& sample)
{
    auto result = make_result(make_test(sample.test, sample.benchmark),
                              {sample.metric, sample.unit, sample.direction});
    result.values = {sample.value};
    result.lines = {sample.lines};
    result.labels = *sample.labels;
    return result;
}

bool append_alike(Result& result, const Sample& sample)
{
    if (result.unit != sample.unit || result.direction != sample.direction || result.summary) {
        return false;
    }
    result.values.push_back(sample.value);
    if (result.lines.empty() || result.lines.back() != sample.lines) {
        result.lines.push_back(sample.lines);
    }
    return true;
}

} // namespace cb::parse
