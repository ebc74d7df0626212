#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "project/project.hpp"

#include <stdexcept>

namespace {

/// Some files make assertions of toml++ 3.3 false, such as "[[[". They must not end the program,
/// nor be taken for granted by the compiler, which is what they mean with NDEBUG.
struct TomlAssertion : std::logic_error {
    TomlAssertion() : std::logic_error{"this is not TOML"} {}
};

// A function, because g++ warns of a throw in functions of toml++ that are noexcept.
[[noreturn]] void fail_assertion()
{
    throw TomlAssertion{};
}

} // namespace

#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? void() : fail_assertion())
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_MAX_NESTED_VALUES 16
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <toml++/impl/forward_declarations.h>
#include <utility>

// toml++ 3.3 calls places unreachable that are not: its classes of characters, for "\u00B5", which
// is not a space, and its parser. The classes answer false, and the parser gives up.
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE return false
#include <toml++/impl/unicode.h>
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE fail_assertion()
#include <toml++/toml.h>

namespace cb::project {

namespace {

constexpr std::size_t max_shown = 80;  // of a text from the file
constexpr std::size_t max_faults = 50; // a person repairs the first ones

Position position_of(const toml::source_region& source)
{
    return {source.begin.line, source.begin.column};
}

/// The text of a value that is not an array.
std::optional<std::pair<Form, std::string>> to_text(const toml::node& node)
{
    if (const auto* const text = node.as_string()) {
        return std::pair{Form::text, text->get()};
    }
    if (const auto* const number = node.as_integer()) {
        return std::pair{Form::number, fmt::to_string(number->get())};
    }
    if (const auto* const truth = node.as_boolean()) {
        return std::pair{Form::truth, std::string{truth->get() ? "true" : "false"}};
    }
    return std::nullopt;
}

bool contains(const std::vector<std::string>& texts, const std::string& text)
{
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool has_nul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

class Reader {
public:
    explicit Reader(const TableNames& tables) : tables_{tables} {}

    Reading read(const toml::table& root)
    {
        auto& project = reading_.project;
        Configuration common;
        for (const auto& [key, node] : root) {
            const std::string name{key.str()};
            if (name == "repository") {
                project.repository = text_of(name, node);
                project.repository_at = position_of(node.source());
            } else if (name == "repo") {
                project.repo = text_of(name, node);
            } else if (contains(tables_.at_the_top, name)) {
                common.tables[name] = settings_of(name, node);
            } else if (name != "configuration" && !take_common(name, node, common)) {
                auto known = tables_.at_the_top;
                known.insert(known.end(),
                             {"repository", "repo", "command", "worker", "configuration"});
                refuse_key(key, std::move(known));
            }
        }
        if (!root.contains("repository")) {
            note({}, "repository is missing: the path or the address of the project");
        }
        project.tables = std::move(common.tables);
        common.tables.clear();
        take_configurations(root, common);
        std::sort(reading_.faults.begin(), reading_.faults.end());
        return std::move(reading_);
    }

private:
    void note(Position at, std::string what)
    {
        if (reading_.faults.size() < max_faults) {
            reading_.faults.push_back({at, std::move(what)});
        }
    }

    void refuse_key(const toml::key& key, std::vector<std::string> known)
    {
        known.insert(known.end(), tables_.anywhere.begin(), tables_.anywhere.end());
        const auto meant = nearest(std::string{key.str()}, known);
        note(position_of(key.source()),
             fmt::format("there is no key \"{}\" here{}",
                         printable(key.str(), max_shown),
                         meant ? fmt::format("; did you mean {}?", *meant) : ""));
    }

    /// A text that is not empty.
    std::string text_of(const std::string& key, const toml::node& node)
    {
        const auto* const text = node.as_string();
        if (text == nullptr || text->get().empty() || has_nul(text->get())) {
            note(position_of(node.source()),
                 key + " must be a text in quotes, not empty and without NUL");
            return {};
        }
        return text->get();
    }

    std::optional<WorkerName> worker_of(const toml::node& node)
    {
        auto name = WorkerName::parse(text_of("worker", node));
        if (!name && node.is_string()) {
            note(position_of(node.source()), "worker: " + name.error());
        }
        return name ? std::optional{std::move(*name)} : std::nullopt;
    }

    std::vector<std::string> words_of(const std::string& key, const toml::node& node)
    {
        std::vector<std::string> words;
        const auto* const array = node.as_array();
        bool is_right = array != nullptr && !array->empty();
        for (std::size_t i = 0; is_right && i < array->size(); ++i) {
            const auto* const word = array->get(i)->as_string();
            is_right = word != nullptr && !has_nul(word->get());
            if (is_right) {
                words.push_back(word->get());
            }
        }
        if (!is_right || words.front().empty()) {
            note(position_of(node.source()),
                 key + " must be an array of words, such as [\"make\", \"bench\"]");
        }
        return words;
    }

    /// Takes a key that both a project and a configuration have.
    bool take_common(const std::string& key, const toml::node& node, Configuration& configuration)
    {
        if (key == "command") {
            configuration.command = words_of(key, node);
        } else if (key == "worker") {
            configuration.worker = worker_of(node);
        } else if (contains(tables_.anywhere, key)) {
            configuration.tables[key] = settings_of(key, node);
        } else {
            return false;
        }
        return true;
    }

    std::vector<Setting> settings_of(const std::string& command, const toml::node& node)
    {
        std::vector<Setting> settings;
        const auto* const table = node.as_table();
        if (table == nullptr) {
            note(position_of(node.source()),
                 fmt::format("{} must be a table: the options of cb {}", command, command));
            return settings;
        }
        for (const auto& [key, value] : *table) {
            Setting setting{std::string{key.str()}, {}, {}, position_of(key.source())};
            if (take_value(value, setting)) {
                settings.push_back(std::move(setting));
            } else {
                note(position_of(value.source()),
                     fmt::format("{} must be a text in quotes, a whole number, true or false, or "
                                 "an array of texts",
                                 printable(setting.key, max_shown)));
            }
        }
        return settings;
    }

    static bool take_value(const toml::node& value, Setting& setting)
    {
        const auto* const array = value.as_array();
        if (array == nullptr) {
            auto text = to_text(value);
            if (!text || has_nul(text->second)) {
                return false;
            }
            setting.form = text->first;
            setting.texts = {std::move(text->second)};
            return true;
        }
        setting.form = Form::list;
        for (const auto& element : *array) {
            auto text = to_text(element);
            if (!text || text->first == Form::truth || has_nul(text->second)) {
                return false;
            }
            setting.texts.push_back(std::move(text->second));
        }
        return true;
    }

    void take_configurations(const toml::table& root, const Configuration& common)
    {
        auto& configurations = reading_.project.configurations;
        const auto* const node = root.get("configuration");
        if (node == nullptr) {
            configurations = {common};
            return;
        }
        const auto* const array = node->as_array();
        if (array == nullptr || array->empty() || !array->is_homogeneous<toml::table>()) {
            note(position_of(node->source()), "write each configuration as [[configuration]]");
            return;
        }
        std::set<std::string> names;
        for (const auto& element : *array) {
            const auto& table = *element.as_table();
            auto configuration = configuration_of(table, common);
            if (!names.insert(configuration.name).second) {
                note(position_of(table.source()),
                     fmt::format("there are two configurations with the name \"{}\"",
                                 printable(configuration.name, max_shown)));
            }
            configurations.push_back(std::move(configuration));
        }
    }

    Configuration configuration_of(const toml::table& table, const Configuration& common)
    {
        auto configuration = common;
        for (const auto& [key, node] : table) {
            const std::string name{key.str()};
            if (name == "name") {
                configuration.name = text_of(name, node);
            } else if (contains(tables_.at_the_top, name)) {
                note(position_of(key.source()),
                     fmt::format("[{}] is for the whole project: write it outside the "
                                 "configurations",
                                 name));
            } else if (!take_common(name, node, configuration)) {
                refuse_key(key, {"name", "command", "worker"});
            }
        }
        if (!table.contains("name")) {
            note(position_of(table.source()), "name is missing in this configuration");
        }
        return configuration;
    }

    const TableNames& tables_;
    Reading reading_{};
};

/// The first line that may have a very deep key, outside comments. toml++ limits the depth of
/// values, but a table at each of a million dots would exhaust the stack when it is destroyed.
std::optional<Position> find_deep_key(std::string_view text)
{
    constexpr std::ptrdiff_t max_dots = 256;
    for (std::uint32_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        const auto start = line.find_first_not_of(" \t");
        const bool is_comment = start != std::string_view::npos && line[start] == '#';
        if (!is_comment && std::count(line.begin(), line.end(), '.') > max_dots) {
            return Position{number, 1};
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

} // namespace

Reading read(std::string_view text, const TableNames& tables)
{
    if (const auto deep = find_deep_key(text)) {
        return {{}, {{*deep, "there are too many dots in this line"}}};
    }
    try {
        return Reader{tables}.read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        const auto what = error.description();
        return {{}, {{position_of(error.source()), printable(what, what.size())}}};
    } catch (const TomlAssertion& error) {
        return {{}, {{{}, error.what()}}};
    }
}

std::string load(const std::string& path)
{
    try {
        return read_file(path, Bytes{max_bytes});
    } catch (const Error& error) {
        throw Error{Errc::usage, error.what()};
    }
}

} // namespace cb::project
