#pragma once

#include "manifest/sections.hpp"

#include <string_view>

/// How the enumerations are spelled in manifests, options and databases.
namespace cb {

[[nodiscard]] std::string_view to_word(Status status) noexcept;
[[nodiscard]] std::string_view to_word(Fault fault) noexcept;
[[nodiscard]] std::string_view to_word(Stage stage) noexcept;
[[nodiscard]] std::string_view to_word(Engine engine) noexcept;
[[nodiscard]] std::string_view to_word(Outcome outcome) noexcept;
[[nodiscard]] std::string_view to_word(Aslr aslr) noexcept;
[[nodiscard]] std::string_view to_word(HeldBy held_by) noexcept;
[[nodiscard]] std::string_view to_word(Verdict verdict) noexcept;
[[nodiscard]] std::string_view to_word(Direction direction) noexcept;

/// The value of that spelling: parse_word<Engine>("docker"). The error lists the words there are.
template <typename Enum> [[nodiscard]] Parsed<Enum> parse_word(std::string_view text);

template <> Parsed<Status> parse_word(std::string_view text);
template <> Parsed<Fault> parse_word(std::string_view text);
template <> Parsed<Stage> parse_word(std::string_view text);
template <> Parsed<Engine> parse_word(std::string_view text);
template <> Parsed<Outcome> parse_word(std::string_view text);
template <> Parsed<Aslr> parse_word(std::string_view text);
template <> Parsed<HeldBy> parse_word(std::string_view text);
template <> Parsed<Verdict> parse_word(std::string_view text);
template <> Parsed<Direction> parse_word(std::string_view text);

} // namespace cb
