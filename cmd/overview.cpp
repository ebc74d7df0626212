#include "overview.hpp"

#include "base/paths.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

namespace cb::cmd {

namespace {

namespace fs = std::filesystem;

bool is_present(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

/// Whether this directory belongs to a git work tree.
bool is_in_work_tree()
{
    std::error_code error;
    for (auto directory = fs::current_path(error); !directory.empty() && !error;
         directory = directory.parent_path()) {
        if (is_present(directory / ".git")) {
            return true;
        }
        if (directory == directory.root_path()) {
            break;
        }
    }
    return false;
}

/// Whether the user's own store exists.
bool has_store()
{
    try {
        return is_present(data_home() / "store.db");
    } catch (const Error&) {
        return false; // neither HOME nor XDG_DATA_HOME is set
    }
}

struct Step {
    std::string_view command;
    std::string_view purpose;
};

std::vector<Step> list_steps()
{
    std::vector<Step> steps{
        {"cb doctor", "is this machine fit to benchmark on?"},
        {"cb run -- COMMAND", "measure a command here, in a sandbox"},
    };
    if (is_in_work_tree()) {
        steps.push_back({"cb watch .", "which commits of this repository are due"});
        steps.push_back({"cb watch . | cb build | cb run | cb parse | cb store",
                         "benchmark them, and keep the results"});
        steps.push_back({"cb init .", "write a file that says how, for a timer"});
    } else {
        steps.push_back({"cb watch REPO | cb build | cb run | cb parse | cb store",
                         "benchmark the commits of a git repository, and keep the results"});
    }
    if (has_store()) {
        steps.push_back({"cb changes", "which commits changed the results"});
        steps.push_back({"cb log", "the history, a line a commit"});
        steps.push_back({"cb report -o site", "look at all of it in a browser"});
        steps.push_back({"cb help notify", "tell pull requests, chats and people"});
    }
    steps.push_back({"cb help", "all commands; cb help run: one of them"});
    return steps;
}

std::string describe_step(const Step& step, std::size_t width)
{
    constexpr std::size_t column = 24;
    const bool is_wide = step.command.size() + 4 <= column && width >= 60;
    return is_wide
               ? fmt::format(
                     "  {:<{}}{}\n", step.command, column - 2, wrapped(step.purpose, column, width))
               : fmt::format("  {}\n      {}\n",
                             wrapped(step.command, 4, width),
                             wrapped(step.purpose, 6, width));
}

} // namespace

std::string describe_overview(const Program& program, const TextStyle& style)
{
    auto text = wrapped(program.purpose, 0, style.width) + "\n\nThe stages are one pipeline:\n";
    for (const char* const stage : {"watch", "build", "run", "parse", "store"}) {
        const auto* const command = find_command(program, stage);
        text += describe_step({command->name, command->purpose}, style.width);
    }
    text += "\nNext:\n";
    for (const auto& step : list_steps()) {
        text += describe_step(step, style.width);
    }
    return text;
}

} // namespace cb::cmd
