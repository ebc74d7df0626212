#pragma once

#include "verdict/comparison.hpp"

namespace cb::verdict {

/// A row before all series are judged together.
struct Tested {
    Row row;                      ///< the p-value is not adjusted yet
    double difference = 0;        ///< candidate - base: its sign is the direction of the change
    double min_p = 0;             ///< the smallest p-value that the order of the values could give
    bool is_most_extreme = false; ///< whether their order is the most extreme one
};

/// Tests one series in one environment. If no test is possible, the row says why.
///
/// With several jobs on a side, the values are the jobs' medians, because the samples of one job
/// are not independent; with one job on each side, they are its samples. Four and four are needed
/// for the test of their ranks (stats/separation_test.hpp).
/// For fewer jobs, the noise of the history decides if it has at least 8 jobs: the robust scale of
/// the differences of neighbouring jobs (noise.hpp), or the spread of the samples if that is
/// larger. Logarithms are compared if all values are positive, otherwise the values.
[[nodiscard]] Tested test_pair(const SeriesPair& pair);

} // namespace cb::verdict
