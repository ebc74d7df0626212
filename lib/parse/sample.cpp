#include "parse/sample.hpp"

namespace cb::parse {

Result to_result(const Sample& sample)
{
    Result result;
    result.benchmark = sample.benchmark;
    result.test = sample.test;
    result.metric = sample.metric;
    result.unit = sample.unit;
    result.direction = sample.direction;
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
