#include "manifest/usage_fields.hpp"

#include <algorithm>

namespace cb {

void add_usage(Usage& sum, const Usage& part)
{
    for_each_usage_field([&](const auto& field) {
        auto& total = sum.*field.figure;
        const auto& more = part.*field.figure;
        if (!total || !more) {
            total.reset();
        } else if (field.combine == Combine::sum) {
            *total += *more;
        } else {
            *total = std::max(*total, *more);
        }
    });
    sum.unavailable.insert(part.unavailable.begin(), part.unavailable.end());
}

} // namespace cb
