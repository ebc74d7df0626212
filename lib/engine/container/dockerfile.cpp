#include "engine/container/dockerfile.hpp"

#include "engine/container/docker_instructions.hpp"

#include <algorithm>
#include <cctype>

namespace cb::engine {

namespace {

using Values = std::map<std::string, std::string>;

/// The value of the text between the braces of "${NAME}" or "${NAME:-default}".
std::string get_value(std::string_view inside, const Values& values)
{
    const auto end = std::min(inside.find(':'), inside.size());
    const auto found = values.find(std::string{inside.substr(0, end)});
    if (found != values.end() && !found->second.empty()) {
        return found->second;
    }
    return inside.substr(end).starts_with(":-") ? std::string{inside.substr(end + 2)}
                                                : std::string{};
}

/// `text` with its variables expanded. The result is unspecified for text that the engines reject.
std::string expanded(std::string_view text, const Values& values)
{
    std::string result;
    while (!text.empty()) {
        const auto dollar = std::min(text.find('$'), text.size());
        result += text.substr(0, dollar);
        text.remove_prefix(std::min(dollar + 1, text.size()));
        if (text.starts_with('{')) {
            const auto end = std::min(text.find('}'), text.size());
            result += get_value(text.substr(1, end - 1), values);
            text.remove_prefix(std::min(end + 1, text.size()));
        } else {
            const auto end = std::find_if(text.begin(), text.end(), [](unsigned char c) {
                return std::isalnum(c) == 0 && c != '_';
            });
            const auto length = static_cast<std::size_t>(end - text.begin());
            result += length == 0 ? std::string{} : get_value(text.substr(0, length), values);
            text.remove_prefix(length);
        }
    }
    return result;
}

/// Tracks the build stages.
class StageReader {
public:
    explicit StageReader(const Values& build_args) : build_args_{build_args} {}

    void read(const DockerInstruction& instruction)
    {
        const auto words = split_words(instruction.arguments, '\\');
        if (instruction.name == "FROM") {
            start_stage(words);
        } else if (instruction.name == "ARG") {
            declare(words);
        } else if (instruction.name == "CMD") {
            stage_.sets_command = stage_.has_own_command = true;
        } else if (instruction.name == "ENTRYPOINT" && !stage_.has_own_command) {
            stage_.sets_command = false; // docker drops a CMD that was set for another entrypoint
        }
    }

    /// Call last.
    [[nodiscard]] DockerfileFacts facts(const std::optional<std::string>& target)
    {
        const bool last = stage_.sets_command;
        finish_stage();
        const auto found = target ? stages_.find(upper(*target)) : stages_.end();
        return {std::move(arguments_), found != stages_.end() ? found->second : last};
    }

private:
    struct Stage {
        std::string name;          ///< in upper case
        bool sets_command = false; ///< inherited from the base stage as well
        bool has_own_command = false;
    };

    /// "FROM [--platform=X] IMAGE [AS NAME]"
    void start_stage(std::vector<std::string> words)
    {
        words.erase(std::remove_if(words.begin(),
                                   words.end(),
                                   [](const std::string& word) { return word.starts_with("--"); }),
                    words.end());
        finish_stage();
        if (words.empty()) {
            return;
        }
        const auto base = upper(expanded(without_quotes(words.front()), values_));
        const auto from = stages_.find(base);
        stage_.sets_command = from != stages_.end() && from->second;
        if (words.size() > 2 && upper(words[1]) == "AS") {
            stage_.name = upper(words[2]);
        }
    }

    void finish_stage()
    {
        if (!is_before_stages_) {
            stages_.insert_or_assign(std::to_string(count_++), stage_.sets_command);
        }
        if (!stage_.name.empty()) {
            stages_.insert_or_assign(stage_.name, stage_.sets_command);
        }
        stage_ = {};
        is_before_stages_ = false;
    }

    /// "ARG NAME[=DEFAULT] ...". Arguments before the first FROM are visible to FROM.
    void declare(const std::vector<std::string>& words)
    {
        for (const auto& word : words) {
            const auto equals = std::min(word.find('='), word.size());
            const auto name = word.substr(0, equals);
            arguments_.insert(name);
            if (!is_before_stages_) {
                continue;
            }
            const auto given = build_args_.find(name);
            if (given != build_args_.end()) {
                values_[name] = given->second;
            } else if (equals < word.size()) {
                values_[name] = expanded(without_quotes(word.substr(equals + 1)), values_);
            }
        }
    }

    const Values& build_args_;
    Values values_{}; ///< the arguments that FROM can use
    std::set<std::string> arguments_{};
    /// By name and by number: whether the stage has a command.
    std::map<std::string, bool> stages_{};
    unsigned count_ = 0; ///< of the finished stages
    Stage stage_{};
    bool is_before_stages_ = true;
};

} // namespace

DockerfileFacts read_dockerfile(std::string_view text,
                                const std::map<std::string, std::string>& build_args,
                                const std::optional<std::string>& target)
{
    StageReader stages{build_args};
    for (const auto& instruction : read_instructions(text)) {
        stages.read(instruction);
    }
    return stages.facts(target);
}

} // namespace cb::engine
