#pragma once

#include "base/error.hpp"
#include "base/quantity.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Options whose text a parser of lib/ reads. CLI11's own number converters are not used: they
/// take "010" for 8 and "-1" for a huge size. Each option is an environment variable, too:
/// variables.hpp.
namespace cb::cmd {

/// An option that is given once at most.
template <typename T, typename Parse>
CLI::Option*
add_parsed(CLI::App& app, const std::string& name, T& target, Parse parse, const std::string& help)
{
    CLI::callback_t convert = [&target, parse, name](const CLI::results_t& texts) {
        const auto text = texts.empty() ? std::string{} : texts.front();
        auto value = parse(std::string_view{text});
        if (!value) {
            throw CLI::ValidationError{name, value.error()};
        }
        target = std::move(*value);
        return true;
    };
    return app.add_option(name, std::move(convert), help)->expected(1)->type_name("");
}

/// An option that may be given several times; `take(text)`, a Parsed<void>, gets each value.
template <typename Take>
CLI::Option* add_each(CLI::App& app, const std::string& name, Take take, const std::string& help)
{
    CLI::callback_t take_all = [take, name](const CLI::results_t& texts) {
        for (const auto& text : texts) {
            if (const Parsed<void> taken = take(std::string_view{text}); !taken) {
                throw CLI::ValidationError{name, taken.error()};
            }
        }
        return true;
    };
    return app.add_option(name, std::move(take_all), help)
        ->expected(1, CLI::detail::expected_max_vector_size)
        ->allow_extra_args(false)
        ->type_name("");
}

/// The same, for values that are kept in the order in which they were given.
template <typename T, typename Parse>
CLI::Option* add_repeated(CLI::App& app,
                          const std::string& name,
                          std::vector<T>& target,
                          Parse parse,
                          const std::string& help)
{
    const auto take = [&target, parse](std::string_view text) {
        return parse(text).map([&target](T value) { target.push_back(std::move(value)); });
    };
    return add_each(app, name, take, help);
}

/// For options that are text: only emptiness is wrong.
[[nodiscard]] Parsed<std::string> parse_text(std::string_view text);

/// The path of a directory that is there.
[[nodiscard]] Parsed<std::string> parse_directory(std::string_view text);

/// A size of memory: at least a page, because 0 means no limit to docker and to tmpfs(5).
[[nodiscard]] Parsed<Bytes> parse_memory_size(std::string_view text);

/// "NAME=VALUE". The name must be fit for an environment variable.
[[nodiscard]] Parsed<std::pair<std::string, std::string>> parse_assignment(std::string_view text);

} // namespace cb::cmd
