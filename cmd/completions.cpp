#include "completions.hpp"

#include "base/fd.hpp"
#include "shell_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace cb::cmd {

namespace {

using Render = std::string (*)(const Program&);

struct Options {
    Render render = nullptr;
};

constexpr auto examples = R"(  . <(cb completions bash)
  cb completions zsh > ~/.zfunc/_cb
  cb completions fish > ~/.config/fish/completions/cb.fish
)";

} // namespace

Proposal proposal_for(std::string_view value)
{
    if (value.empty()) {
        return Proposal::absent;
    }
    if (value.find('|') != std::string_view::npos) {
        return Proposal::words;
    }
    if (value.starts_with("FILE") || value.starts_with("REPO")) { // which a file may describe
        return Proposal::files;
    }
    return value.starts_with("DIR") ? Proposal::directories : Proposal::anything;
}

std::string proposed_value(const Option& option)
{
    return option.binding.words.empty() ? value_name(option)
                                        : fmt::format("{}", fmt::join(option.binding.words, "|"));
}

Proposal proposal_for(const Option& option)
{
    return option.binding.kind == Kind::joined_value ? Proposal::absent
                                                     : proposal_for(proposed_value(option));
}

std::vector<std::string> split_words(std::string_view value)
{
    std::vector<std::string> words;
    for (std::size_t start = 0; start <= value.size();) {
        const auto end = std::min(value.find('|', start), value.size());
        words.emplace_back(value.substr(start, end - start));
        start = end + 1;
    }
    return words;
}

std::string quote(std::string_view text)
{
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    }
    return quoted + "'";
}

Command describe_completions(const Program& program)
{
    const auto options = std::make_shared<Options>();
    auto shells = choose<Render>(
        options->render, {{"bash", &render_bash}, {"zsh", &render_zsh}, {"fish", &render_fish}});
    return {
        .name = "completions",
        .purpose = "Print the completions of a shell",
        .words = Words{.value = "bash|zsh|fish",
                       .sentence = "Print the script of this shell",
                       .take = std::move(shells.take),
                       .number = Words::Number::one},
        .examples = examples,
        .notes = "Installing cb installs the scripts of all three shells.",
        .page = "command-line.md",
        .run =
            [options, &program](Io& io) {
                write_all(io.out, options->render(program), "standard output");
                return Exit::done;
            },
    };
}

} // namespace cb::cmd
