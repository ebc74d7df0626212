#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/paths.hpp"
#include "base/utf8.hpp"
#include "help.hpp"
#include "options.hpp"
#include "stage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::string topic; ///< empty: cb itself
};

/// The names of the pages in docs/, without ".md", in order.
std::vector<std::string> list_pages()
{
    std::vector<std::string> names;
    const auto directory = shipped_page("run.md").parent_path();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
        if (entry.path().extension() == ".md") {
            names.push_back(entry.path().stem().native());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string list_topics(const Program& program, const std::vector<std::string>& pages)
{
    std::vector<std::string> others;
    std::copy_if(pages.begin(), pages.end(), std::back_inserter(others), [&](const auto& page) {
        return find_command(program, page) == nullptr;
    });
    return wrapped(fmt::format("\nTopics beside the commands: {}.", fmt::join(others, ", ")),
                   0,
                   page_width()) +
           "\n";
}

/// Throws Error{usage} with the topic that was probably meant.
std::string describe_topic(const Program& program, const std::string& topic)
{
    const auto pages = list_pages();
    if (topic.empty()) {
        return describe(program, page_width()) + list_topics(program, pages);
    }
    if (const auto* const command = find_command(program, topic)) {
        return describe(*command, page_width());
    }
    if (std::binary_search(pages.begin(), pages.end(), topic)) {
        constexpr Bytes max_page{4U << 20U};
        return read_file(shipped_page(topic + ".md"), max_page);
    }
    auto names = pages;
    for (const auto& command : program.commands) {
        names.push_back(command.name);
    }
    const auto meant = nearest(topic, names);
    throw Error{Errc::usage,
                fmt::format("there is no topic {}{}; cb help lists them",
                            quote(topic),
                            meant ? fmt::format("; did you mean {}?", *meant) : "")};
}

constexpr auto examples = R"(  cb help run
  cb help formats | less         what cb parse reads
)";

} // namespace

Command describe_help(const Program& program)
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "help",
        .purpose = "Explain a command or a topic",
        .words = Words{.value = "TOPIC",
                       .sentence = "A command, or a page of the documentation [default: list them]",
                       .take = once(options->topic, &parse_text).take,
                       .number = Words::Number::one_at_most},
        .examples = examples,
        .notes = "A command's text is that of its --help.",
        .page = "command-line.md",
        .run =
            [options, &program](Io& io) {
                print(io, describe_topic(program, options->topic));
                return Exit::done;
            },
    };
}

} // namespace cb::cmd
