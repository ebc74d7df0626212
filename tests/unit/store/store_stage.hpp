#pragma once

#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/store_all.hpp"

#include <fcntl.h>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// cb store with its own input, database and spool.
namespace cb::store {

/// Records the batches that it receives, and refuses or fails on request.
class FakeStore final : public Store {
public:
    struct Told {
        std::vector<std::size_t> batches;
        std::set<std::string> refused;      ///< jobs whose data it refuses
        std::size_t lost_after = 1'000'000; ///< batches after which it is unreachable
        std::vector<std::string> jobs;      ///< the jobs that it stored
        std::vector<AliasRecord> aliases;   ///< that it stored
        int statistics = 0;                 ///< calls of update_statistics()
    };

    explicit FakeStore(Told& told) : told_{told} {}
    [[nodiscard]] std::string_view backend() const noexcept override { return "fake"; }
    [[nodiscard]] std::vector<KnownJob> known(std::span<const JobId>) override { return {}; }
    [[nodiscard]] std::optional<Time>
    find_last_pass(const std::string&, const std::string&, Time) override
    {
        return {};
    }
    void for_each_sample(const std::function<void(const Sample&)>&) override {}
    void annotate(const std::string&, std::span<const Annotation>) override {}
    std::uint64_t put_aliases(std::span<const AliasRecord> aliases, Log&) override
    {
        if (told_.batches.size() >= told_.lost_after) {
            throw Error{Errc::unavailable, "the server is gone"};
        }
        told_.aliases.insert(told_.aliases.end(), aliases.begin(), aliases.end());
        return aliases.size();
    }
    void update_statistics() override { ++told_.statistics; }

private:
    std::vector<Put> put_batch(std::span<const Manifest* const> manifests) override
    {
        if (told_.batches.size() >= told_.lost_after) {
            throw Error{Errc::unavailable, "the server is gone"};
        }
        for (const auto* const manifest : manifests) {
            if (told_.refused.contains(manifest->job().text())) {
                throw Error{Errc::bad_input, "that cannot be"};
            }
        }
        told_.batches.push_back(manifests.size());
        for (const auto* const manifest : manifests) {
            told_.jobs.push_back(manifest->job().text());
        }
        return std::vector<Put>(manifests.size(), Put::added);
    }

    Told& told_;
};

/// A pipe that can hold everything a test writes before it is read.
inline Pipe large_pipe()
{
    auto pipe = make_pipe();
    REQUIRE(::fcntl(pipe.write.get(), F_SETPIPE_SZ, 1 << 20) > 0);
    return pipe;
}

/// A stage with its standard input, database and spool.
struct StoreStage {
    TempDir dir;
    Pipe in = large_pipe();
    LinesLog log;
    Spool spool{dir.path() / "spool/x"};
    Opener open = [this] { return store::open(SqliteFile{dir.path() / "x.db"}, Access::write); };
    OnStored on_stored{};

    void give(const Manifest& manifest) const { write_line(in.write.get(), manifest); }

    StoreSummary run_all()
    {
        in.write.reset();
        return run();
    }

    StoreSummary run()
    {
        ManifestReader reader{in.read.get(), "stdin", log};
        return store_all(reader, open, spool, on_stored, log);
    }

    void take_new_input() { in = large_pipe(); }
    [[nodiscard]] std::size_t stored() const
    {
        return all_samples(*store::open(SqliteFile{dir.path() / "x.db"}, Access::write)).size();
    }
};

inline std::unique_ptr<Store> not_there()
{
    throw Error{Errc::unavailable, "no answer"};
}

/// The code and message of the Error with which the stage ends.
inline std::pair<Errc, std::string> error_of(StoreStage& stage)
{
    try {
        stage.run_all();
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    FAIL("nothing was thrown");
    return {};
}

} // namespace cb::store
