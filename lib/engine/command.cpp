#include "engine/command.hpp"

#include <algorithm>

namespace cb::engine {

namespace {

/// Whether the entrypoint comes from a Dockerfile's shell form: the shell, "-c" and the text. The
/// shell assigns further words to $0, $1, …, which the text does not use.
bool is_shell_form(const std::vector<std::string>& entrypoint)
{
    constexpr std::size_t min_words = 3;
    return entrypoint.size() >= min_words && entrypoint[entrypoint.size() - 2] == "-c";
}

std::vector<std::string> choose_command(const CommandWish& wish,
                                        const Config& config,
                                        const Image& image,
                                        const std::vector<std::string>& entrypoint)
{
    if (!wish.argv.empty()) {
        return wish.argv;
    }
    if (!config.command.empty()) {
        return config.command;
    }
    if (image.command) {
        return *image.command;
    }
    return is_shell_form(entrypoint) ? std::vector<std::string>{}
                                     : std::vector<std::string>{"make", "bench"};
}

} // namespace

std::vector<std::string>
make_argv(const CommandWish& wish, const Config& config, const Image& image)
{
    auto argv = wish.entrypoint.value_or(image.entrypoint);
    const auto command = choose_command(wish, config, image, argv);
    argv.insert(argv.end(), command.begin(), command.end());
    return argv;
}

std::vector<std::pair<std::string, std::string>>
make_environment(const Source& source, const std::vector<std::pair<std::string, std::string>>& env)
{
    std::vector<std::pair<std::string, std::string>> all{{"CB_REPO", source.repo}};
    if (source.commit) {
        all.emplace_back("CB_COMMIT", source.commit->hex());
    }
    if (source.branch) {
        all.emplace_back("CB_BRANCH", *source.branch);
    }
    std::erase_if(all, [&env](const auto& own) {
        return std::any_of(
            env.begin(), env.end(), [&own](const auto& other) { return other.first == own.first; });
    });
    all.insert(all.end(), env.begin(), env.end());
    return all;
}

} // namespace cb::engine
