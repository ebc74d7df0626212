#include "manifest/words.hpp"

#include <fmt/format.h>

#include <array>

namespace cb {

namespace {

template <typename Enum> struct Word {
    Enum value;
    std::string_view text;
};

constexpr std::array statuses{Word<Status>{Status::ok, "ok"},
                              Word<Status>{Status::failed, "failed"}};
constexpr std::array faults{Word<Fault>{Fault::commit, "commit"},
                            Word<Fault>{Fault::machine, "machine"}};
constexpr std::array stages{Word<Stage>{Stage::watch, "watch"},
                            Word<Stage>{Stage::build, "build"},
                            Word<Stage>{Stage::run, "run"},
                            Word<Stage>{Stage::parse, "parse"},
                            Word<Stage>{Stage::store, "store"}};
constexpr std::array engines{Word<Engine>{Engine::docker, "docker"},
                             Word<Engine>{Engine::podman, "podman"},
                             Word<Engine>{Engine::native, "native"}};
constexpr std::array outcomes{Word<Outcome>{Outcome::ok, "ok"},
                              Word<Outcome>{Outcome::exit, "exit"},
                              Word<Outcome>{Outcome::signal, "signal"},
                              Word<Outcome>{Outcome::timeout, "timeout"},
                              Word<Outcome>{Outcome::cpu_limit, "cpu_limit"},
                              Word<Outcome>{Outcome::oom, "oom"},
                              Word<Outcome>{Outcome::output_limit, "output_limit"},
                              Word<Outcome>{Outcome::disk_limit, "disk_limit"},
                              Word<Outcome>{Outcome::engine, "engine"}};
constexpr std::array aslr_states{Word<Aslr>{Aslr::off_verified, "off_verified"},
                                 Word<Aslr>{Aslr::requested_but_on, "requested_but_on"},
                                 Word<Aslr>{Aslr::on, "on"}};
constexpr std::array holders{Word<HeldBy>{HeldBy::cpuset, "cpuset"},
                             Word<HeldBy>{HeldBy::filter, "filter"},
                             Word<HeldBy>{HeldBy::request, "request"}};
constexpr std::array verdicts{Word<Verdict>{Verdict::clean, "clean"},
                              Word<Verdict>{Verdict::suspect, "suspect"},
                              Word<Verdict>{Verdict::invalid, "invalid"}};
constexpr std::array directions{Word<Direction>{Direction::lower, "lower"},
                                Word<Direction>{Direction::higher, "higher"},
                                Word<Direction>{Direction::unknown, "unknown"}};

template <typename Words, typename Enum>
std::string_view word_of(const Words& words, Enum value) noexcept
{
    for (const auto& word : words) {
        if (word.value == value) {
            return word.text;
        }
    }
    return "";
}

template <typename Enum, typename Words>
Parsed<Enum> value_of(const Words& words, std::string_view text)
{
    std::string known;
    for (const auto& word : words) {
        if (word.text == text) {
            return word.value;
        }
        known += (known.empty() ? "" : ", ") + std::string{word.text};
    }
    return tl::unexpected{fmt::format("\"{:.80}\" is not one of {}", text, known)};
}

} // namespace

std::string_view to_word(Status status) noexcept
{
    return word_of(statuses, status);
}
std::string_view to_word(Fault fault) noexcept
{
    return word_of(faults, fault);
}
std::string_view to_word(Stage stage) noexcept
{
    return word_of(stages, stage);
}
std::string_view to_word(Engine engine) noexcept
{
    return word_of(engines, engine);
}
std::string_view to_word(Outcome outcome) noexcept
{
    return word_of(outcomes, outcome);
}
std::string_view to_word(Aslr aslr) noexcept
{
    return word_of(aslr_states, aslr);
}
std::string_view to_word(HeldBy held_by) noexcept
{
    return word_of(holders, held_by);
}
std::string_view to_word(Verdict verdict) noexcept
{
    return word_of(verdicts, verdict);
}
std::string_view to_word(Direction direction) noexcept
{
    return word_of(directions, direction);
}

template <> Parsed<Status> parse_word(std::string_view text)
{
    return value_of<Status>(statuses, text);
}
template <> Parsed<Fault> parse_word(std::string_view text)
{
    return value_of<Fault>(faults, text);
}
template <> Parsed<Stage> parse_word(std::string_view text)
{
    return value_of<Stage>(stages, text);
}
template <> Parsed<Engine> parse_word(std::string_view text)
{
    return value_of<Engine>(engines, text);
}
template <> Parsed<Outcome> parse_word(std::string_view text)
{
    return value_of<Outcome>(outcomes, text);
}
template <> Parsed<Aslr> parse_word(std::string_view text)
{
    return value_of<Aslr>(aslr_states, text);
}
template <> Parsed<HeldBy> parse_word(std::string_view text)
{
    return value_of<HeldBy>(holders, text);
}
template <> Parsed<Verdict> parse_word(std::string_view text)
{
    return value_of<Verdict>(verdicts, text);
}
template <> Parsed<Direction> parse_word(std::string_view text)
{
    return value_of<Direction>(directions, text);
}

} // namespace cb
