#include "job_settings.hpp"

#include "base/nearest.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace cb::cmd {

namespace {

constexpr std::size_t max_shown = 80;

std::vector<const Option*> list_options(const std::vector<Group>& table)
{
    std::vector<const Option*> options;
    for (const auto& group : table) {
        for (const auto& option : group.options) {
            options.push_back(&option);
        }
    }
    return options;
}

const Option* find_option(const std::vector<Group>& table, std::string_view name)
{
    const auto options = list_options(table);
    const auto found = std::find_if(options.begin(), options.end(), [name](const Option* option) {
        return option->name == name;
    });
    return found == options.end() ? nullptr : *found;
}

std::string
describe_unknown(const std::vector<Group>& table, std::string_view command, std::string_view key)
{
    std::vector<std::string> keys;
    for (const auto* const option : list_options(table)) {
        if (option->no_key.empty()) {
            keys.push_back(option->name.substr(2));
        }
    }
    const auto meant = nearest(std::string{key}, keys);
    return fmt::format("cb {} has no option \"{}\"{}",
                       command,
                       printable(key, max_shown),
                       meant ? fmt::format("; did you mean {}?", *meant) : "");
}

} // namespace

Parsed<Given> give(const std::vector<Group>& table,
                   std::string_view command,
                   const std::string& key,
                   const std::vector<std::string>& texts)
{
    const auto* const option = find_option(table, "--" + key);
    if (option == nullptr) {
        return tl::unexpected{describe_unknown(table, command, key)};
    }
    const auto origin = fmt::format("{}.{}", command, key);
    if (!option->no_key.empty()) {
        return tl::unexpected{fmt::format("{} cannot be set here: {}", origin, option->no_key)};
    }
    if (option->binding.kind != Kind::repeated && texts.size() != 1) {
        return tl::unexpected{fmt::format("{}: takes one value", origin)};
    }
    return Given{option, texts, origin};
}

Parsed<void> apply(const std::vector<Group>& table,
                   std::string_view command,
                   const std::vector<Given>& given,
                   const OptionTexts& texts)
{
    std::vector<Given> all;
    for (const auto& one : given) {
        if (const auto* const option = find_option(table, one.option->name)) {
            all.push_back({option, one.texts, one.origin});
        }
    }
    std::vector<Given> others;
    for (const auto& [key, values] : texts) {
        auto one = give(table, command, key, values);
        if (!one) {
            return tl::unexpected{one.error()};
        }
        others.push_back(std::move(*one));
    }
    add_undecided(all, others);
    const auto wrong = apply(all);
    return wrong.empty() ? Parsed<void>{} : tl::unexpected{wrong.front().message};
}

void fail_for_options(Manifest& job, Stage stage, const std::string& message)
{
    job.fail({stage, "bad_option", message, Fault::machine});
}

} // namespace cb::cmd
