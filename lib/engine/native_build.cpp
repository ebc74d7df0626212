#include "base/error.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "engine/build.hpp"
#include "engine/native_image.hpp"
#include "engine/native_sandbox.hpp"
#include "engine/owner.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t log_limit = 65536;

void give_to(const fs::path& path, uid_t user)
{
    if (::lchown(path.c_str(), user, user) != 0) {
        throw_errno("giving " + path.native() + " to the benchmark's user");
    }
}

/// As root, the tree becomes nobody's, and so the benchmark is nobody.
void give_away(const fs::path& tree)
{
    if (::geteuid() != 0) {
        return;
    }
    for (const auto& entry : fs::recursive_directory_iterator{tree}) {
        give_to(entry.path(), nobody);
    }
    give_to(tree, nobody);
}

/// Runs the prepare command in the sandbox, with the tree itself as the work directory.
std::string prepare(const fs::path& tree, const BuildSettings& settings)
{
    Request request;
    request.argv = {"/bin/sh", "-c", *settings.prepare};
    request.network = settings.network.value_or(Network::none);
    request.timeout = settings.timeout;
    request.aslr = AslrMode::on; // a build is not measured
    const auto attempt = run_in_sandbox(request, tree, WorkDirectory::tree);
    auto text = tail(attempt.output, log_limit);
    const auto& end = attempt.iteration;
    switch (end.outcome) {
    case Outcome::ok:
        return text;
    case Outcome::exit:
        throw BuildFailed{
            "build_failed",
            fmt::format("the prepare command exited with status {}", end.exit_code.value_or(0)),
            text};
    case Outcome::timeout:
        throw BuildFailed{
            "build_failed",
            fmt::format("the prepare command did not end within {:g} s", seconds(request.timeout)),
            text};
    case Outcome::signal:
    case Outcome::cpu_limit:
    case Outcome::oom:
    case Outcome::output_limit:
    case Outcome::disk_limit:
    case Outcome::engine:
        break;
    }
    throw BuildFailed{"build_failed",
                      "the prepare command was ended: " +
                          (attempt.problem.empty() ? "by a signal or a limit" : attempt.problem),
                      text};
}

/// Puts the finished tree in its place in one step. Somebody else may have been faster.
void publish(TempDir& work, const fs::path& place)
{
    if (std::rename(work.path().c_str(), place.c_str()) == 0) {
        static_cast<void>(work.release());
    } else if (!fs::is_directory(place)) {
        throw_errno("keeping " + place.native());
    }
}

} // namespace

Build native_build(const BuildInput& input, const BuildSettings& settings, Log& log)
{
    const auto place = native_tree_of_key(input.key);
    Build build{.engine = Engine::native, .image = native_image(input.key)};
    if (fs::is_directory(place)) {
        build.cached = true;
        return build;
    }
    const auto begin = std::chrono::steady_clock::now();
    make_private_directory(place.parent_path());
    auto work = TempDir::at(place.parent_path() / run_name());
    export_for_build(input, work.path(), log);
    give_away(work.path());
    if (settings.prepare) {
        build.log = prepare(work.path(), settings);
    }
    publish(work, place);
    build.wall_s = seconds(std::chrono::steady_clock::now() - begin);
    return build;
}

} // namespace cb::engine
