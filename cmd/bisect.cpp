#include "command.hpp"
#include "inquiry_options.hpp"
#include "verdict/bisection.hpp"
#include "verdict/inquiry_parse.hpp"

#include <memory>

namespace cb::cmd {

namespace {

constexpr std::string_view command_name = "bisect";

struct Options {
    InquiryOptions inquiry;
    verdict::BisectionRule rule;
};

Group describe_rule(Options& options)
{
    auto& rule = options.rule;
    return {
        "When to stop",
        {
            {.name = "--probability",
             .value = "P",
             .sentence = "Name a commit when it is this probable [default: 0.99]",
             .binding = once(rule.probability, &verdict::parse_probability)},
            {.name = "--tolerance",
             .value = "PERCENT",
             .sentence = "Give up if the ends do not differ by more than this [default: 2%]",
             .binding = once(rule.ends.tolerance, &verdict::parse_tolerance)},
            {.name = "--max-time",
             .value = "TIME",
             .sentence = "Stop when the runs took this long in all",
             .binding = once(rule.max_time, &parse_duration)},
        },
    };
}

constexpr auto examples =
    R"(  cb bisect v1..HEAD --benchmark parse | cb build | cb run --cpu 3 | cb parse | cb store
  cb bisect v1 HEAD --benchmark parse --report json    what is known so far
The whole search:
  while cb bisect v1..HEAD --benchmark parse > jobs && [ -s jobs ]; do
    cb build < jobs | cb run --cpu 3 | cb parse | cb store
  done
)";

} // namespace

Command describe_bisect()
{
    const auto options = std::make_shared<Options>();
    auto command = describe_inquiry(command_name, options->inquiry, describe_rule(*options));
    command.purpose = "Find the commit that changed a benchmark's level";
    command.examples = examples;
    command.notes =
        "Writes the jobs that are missing, one a line. Store their results and ask again, "
        "until it writes none and names the commit.";
    command.run = [options](Io& io) {
        return inquire(options->inquiry,
                       command_name,
                       io,
                       [&](const auto& request, auto& store, auto& queries) {
                           return verdict::find_culprit(
                               request, options->rule, store, queries, io.log);
                       });
    };
    return command;
}

} // namespace cb::cmd
