#include "project_file.hpp"

#include "command.hpp"
#include "job_settings.hpp"
#include "project/project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb::cmd {

namespace {

using project::Fault;
using project::Form;
using project::Setting;

/// A command whose options a project file may set.
struct ProjectCommand {
    std::string name;
    Command (*describe)();
};

const std::array<ProjectCommand, 4>& list_project_commands()
{
    static const std::array<ProjectCommand, 4> commands{{{"watch", &describe_watch},
                                                         {"build", &describe_build},
                                                         {"run", &describe_run},
                                                         {"parse", &describe_parse}}};
    return commands;
}

/// It reads the file itself: what it is told does not travel in jobs, which others may write.
const ProjectCommand& notify_command()
{
    static const ProjectCommand command{"notify", &describe_notify};
    return command;
}

project::TableNames list_table_names()
{
    project::TableNames names{.anywhere = {}, .at_the_top = {notify_command().name}};
    for (const auto& command : list_project_commands()) {
        names.anywhere.push_back(command.name);
    }
    return names;
}

/// What is wrong with the form of an option's value; empty if nothing is.
std::string describe_wrong_form(const Option& option, Form form)
{
    switch (option.binding.kind) {
    case Kind::repeated:
        return form == Form::truth ? "must be a text or an array of texts" : "";
    case Kind::value:
    case Kind::optional_value:
        return form == Form::truth || form == Form::list ? "must be one text or number" : "";
    default:
        return form == Form::truth ? "" : "must be true or false";
    }
}

/// The settings of one table, as options of its command.
class TableReader {
public:
    TableReader(const ProjectCommand& command,
                const Command& described,
                const std::filesystem::path& directory,
                std::vector<Fault>& faults)
        : command_{command}, described_{described}, directory_{directory}, faults_{faults}
    {}

    /// Notes what is wrong with them, each alone and all together.
    [[nodiscard]] std::vector<Given> read(const project::Tables& tables)
    {
        std::vector<Given> given;
        std::vector<project::Position> places;
        if (const auto found = tables.find(command_.name); found != tables.end()) {
            for (const auto& setting : found->second) {
                if (auto one = take(setting)) {
                    given.push_back(std::move(*one));
                    places.push_back(setting.at);
                }
            }
        }
        for (auto& misuse : apply(given)) {
            faults_.push_back({places.at(misuse.index), std::move(misuse.message)});
        }
        return given;
    }

private:
    std::optional<Given> take(const Setting& setting)
    {
        auto given = give(described_.groups, command_.name, setting.key, setting.texts);
        if (!given) {
            faults_.push_back({setting.at, given.error()});
            return std::nullopt;
        }
        if (const auto wrong = describe_wrong_form(*given->option, setting.form); !wrong.empty()) {
            faults_.push_back({setting.at, fmt::format("{}: {}", given->origin, wrong)});
            return std::nullopt;
        }
        if (takes_path(*given->option)) {
            for (auto& text : given->texts) {
                text = (directory_ / text).lexically_normal().native();
            }
        }
        return std::move(*given);
    }

    const ProjectCommand& command_;
    const Command& described_;
    const std::filesystem::path& directory_;
    std::vector<Fault>& faults_;
};

OptionTexts texts_of(const std::vector<Given>& given)
{
    OptionTexts texts;
    for (const auto& one : given) {
        texts.emplace(one.option->name.substr(2), one.texts);
    }
    return texts;
}

/// The options as typed; those that are turned off are left out.
std::vector<std::string> words_of(const std::vector<Given>& given)
{
    std::vector<std::string> words;
    for (const auto& one : given) {
        const auto kind = one.option->binding.kind;
        const bool is_flag = kind == Kind::flag || kind == Kind::counter;
        for (const auto& text : one.texts) {
            if (!is_flag) {
                words.insert(words.end(), {one.option->name, text});
            } else if (text == "true") {
                words.push_back(one.option->name);
            }
        }
    }
    return words;
}

/// Adds the options of one command to each configuration.
void add_options(const ProjectCommand& command,
                 const project::Project& project,
                 ProjectFile& file,
                 std::vector<Fault>& faults)
{
    const auto described = command.describe();
    TableReader reader{command, described, file.directory, faults};
    const auto common = reader.read(project.tables);
    for (std::size_t i = 0; i < project.configurations.size(); ++i) {
        auto given = reader.read(project.configurations[i].tables);
        add_undecided(given, common);
        auto& configuration = file.configurations[i];
        configuration.words.emplace(command.name, words_of(given));
        auto& all = configuration.config.options.by_command;
        auto texts = texts_of(given);
        if (command.name == "watch") {
            configuration.watch = std::move(texts);
        } else if (!texts.empty()) {
            all.emplace(command.name, std::move(texts));
        }
    }
}

void add_notify_options(const project::Project& project,
                        ProjectFile& file,
                        std::vector<Fault>& faults)
{
    const auto described = notify_command().describe();
    const auto given =
        TableReader{notify_command(), described, file.directory, faults}.read(project.tables);
    file.notify = texts_of(given);
    file.notify_words = words_of(given);
}

void read(const std::string& text, ProjectFile& file)
{
    auto [project, faults] = project::read(text, list_table_names());
    file.repository = project.repository;
    file.repo = project.repo;
    for (const auto& configuration : project.configurations) {
        const auto& worker = configuration.worker;
        file.configurations.push_back(
            {.config = {.name = configuration.name,
                        .command = configuration.command,
                        .options = {},
                        .worker = worker ? std::optional{worker->text()} : std::nullopt}});
    }
    for (const auto& command : list_project_commands()) {
        add_options(command, project, file, faults);
    }
    add_notify_options(project, file, faults);
    std::sort(faults.begin(), faults.end());
    for (const auto& fault : faults) {
        file.faults.push_back(
            fmt::format("{}:{}:{}: {}", file.path, fault.at.line, fault.at.column, fault.what));
    }
}

} // namespace

ProjectFile read_project_file(const std::string& path)
{
    ProjectFile file{.path = path, .directory = std::filesystem::absolute(path).parent_path()};
    try {
        read(project::load(path), file);
    } catch (const Error& error) {
        file.faults.emplace_back(error.what());
    }
    return file;
}

} // namespace cb::cmd
