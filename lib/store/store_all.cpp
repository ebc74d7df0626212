#include "store/store_all.hpp"

#include "base/fd.hpp"
#include "store/acceptance.hpp"
#include "store/store_progress.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fcntl.h>
#include <optional>
#include <unistd.h>
#include <vector>

namespace cb::store {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_manifests = 100;
constexpr std::size_t most_bytes = 12U << 20U;
/// A server that does not respond costs its whole time limit, so do not retry for every manifest.
constexpr std::chrono::seconds between_tries{30};

bool can_be_tried_again(const Error& error)
{
    return error.code() == Errc::unavailable || error.code() == Errc::system;
}

/// `first`, which `in` has just read, and the available manifests after it, up to the limits of a
/// batch.
std::vector<Manifest> batch_of(Manifest first, ManifestReader& in)
{
    std::vector<Manifest> batch;
    std::size_t bytes = in.line_bytes();
    batch.push_back(std::move(first));
    while (batch.size() < most_manifests && bytes < most_bytes) {
        auto next = in.next_if_ready();
        if (!next) {
            break;
        }
        bytes += in.line_bytes();
        batch.push_back(std::move(*next));
    }
    return batch;
}

class Storing {
public:
    Storing(const Opener& open,
            const Spool& spool,
            const OnStored& on_stored,
            StoreProgress& progress,
            Log& log)
        : open_{open}, spool_{spool}, on_stored_{on_stored}, progress_{progress}, log_{log}
    {}

    void start();
    void take(std::vector<Manifest> batch);
    void take(std::vector<AliasRecord> aliases);
    void update_statistics();
    [[nodiscard]] StoreSummary finish() const;

private:
    [[nodiscard]] bool refuse(const Manifest& manifest);
    [[nodiscard]] bool connect();
    void recover(const std::filesystem::path& file);
    void set_aside(const std::filesystem::path& file, std::uint64_t bad_lines);
    [[nodiscard]] std::vector<Manifest> put_what_can_be(std::span<const Manifest> batch);
    [[nodiscard]] std::optional<Error> put(std::span<const Manifest> batch);
    [[nodiscard]] bool put_aliases(std::span<const AliasRecord> aliases);
    void lose(const Error& error);
    void spool(std::span<const Manifest> rest);

    const Opener& open_;
    const Spool& spool_;
    const OnStored& on_stored_;
    StoreProgress& progress_;
    Log& log_;
    std::unique_ptr<Store> store_{}; ///< null while the database is unreachable
    Clock::time_point next_try_{};
    std::optional<Error> problem_{};       ///< why the spool has manifests
    std::optional<Error> refusal_{};       ///< why the database refused a job
    std::optional<Error> spool_problem_{}; ///< why some manifests are not even there
    std::uint64_t lost_ = 0;               ///< jobs that are neither stored nor in the spool
    StoreSummary summary_{};
};

/// Before any manifest is pending, throws errors that a retry cannot fix.
void Storing::start()
{
    if (!connect() && !can_be_tried_again(*problem_)) {
        throw Error{*problem_};
    }
}

/// Opens the database unless it is open, and stores the spool. False if it is unreachable.
bool Storing::connect()
{
    if (store_ || Clock::now() < next_try_) {
        return store_ != nullptr;
    }
    try {
        store_ = open_();
    } catch (const Error& error) {
        lose(error);
        return false;
    }
    problem_.reset();
    const auto files = spool_.files();
    progress_.expect(files);
    for (const auto& file : files) {
        if (store_) {
            progress_.finish(file);
            recover(file);
        }
    }
    return store_ != nullptr;
}

void Storing::recover(const std::filesystem::path& file)
{
    const Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd) {
        return; // another process took the file
    }
    ManifestReader reader{fd.get(), file.native(), log_};
    reader.keep_aliases();
    std::vector<Manifest> batch;
    while (auto manifest = reader.next()) {
        batch.push_back(std::move(*manifest));
    }
    refusal_.reset();
    const auto rest = put_what_can_be(batch);
    summary_.recovered += batch.size() - rest.size();
    const bool has_aliases = store_ && put_aliases(reader.take_aliases());
    if (!store_) {
        return; // lost again: the next connection takes it
    }
    if (rest.empty() && has_aliases && reader.bad_lines() == 0) {
        ::unlink(file.c_str());
        return;
    }
    set_aside(file, reader.bad_lines());
}

/// A refused file would be refused again, so later calls ignore it.
void Storing::set_aside(const std::filesystem::path& file, std::uint64_t bad_lines)
{
    const auto reason = refusal_ ? std::string{refusal_->what()}
                                 : fmt::format("{} of its lines are not manifests", bad_lines);
    const auto kept = spool_.set_aside(file, reason);
    log_.warning(fmt::format("{}: {}; it is kept as {}, and what else was in it is stored",
                             file.native(),
                             reason,
                             kept.native()));
    if (refusal_) {
        problem_.reset();
    }
}

void Storing::lose(const Error& error)
{
    if (can_be_tried_again(error)) { // other errors end the call, with their message
        log_.error(error.what());
    }
    problem_ = error;
    store_.reset();
    next_try_ = Clock::now() + between_tries;
}

/// The reason why nothing of the batch was stored; nullopt if all was.
std::optional<Error> Storing::put(std::span<const Manifest> batch)
{
    std::vector<Put> puts;
    try {
        puts = store_->put(batch);
    } catch (const Error& error) {
        return error;
    }
    progress_.advance(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const bool is_new = puts[i] == Put::added;
        const bool is_replaced = puts[i] == Put::replaced;
        ++(is_new ? summary_.added : is_replaced ? summary_.replaced : summary_.already_there);
        summary_.failed_jobs += batch[i].status() == Status::failed ? 1U : 0U;
        if (on_stored_) {
            auto stored = batch[i];
            stored.set(Stored{.backend = std::string{store_->backend()},
                              .is_new = is_new,
                              .is_replaced = is_replaced});
            on_stored_(stored);
        }
    }
    return std::nullopt;
}

/// Returns the manifests that could not be stored. Stores each alone to find those that are
/// refused.
std::vector<Manifest> Storing::put_what_can_be(std::span<const Manifest> batch)
{
    const auto error = store_ ? put(batch) : problem_;
    if (!error) {
        return {};
    }
    std::vector<Manifest> rest;
    if (store_ && can_be_tried_again(*error)) {
        lose(*error);
    } else if (store_ && batch.size() > 1) {
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto left = put_what_can_be(batch.subspan(i, 1));
            rest.insert(rest.end(), left.begin(), left.end());
        }
        return rest;
    } else if (store_) {
        problem_ = error;
        refusal_ = error;
        log_.error(fmt::format("job {}: {}", batch.front().job().text(), error->what()));
    }
    rest.assign(batch.begin(), batch.end());
    return rest;
}

bool Storing::refuse(const Manifest& manifest)
{
    const auto reason = reason_to_refuse(manifest);
    if (reason) {
        ++summary_.refused;
        log_.error(fmt::format("job {}: {}", manifest.job().text(), *reason));
    }
    return reason.has_value();
}

void Storing::take(std::vector<Manifest> batch)
{
    std::erase_if(batch, [this](const Manifest& manifest) { return refuse(manifest); });
    for (const auto& manifest : batch) {
        warn_of_losses(manifest, log_);
    }
    if (batch.empty()) {
        return;
    }
    const auto rest = connect() ? put_what_can_be(batch) : batch;
    if (!rest.empty()) {
        spool(rest);
    }
}

/// False if they are not stored.
bool Storing::put_aliases(std::span<const AliasRecord> aliases)
{
    try {
        summary_.aliases += aliases.empty() ? 0 : store_->put_aliases(aliases, log_);
        return true;
    } catch (const Error& error) {
        if (can_be_tried_again(error)) {
            lose(error);
            return false;
        }
        problem_ = error;
        refusal_ = error;
        log_.error(fmt::format("{} aliases: {}", aliases.size(), error.what()));
        return false;
    }
}

/// The last thing that is stored, because an alias belongs to the series of jobs.
void Storing::take(std::vector<AliasRecord> aliases)
{
    if (!aliases.empty() && !(connect() && put_aliases(aliases))) {
        spool_.keep(aliases);
    }
}

/// If there is no room for all of them, there may be for some. Reports the others, because no copy
/// of them exists.
void Storing::spool(std::span<const Manifest> rest)
{
    try {
        spool_.keep(rest);
        progress_.advance(rest.size());
    } catch (const Error& error) {
        if (rest.size() > 1) {
            for (std::size_t i = 0; i < rest.size(); ++i) {
                spool(rest.subspan(i, 1));
            }
            return;
        }
        ++lost_;
        spool_problem_ = error;
        log_.error(fmt::format("job {} is not kept: {}", rest.front().job().text(), error.what()));
    }
}

/// Everything is stored by then, so it is not a failure if they cannot be updated.
void Storing::update_statistics()
{
    try {
        if (store_) {
            store_->update_statistics();
        }
    } catch (const Error& error) {
        log_.info(fmt::format("the planner's statistics stay as they are: {}", error.what()));
    }
}

StoreSummary Storing::finish() const
{
    if (spool_problem_) {
        throw Error{
            spool_problem_->code(),
            fmt::format("{}; {} of the jobs, which are named above, are kept neither in the "
                        "database nor in the spool: {}",
                        problem_ ? problem_->what() : "the database was lost",
                        lost_,
                        spool_problem_->what())};
    }
    if (problem_) {
        const bool is_logged = refusal_ || can_be_tried_again(*problem_);
        throw Error{problem_->code(),
                    fmt::format("{}what could not be stored is kept in {}, and the next cb store "
                                "takes it first",
                                is_logged ? "" : fmt::format("{}; ", problem_->what()),
                                spool_.directory().native())};
    }
    return summary_;
}

} // namespace

StoreSummary store_all(
    ManifestReader& in, const Opener& open, const Spool& spool, const OnStored& on_stored, Log& log)
{
    in.keep_aliases();
    StoreProgress progress{in, log};
    Storing storing{open, spool, on_stored, progress, log};
    storing.start();
    while (auto first = progress.wait_for_next(in)) {
        storing.take(batch_of(std::move(*first), in));
    }
    storing.take(in.take_aliases());
    storing.update_statistics();
    return storing.finish();
}

} // namespace cb::store
