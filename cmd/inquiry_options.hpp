#pragma once

#include "command.hpp"
#include "display.hpp"
#include "target_options.hpp"
#include "verdict/inquiry.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What `cb confirm` and `cb bisect` share.
namespace cb::cmd {

struct InquiryOptions {
    std::vector<std::string> revisions{};
    verdict::InquiryRequest request{};
    std::optional<std::string> config_name{};
    enum class Report { text, json };
    std::optional<Report> report{};
    OutputWish output = OutputWish::automatic;
    TargetOptions target{};
};

/// Words, groups and page of a command that asks; `rule` has its options of when to stop, to which
/// those of both commands are added. The caller adds what it is for, examples, notes and run.
[[nodiscard]] Command describe_inquiry(std::string_view name, InquiryOptions& options, Group rule);

using Ask =
    std::function<verdict::Inquiry(const verdict::InquiryRequest&, store::Store&, store::Queries&)>;

/// Asks, and writes the jobs that are due, or with --report what is known.
[[nodiscard]] Exit
inquire(const InquiryOptions& options, std::string_view default_name, Io& io, const Ask& ask);

} // namespace cb::cmd
