#include "base/error.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "engine/builder.hpp"
#include "engine/disk_room.hpp"
#include "engine/last_use.hpp"
#include "engine/native/native_image.hpp"
#include "engine/native/native_sandbox.hpp"
#include "engine/owner.hpp"
#include "engine/tree_walk.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <set>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// As root, changes the tree's owner to nobody, because the benchmark runs as nobody.
void give_away(const fs::path& tree)
{
    if (::geteuid() != 0) {
        return;
    }
    const auto give = [&tree](int parent, const char* name) {
        if (::fchownat(parent, name, nobody.uid, nobody.gid, AT_SYMLINK_NOFOLLOW) != 0) {
            throw_errno("changing the owner of " + tree.native() + " to the benchmark's user");
        }
    };
    walk_tree(tree,
              [&give](int parent, const char* name, const struct stat&) { give(parent, name); });
    give(AT_FDCWD, tree.c_str());
}

/// The sandbox in which the prepare command runs.
Request make_request(const BuildInput& input)
{
    Request request;
    request.argv = {"/bin/sh", "-c", *input.settings.prepare};
    request.env = {input.stamps.begin(), input.stamps.end()};
    request.network = input.settings.network.value_or(Network::none);
    request.timeout = input.settings.timeout;
    request.aslr = AslrMode::on; // a build is not measured
    request.memory = input.settings.memory;
    if (::geteuid() == 0) { // only root can create a cgroup, which enforces the limit
        request.memory = memory_limit(request.memory, host::read_host().memory_bytes);
    }
    return request;
}

/// Turns the end of the prepare command into a failure. A sandbox that could not be created is the
/// machine's fault.
BuildFailed make_failure(const Attempt& attempt, Duration time)
{
    auto text = tail(attempt.output + attempt.error_output, max_log_bytes);
    const auto& end = attempt.iteration;
    switch (end.outcome.value_or(Outcome::engine)) {
    case Outcome::exit:
    case Outcome::not_relevant:
        return {"build_failed",
                fmt::format("the prepare command exited with status {}", end.exit_code.value_or(0)),
                std::move(text)};
    case Outcome::timeout:
        return {"build_timeout",
                fmt::format("the prepare command did not end within {:g} s", seconds(time)),
                std::move(text)};
    case Outcome::output_limit:
        return {"build_output", "the prepare command printed too much", std::move(text)};
    case Outcome::disk_limit:
        return {"disk_full", "the prepare command wrote too much to disk", std::move(text)};
    case Outcome::engine:
        return {"build_failed",
                "the prepare command did not finish: " + attempt.problem,
                std::move(text),
                Fault::machine};
    case Outcome::ok:
    case Outcome::signal:
    case Outcome::cpu_limit:
    case Outcome::oom:
        break;
    }
    return {"build_failed",
            end.outcome == Outcome::oom ? "the prepare command used too much memory"
                                        : "the prepare command was killed by a signal",
            std::move(text)};
}

/// Runs the prepare command in the sandbox, with the tree itself as the work directory. Returns its
/// output.
std::string prepare(const fs::path& tree, const BuildInput& input, const DiskRoom& room)
{
    const auto request = make_request(input);
    const auto attempt = run_in_sandbox(request, tree, WorkDirectory::tree);
    if (attempt.iteration.outcome == Outcome::ok) {
        return tail(attempt.output + attempt.error_output, max_log_bytes);
    }
    auto failed = make_failure(attempt, request.timeout);
    if (const auto fault = room.judge_full_disk()) {
        failed.reason = "disk_full";
        failed.fault = *fault;
    }
    throw failed;
}

/// Writes the tree to the disk. Otherwise a crash of the machine after the rename could leave a
/// tree that looks finished, and whose files are empty: rename(2) orders names, not contents.
void flush(const fs::path& tree)
{
    const Fd directory{::open(tree.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory || ::syncfs(directory.get()) != 0) { // syncfs(2)
        throw_errno("writing " + tree.native() + " to the disk");
    }
}

/// Moves the finished tree to its place atomically. Another process may have finished the same tree
/// first.
void publish(TempDir& work, const fs::path& place)
{
    flush(work.path());
    std::error_code missing;
    if (std::rename(work.path().c_str(), place.c_str()) == 0) {
        static_cast<void>(work.release());
    } else if (!fs::is_directory(place, missing)) {
        throw_errno("keeping " + place.native());
    }
}

class NativeBuilder final : public Builder {
public:
    explicit NativeBuilder(Log& log) : log_{log} {}

    [[nodiscard]] Engine engine() const override { return Engine::native; }
    [[nodiscard]] bool is_here() override { return true; }

    /// The stamps that the command uses. The command gets all of them in its environment.
    [[nodiscard]] std::map<std::string, std::string> used_stamps(const BuildInput& input) override
    {
        const auto command = input.settings.prepare.value_or("");
        std::map<std::string, std::string> used;
        for (const auto& stamp : input.stamps) {
            if (command.find(stamp.first) != std::string::npos) {
                used.insert(stamp);
            }
        }
        return used;
    }

    void require_support(const BuildSettings& settings) override
    {
        const auto* const option = settings.target             ? "--target"
                                   : !settings.secrets.empty() ? "--secret"
                                   : settings.push             ? "--push"
                                                               : nullptr;
        if (option != nullptr) {
            throw Error{
                Errc::usage,
                fmt::format("{}: the native engine builds no image; use docker or podman", option)};
        }
    }

    [[nodiscard]] std::optional<std::string> identify_base(const BuildInput& /*input*/) override
    {
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Build> find(const BuildInput& input) override
    {
        warn_of_dockerfile(input);
        const auto place = make_native_tree_path(input.key);
        std::error_code missing;
        if (!fs::is_directory(place, missing)) {
            return std::nullopt;
        }
        ::utimensat(AT_FDCWD, place.c_str(), nullptr, 0); // record the last use
        note_use(Engine::native, input.key, input.stamps.at("CB_REPO"));
        return Build{.engine = Engine::native, .image = native_image(input.key), .cached = true};
    }

    [[nodiscard]] Build make(const BuildInput& input) override
    {
        const auto begin = std::chrono::steady_clock::now();
        const auto place = make_native_tree_path(input.key);
        Build build{.engine = Engine::native, .image = native_image(input.key)};
        make_private_directory(place.parent_path());
        auto work = TempDir::at(place.parent_path() / make_run_name());
        const DiskRoom room{work.path()};
        export_to_directory(input, work.path(), log_);
        give_away(work.path());
        if (input.settings.prepare) {
            build.log = prepare(work.path(), input, room);
        }
        publish(work, place);
        ::utimensat(AT_FDCWD, place.c_str(), nullptr, 0); // the export set it to the commit's time
        note_use(Engine::native, input.key, input.stamps.at("CB_REPO"));
        build.wall_s = seconds(std::chrono::steady_clock::now() - begin);
        return build;
    }

    void push(const BuildInput& /*input*/, Build& /*build*/) override {}

private:
    /// Warns once per repository: its authors expect the Dockerfile to be used.
    void warn_of_dockerfile(const BuildInput& input)
    {
        if (input.settings.prepare || !warned_.insert(input.repository.path()).second) {
            return;
        }
        const auto names = root_names(input);
        for (const char* const name : {"bench.Dockerfile", "Dockerfile"}) {
            if (std::find(names.begin(), names.end(), name) != names.end()) {
                log_.warning(fmt::format("{}: the native engine ignores {}; --prepare COMMAND "
                                         "prepares the tree for the benchmark",
                                         input.repository.path().native(),
                                         name));
                return;
            }
        }
    }

    Log& log_;
    std::set<fs::path> warned_{}; ///< the repositories already checked
};

} // namespace

std::unique_ptr<Builder> native_builder(Log& log)
{
    return std::make_unique<NativeBuilder>(log);
}

} // namespace cb::engine
