#include "command.hpp"
#include "inquiry_options.hpp"
#include "verdict/confirmation.hpp"
#include "verdict/inquiry_parse.hpp"

#include <memory>

namespace cb::cmd {

namespace {

constexpr std::string_view command_name = "confirm";

struct Options {
    InquiryOptions inquiry;
    verdict::ConfirmationRule rule;
};

Group describe_rule(Options& options)
{
    auto& rule = options.rule;
    return {
        "When to stop",
        {
            {.name = "--confidence",
             .value = "P",
             .sentence = "Answer with this confidence, over all looks [default: 0.99]",
             .binding = once(rule.error,
                             [](std::string_view text) {
                                 return verdict::parse_confidence(text).map(
                                     [](double confidence) { return 1 - confidence; });
                             })},
            {.name = "--tolerance",
             .value = "PERCENT",
             .sentence = "Stop when a difference cannot be larger than this [default: 2%]",
             .binding = once(rule.tolerance, &verdict::parse_tolerance)},
            {.name = "--max-time",
             .value = "TIME",
             .sentence = "Stop when the runs took this long in all",
             .binding = once(rule.max_time, &parse_duration)},
        },
    };
}

constexpr auto examples =
    R"(  cb confirm main~1 main --benchmark parse | cb build | cb run --cpu 3 | cb parse | cb store
  cb confirm main --benchmark parse --report text      main with its parent, as known so far
)";

} // namespace

Command describe_confirm()
{
    const auto options = std::make_shared<Options>();
    auto command = describe_inquiry(command_name, options->inquiry, describe_rule(*options));
    command.purpose = "Measure two commits in turns until it is clear whether they differ";
    command.examples = examples;
    command.notes =
        "Writes the jobs that are missing, one a line. Store their results and ask again, "
        "until it writes none and the answer.";
    command.run = [options](Io& io) {
        return inquire(options->inquiry,
                       command_name,
                       io,
                       [&](const auto& request, auto& store, auto& queries) {
                           return verdict::confirm_difference(
                               request, options->rule, store, queries);
                       });
    };
    return command;
}

} // namespace cb::cmd
