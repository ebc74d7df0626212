#include "store/claims.hpp"

#include "base/fd.hpp"
#include "claims/claim_list.hpp"
#include "claims/keeper.hpp"
#include "command.hpp"
#include "options.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    bool keep = false;
    std::optional<std::string> release;
};

Exit run(const Options& options, Io& io)
{
    if (options.keep) {
        claims::keep(io.in);
        return Exit::done;
    }
    const auto target = target_of(options.target);
    if (options.release) {
        const auto count =
            store::open_claims(target, db::Access::change).release_worker(*options.release);
        io.log.notice(fmt::format("{} claims of {} given back", count, *options.release));
        return Exit::done;
    }
    const auto all = store::open_claims(target, db::Access::read).list();
    write_all(io.out, claims::to_text(all, claims::Place::here(), io.style()), "standard output");
    return Exit::done;
}

Group describe_claims_options(Options& options)
{
    return {
        "What is done",
        {
            {.name = "--release",
             .value = "WORKER",
             .sentence = "Give back all that this worker claimed, because it will not come back",
             .binding = once(options.release, &parse_text)},
            {.name = "--keep",
             .sentence = "Keep the claims of the pipeline that standard input describes: cb watch "
                         "starts this",
             .binding = set(options.keep),
             .excludes = {"--release"}},
        },
    };
}

constexpr auto examples = R"(  cb claims
  cb claims --release bench-2 --conn-info-file /etc/cb/conninfo
)";

} // namespace

Command describe_claims()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "claims",
        .purpose = "List the jobs that pipelines are working on",
        .groups = {describe_claims_options(*options), describe_target_options(options->target)},
        .examples = examples,
        .notes = "cb watch claims each job that it writes into a pipe, so that no other pass of it "
                 "takes the same job.",
        .page = "claims.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
