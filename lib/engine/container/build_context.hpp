#pragma once

#include "base/file.hpp"
#include "engine/builder.hpp"
#include "engine/container/dockerfile_choice.hpp"
#include "engine/container/ignore_patterns.hpp"
#include "git/tar_tree.hpp"

#include <string>

namespace cb::engine {

/// The context of one build as a tar archive: the commit's tree without what its ignore file
/// excludes, and the Dockerfile. It goes straight to the engine's program; cb writes no file.
class BuildContext {
public:
    /// Reads the Dockerfile and the ignore file. Throws BuildFailed, Interrupted.
    /// \pre `input` outlives this object
    explicit BuildContext(const BuildInput& input);

    [[nodiscard]] const ChosenDockerfile& dockerfile() const noexcept { return dockerfile_; }

    /// The ignore file for an engine that applies one to what it unpacked: only the Dockerfile,
    /// which the context always has, can still be excluded.
    [[nodiscard]] std::string ignore() const;

    /// Packs the context. Throws BuildFailed, Interrupted.
    void write(const git::TarTree::Write& write, Log& log) const;

private:
    const BuildInput& input_;
    ChosenDockerfile dockerfile_;
    IgnorePatterns patterns_;
};

/// Where podman works. It unpacks the context into TMPDIR, and looks for the Dockerfile in its
/// current directory before it looks into the context.
class PodmanPlace {
public:
    /// Creates a directory that `--sweep` finds by its name. Throws Error{system}.
    explicit PodmanPlace(const std::string& ignore);

    /// Adds what makes podman work here to the command `podman build ...`.
    void enter(Command& build) const;

private:
    TempDir directory_;
};

} // namespace cb::engine
