#pragma once

#include "fake_kernel.hpp"
#include "messages.hpp"
#include "tuning/tune.hpp"

namespace cb::test {

/// A machine to tune, with its state.
struct Machine {
    Tree tree{"tunable"};
    host::SysFiles files{tree.root()};
    TempDir state{memory_directory()};
    FakeKernel kernel{tree};
    Messages log{};

    [[nodiscard]] std::filesystem::path journal() const { return state.path() / "tune.journal"; }
    tuning::Outcome tune(const CpuSet& cpus = CpuSet::of({1}))
    {
        return tuning::tune(files, cpus, kernel, journal(), log);
    }
    tuning::Outcome undo() { return tuning::undo(files, kernel, journal(), log); }
    [[nodiscard]] std::string text(const std::string& path) const
    {
        return files.text(path).value_or("none");
    }
    [[nodiscard]] std::set<std::string> content() const { return files_below(tree.root()); }
};

} // namespace cb::test
