#include "catch.hpp"
#include "manifest/words.hpp"

using namespace cb;

namespace {

template <typename Enum> void check_words(std::initializer_list<std::pair<Enum, std::string>> words)
{
    for (const auto& [value, word] : words) {
        CHECK(to_word(value) == word);
        CHECK(parse_word<Enum>(word) == value);
    }
    CHECK_FALSE(parse_word<Enum>("").has_value());
    CHECK_FALSE(parse_word<Enum>("OK").has_value());
}

} // namespace

TEST_CASE("each value of an enumeration has one word, and the word gives the value")
{
    check_words<Status>({{Status::ok, "ok"}, {Status::failed, "failed"}});
    check_words<Fault>({{Fault::commit, "commit"}, {Fault::machine, "machine"}});
    check_words<Stage>({{Stage::watch, "watch"},
                        {Stage::build, "build"},
                        {Stage::run, "run"},
                        {Stage::parse, "parse"},
                        {Stage::store, "store"}});
    check_words<Engine>(
        {{Engine::docker, "docker"}, {Engine::podman, "podman"}, {Engine::native, "native"}});
    check_words<Outcome>({{Outcome::ok, "ok"},
                          {Outcome::exit, "exit"},
                          {Outcome::signal, "signal"},
                          {Outcome::timeout, "timeout"},
                          {Outcome::oom, "oom"},
                          {Outcome::output_limit, "output_limit"},
                          {Outcome::engine, "engine"}});
    check_words<Aslr>({{Aslr::off_verified, "off_verified"},
                       {Aslr::requested_but_on, "requested_but_on"},
                       {Aslr::on, "on"}});
    check_words<Verdict>(
        {{Verdict::clean, "clean"}, {Verdict::suspect, "suspect"}, {Verdict::invalid, "invalid"}});
    check_words<Direction>({{Direction::lower, "lower"},
                            {Direction::higher, "higher"},
                            {Direction::unknown, "unknown"}});
}

TEST_CASE("a word that is none is told with those that there are")
{
    CHECK(parse_word<Engine>("dokcer").error() ==
          "\"dokcer\" is not one of docker, podman, native");
    CHECK(parse_word<Status>(std::string(1000, 'x')).error().size() < 200);
}
