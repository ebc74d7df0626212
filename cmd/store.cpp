#include "command.hpp"
#include "manifest/stream.hpp"
#include "store/store_all.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    bool pass = false;
};

Exit run(const Options& options, Io& io)
{
    const auto target = target_of(options.target);
    ManifestReader reader{io.in, "stdin", io.log};
    store::OnStored pass;
    if (options.pass) {
        pass = [&io](const Manifest& job) { write_line(io.out, job); };
    }
    const auto summary = store::store_all(
        reader,
        [&] { return store::open(target, store::Access::write); },
        store::Spool::of(target),
        pass,
        io.log);
    io.log.info(fmt::format("{} stored, {} replaced by a newer reading, {} there already",
                            summary.added,
                            summary.replaced,
                            summary.already_there));
    if (reader.bad_lines() > 0 || summary.refused > 0) {
        return Exit::bad_input;
    }
    return summary.failed_jobs > 0 ? Exit::some_failed : Exit::done;
}

constexpr auto examples = R"(  cb watch . | cb build | cb run | cb parse | cb store
  cb store --db bench.db < results.jsonl
  cb store --conn-info 'host=db user=cb dbname=cb' < results.jsonl
  cb store --conn-info-file /etc/cb/conn-info --pass < results.jsonl | cb-notify
)";

} // namespace

Command describe_store()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "store",
        .purpose = "Keep jobs and their results in a database",
        .groups = {describe_target_options(options->target),
                   {"Output",
                    {{.name = "--pass",
                      .sentence = "Write each manifest to standard output once it is durable",
                      .binding = set(options->pass)}}}},
        .examples = examples,
        .notes = "Storing a job twice changes nothing. Prints nothing on standard output without "
                 "--pass.",
        .page = "store.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
