#include "command.hpp"
#include "stage.hpp"
#include "store/migrate.hpp"
#include "store/store_all.hpp"
#include "store_upkeep.hpp"
#include "target_options.hpp"
#include "terminal/job_text.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    UpkeepOptions upkeep;
    bool pass = false;
};

/// Shows people what was stored: the first jobs. The summary counts the others.
class StoredLines {
public:
    explicit StoredLines(Io& io) : io_{&io} {}

    void operator()(const Manifest& job)
    {
        constexpr std::uint64_t max_shown = 20;
        ++count_;
        if (count_ <= max_shown) {
            print(*io_, terminal::to_stored_line(job, io_->style()));
        } else if (count_ == max_shown + 1) {
            print(*io_, "...\n");
        }
    }

private:
    Io* io_;
    std::uint64_t count_ = 0;
};

/// "3 stored, 1 replaced by a newer reading, 2 there already"
std::string summarize(const store::StoreSummary& summary)
{
    auto text = fmt::format("{} stored", summary.added);
    if (summary.replaced > 0) {
        text += fmt::format(", {} replaced by a newer reading", summary.replaced);
    }
    if (summary.already_there > 0) {
        text += fmt::format(", {} there already", summary.already_there);
    }
    if (summary.aliases > 0) {
        text += fmt::format("; {} {}", summary.aliases, summary.aliases == 1 ? "alias" : "aliases");
    }
    return text;
}

Exit run(const Options& options, Io& io)
{
    const auto target = target_of(options.target);
    if (options.upkeep.task != UpkeepOptions::Task::store) {
        return run_upkeep(options.upkeep, target, io);
    }
    announce_input(io, "jobs");
    ManifestReader reader{io.in, "stdin", io.log};
    store::OnStored on_stored;
    if (options.pass) {
        on_stored = [&io](const Manifest& job) {
            static_cast<void>(io.live.make_room()); // standard output may be the same terminal
            write_line(io.out, job);
        };
    } else if (is_terminal(io.out)) {
        on_stored = StoredLines{io};
    }
    const auto summary = store::store_all(
        reader,
        [&] { return store::open(target, store::Access::write, store::log_migration(io.log)); },
        store::Spool::of(target),
        on_stored,
        io.log);
    io.log.info(summarize(summary));
    if (reader.bad_lines() > 0 || summary.refused > 0) {
        return Exit::bad_input;
    }
    return summary.failed_jobs > 0 ? Exit::some_failed : Exit::done;
}

constexpr auto examples = R"(  cb watch . | cb build | cb run | cb parse | cb store
  cb store --db bench.db < results.jsonl
  cb store --conn-info 'host=db user=cb dbname=cb' < results.jsonl
  cb store --conn-info-file /etc/cb/conn-info --pass < results.jsonl | cb notify
  cb store --info
  cb store --check && sqlite3 store.db ".backup 'copy.db'"
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
                      .binding = set(options->pass)}}},
                   describe_upkeep_options(options->upkeep)},
        .examples = examples,
        .notes = "Storing a job twice changes nothing. Prints nothing on standard output without "
                 "--pass, except on a terminal: what was stored.",
        .page = "store.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
