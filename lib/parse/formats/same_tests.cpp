#include "parse/formats/same_tests.hpp"

#include <utility>

namespace cb::parse {

void SameTests::see(std::string_view test, std::uint64_t line)
{
    auto& seen = seen_[std::string{test}];
    if (seen.output != outputs_) {
        seen = {.output = outputs_, .count = seen.count + 1};
    }
    if (program_ == Program::unnamed && seen.count > iterations_ && !repeated_) {
        repeated_ = {std::string{test}, line};
    }
}

void SameTests::finish(std::string_view reason, Collector& collector)
{
    if (repeated_) {
        collector.reject({.line = repeated_->line,
                          .column = 1,
                          .field = std::move(repeated_->test),
                          .reason = std::string{reason}});
    }
    seen_.clear();
    repeated_.reset();
}

} // namespace cb::parse
