#include "given.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cb::cmd {

namespace {

const std::vector<std::string> switch_words{"0", "1", "true", "false", "yes", "no"};

/// Whether a flag is on.
Parsed<bool> parse_switch(std::string_view text)
{
    if (text == "1" || text == "true" || text == "yes") {
        return true;
    }
    if (text == "0" || text == "false" || text == "no") {
        return false;
    }
    return tl::unexpected{refuse_word(text, switch_words)};
}

/// The last text wins, because the first may come from a shell alias.
Parsed<std::vector<std::string>> resolve_flag(const std::vector<std::string>& texts)
{
    return parse_switch(texts.back()).map([](bool is_on) {
        return std::vector<std::string>(is_on ? 1 : 0);
    });
}

/// One empty text per increment of the counter.
Parsed<std::vector<std::string>> resolve_counter(const std::vector<std::string>& texts)
{
    std::vector<std::string> steps;
    for (const auto& text : texts) {
        if (text == "2") {
            steps.resize(steps.size() + 2);
            continue;
        }
        const auto is_on = parse_switch(text);
        if (!is_on) {
            auto words = switch_words;
            words.insert(words.begin() + 2, "2");
            return tl::unexpected{refuse_word(text, words)};
        }
        steps.resize(steps.size() + (*is_on ? 1 : 0));
    }
    return steps;
}

/// The value, or an empty text if it was omitted.
std::vector<std::string> resolve_joined_value(const std::string& text)
{
    const auto is_on = parse_switch(text);
    if (!is_on) {
        return {text};
    }
    return std::vector<std::string>(*is_on ? 1 : 0);
}

/// The texts for the binding; empty if the option is turned off.
Parsed<std::vector<std::string>> resolve(const Given& given)
{
    const auto& texts = given.texts;
    switch (given.option->binding.kind) {
    case Kind::flag:
        return resolve_flag(texts);
    case Kind::counter:
        return resolve_counter(texts);
    case Kind::repeated:
        return texts;
    case Kind::value:
    case Kind::optional_value:
    case Kind::joined_value:
        if (texts.size() > 1) {
            return tl::unexpected{std::string{"can be given only once"}};
        }
        return given.option->binding.kind == Kind::joined_value
                   ? resolve_joined_value(texts.front())
                   : texts;
    case Kind::help:
    case Kind::version:
    case Kind::config:
        break;
    }
    return {};
}

/// A given option with the texts for its binding.
struct Resolved {
    std::size_t index;
    Given given;
};

/// Leaves out options that are turned off.
std::vector<Resolved> resolve_all(const std::vector<Given>& given, std::vector<Misuse>& wrong)
{
    std::vector<Resolved> resolved;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto& one = given[i];
        auto texts = resolve(one);
        if (!texts) {
            wrong.push_back({i, fmt::format("{}: {}", one.origin, texts.error())});
        } else if (!texts->empty()) {
            resolved.push_back({i, {one.option, std::move(*texts), one.origin}});
        }
    }
    return resolved;
}

const Given* find(const std::vector<Resolved>& given, const std::string& name)
{
    const auto found = std::find_if(given.begin(), given.end(), [&name](const Resolved& one) {
        return one.given.option->name == name;
    });
    return found == given.end() ? nullptr : &found->given;
}

void check_together(const std::vector<Resolved>& given, std::vector<Misuse>& wrong)
{
    for (const auto& [index, one] : given) {
        for (const auto& name : one.option->excludes) {
            if (const auto* const other = find(given, name)) {
                wrong.push_back({index, fmt::format("{} excludes {}", one.origin, other->origin)});
            }
        }
        for (const auto& name : one.option->needs) {
            if (find(given, name) == nullptr) {
                wrong.push_back({index, fmt::format("{} requires {}", one.origin, name)});
            }
        }
    }
}

void take_options(const std::vector<Resolved>& given, std::vector<Misuse>& wrong)
{
    for (const auto& [index, one] : given) {
        for (const auto& text : one.texts) {
            if (const auto taken = one.option->binding.take(text); !taken) {
                wrong.push_back({index, fmt::format("{}: {}", one.origin, taken.error())});
            }
        }
    }
}

bool excludes(const Option& option, const Option& other)
{
    const auto& names = option.excludes;
    return std::find(names.begin(), names.end(), other.name) != names.end();
}

} // namespace

bool is_decided(const Option& option, const std::vector<Given>& given)
{
    return std::any_of(given.begin(), given.end(), [&option](const Given& other) {
        return other.option == &option || excludes(option, *other.option) ||
               excludes(*other.option, option);
    });
}

void add_undecided(std::vector<Given>& given, const std::vector<Given>& weaker)
{
    const auto stronger = given;
    std::copy_if(weaker.begin(), weaker.end(), std::back_inserter(given), [&](const Given& one) {
        return !is_decided(*one.option, stronger);
    });
}

std::vector<Misuse> apply(const std::vector<Given>& given)
{
    std::vector<Misuse> wrong;
    const auto resolved = resolve_all(given, wrong);
    check_together(resolved, wrong);
    take_options(resolved, wrong);
    return wrong;
}

} // namespace cb::cmd
