#include "option.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cb::cmd {

std::string value_name(const Option& option)
{
    return option.value.empty() ? fmt::format("{}", fmt::join(option.binding.words, "|"))
                                : option.value;
}

std::string to_usage(const Option& option)
{
    const auto value = value_name(option);
    switch (option.binding.kind) {
    case Kind::optional_value:
        return fmt::format("{} [{}]", option.name, value);
    case Kind::joined_value:
        return fmt::format("{}[={}]", option.name, value);
    default:
        return value.empty() ? option.name : fmt::format("{} {}", option.name, value);
    }
}

bool takes_path(const Option& option)
{
    return option.value == "FILE" || option.value == "DIR";
}

bool has_variable(const Option& option)
{
    const auto kind = option.binding.kind;
    return kind != Kind::help && kind != Kind::version && kind != Kind::config;
}

Binding each(Take take)
{
    return {Kind::repeated, std::move(take), {}};
}

std::string refuse_word(std::string_view text, const std::vector<std::string>& words)
{
    constexpr std::size_t max_shown = 80;
    return fmt::format(
        "\"{}\" is not one of {}", printable(text, max_shown), fmt::join(words, ", "));
}

} // namespace cb::cmd
