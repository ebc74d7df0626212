#pragma once

#include "json/fields.hpp"
#include "manifest/sections.hpp"
#include "manifest/usage_fields.hpp"

#include <tuple>
#include <utility>

/// The members of each section, described once, in the order in which they are written. Only .cpp
/// files include this header, because simdjson takes seconds to compile.
namespace cb {

template <>
inline constexpr auto fields<Pull> = std::tuple{required("number", &Pull::number),
                                                required("title", &Pull::title),
                                                required("author", &Pull::author),
                                                required("base", &Pull::base),
                                                optional("base_commit", &Pull::base_commit),
                                                optional("head_repo", &Pull::head_repo),
                                                optional("trusted", &Pull::trusted)};

template <>
inline constexpr auto fields<Source> =
    std::tuple{Field<Source, std::string>{"repo", &Source::repo, Rule::filled},
               optional("url", &Source::url),
               optional("commit", &Source::commit),
               optional("parents", &Source::parents),
               sparse("position", &Source::position),
               sparse("dirty", &Source::dirty),
               optional("branch", &Source::branch),
               optional("tag", &Source::tag),
               optional("pull", &Source::pull),
               optional("author", &Source::author),
               optional("authored_at", &Source::authored_at),
               optional("committed_at", &Source::committed_at),
               optional("subject", &Source::subject),
               sparse("perf_expected", &Source::perf_expected)};

/// One text is a string, several are an array of strings.
void read_json(const JsonMember& member, JobOptions& options);
void write_json(JsonWriter& json, const JobOptions& options);

template <>
inline constexpr auto fields<Config> = std::tuple{optional("name", &Config::name),
                                                  optional("command", &Config::command),
                                                  sparse("options", &Config::options),
                                                  optional("worker", &Config::worker)};

template <>
inline constexpr auto fields<Failure> = std::tuple{required("stage", &Failure::stage),
                                                   required("reason", &Failure::reason),
                                                   required("message", &Failure::message),
                                                   optional("fault", &Failure::fault)};

template <>
inline constexpr auto fields<Build> = std::tuple{required("engine", &Build::engine),
                                                 required("image", &Build::image),
                                                 optional("dockerfile", &Build::dockerfile),
                                                 optional("base", &Build::base),
                                                 optional("content", &Build::content),
                                                 optional("equal_to", &Build::equal_to),
                                                 optional("cached", &Build::cached),
                                                 required("wall_s", &Build::wall_s),
                                                 optional("lock_wait_s", &Build::lock_wait_s),
                                                 optional("log", &Build::log)};

template <>
inline constexpr auto fields<Pins> = std::tuple{optional("held_by", &Pins::held_by),
                                                optional("cpus", &Pins::cpus),
                                                optional("mems", &Pins::mems),
                                                optional("shm_bytes", &Pins::shm),
                                                optional("shm_policy", &Pins::shm_policy),
                                                required("aslr", &Pins::aslr),
                                                optional("placed_bytes", &Pins::placed_bytes)};

/// usage_fields.hpp describes the figures.
template <std::size_t... Seconds, std::size_t... Counts>
[[nodiscard]] constexpr auto fields_of_usage(std::index_sequence<Seconds...> /*seconds*/,
                                             std::index_sequence<Counts...> /*counts*/)
{
    return std::tuple{optional(seconds_of_usage[Seconds].name, seconds_of_usage[Seconds].figure)...,
                      optional(counts_of_usage[Counts].name, counts_of_usage[Counts].figure)...,
                      optional("unavailable", &Usage::unavailable)};
}
template <>
inline constexpr auto
    fields<Usage> = fields_of_usage(std::make_index_sequence<seconds_of_usage.size()>{},
                                    std::make_index_sequence<counts_of_usage.size()>{});

template <>
inline constexpr auto fields<FitnessReason> =
    std::tuple{required("code", &FitnessReason::code),
               required("weight", &FitnessReason::weight),
               optional("value", &FitnessReason::value),
               optional("threshold", &FitnessReason::threshold),
               optional("unit", &FitnessReason::unit),
               optional("detail", &FitnessReason::detail)};

template <>
inline constexpr auto fields<Fitness> = std::tuple{required("verdict", &Fitness::verdict),
                                                   optional("reasons", &Fitness::reasons),
                                                   optional("unavailable", &Fitness::unavailable)};

template <>
inline constexpr auto fields<Host> = std::tuple{required("key", &Host::key),
                                                required("name", &Host::name),
                                                required("cpu", &Host::cpu),
                                                required("kernel", &Host::kernel),
                                                required("cpus_online", &Host::cpus_online),
                                                required("memory_bytes", &Host::memory_bytes),
                                                optional("facts", &Host::facts)};

template <>
inline constexpr auto fields<Iteration> = std::tuple{optional("started_at", &Iteration::started_at),
                                                     required("wall_s", &Iteration::wall_s),
                                                     required("outcome", &Iteration::outcome),
                                                     optional("exit_code", &Iteration::exit_code),
                                                     optional("signal", &Iteration::signal),
                                                     optional("verdict", &Iteration::verdict),
                                                     required("usage", &Iteration::usage)};

template <>
inline constexpr auto fields<Stopping> = std::tuple{required("rule", &Stopping::rule),
                                                    required("reason", &Stopping::reason),
                                                    optional("low_s", &Stopping::low_s),
                                                    optional("high_s", &Stopping::high_s),
                                                    optional("confidence", &Stopping::confidence)};

template <>
inline constexpr auto fields<Against> = std::tuple{required("image", &Against::image),
                                                   optional("digest", &Against::digest),
                                                   required("seed", &Against::seed),
                                                   required("order", &Against::order),
                                                   required("verdict", &Against::verdict),
                                                   optional("log_ratio", &Against::log_ratio),
                                                   optional("low", &Against::low),
                                                   optional("high", &Against::high),
                                                   optional("confidence", &Against::confidence),
                                                   optional("noise_floor", &Against::noise_floor),
                                                   optional("iterations", &Against::iterations)};

template <>
inline constexpr auto fields<ResultsFile> = std::tuple{required("path", &ResultsFile::path),
                                                       optional("content", &ResultsFile::content),
                                                       optional("problem", &ResultsFile::problem)};

template <>
inline constexpr auto fields<Run> = std::tuple{required("engine", &Run::engine),
                                               required("image", &Run::image),
                                               optional("argv", &Run::argv),
                                               optional("started_at", &Run::started_at),
                                               optional("wall_s", &Run::wall_s),
                                               optional("overhead_s", &Run::overhead_s),
                                               optional("lock_wait_s", &Run::lock_wait_s),
                                               optional("exit_code", &Run::exit_code),
                                               optional("signal", &Run::signal),
                                               required("outcome", &Run::outcome),
                                               required("pins", &Run::pins),
                                               required("usage", &Run::usage),
                                               required("fitness", &Run::fitness),
                                               required("host", &Run::host),
                                               optional("provenance", &Run::provenance),
                                               optional("warmup", &Run::warmup),
                                               optional("retried", &Run::retried),
                                               optional("stopping", &Run::stopping),
                                               optional("against", &Run::against),
                                               optional("iterations", &Run::iterations),
                                               optional("files", &Run::files),
                                               required("output", &Run::output),
                                               optional("error_output", &Run::error_output),
                                               optional("output_truncated", &Run::output_truncated),
                                               optional("log", &Run::log)};

template <>
inline constexpr auto fields<Rejected> = std::tuple{required("line", &Rejected::line),
                                                    required("column", &Rejected::column),
                                                    optional("field", &Rejected::field),
                                                    required("reason", &Rejected::reason)};

template <>
inline constexpr auto fields<ParseFacts> = std::tuple{required("format", &ParseFacts::format),
                                                      required("found", &ParseFacts::found),
                                                      optional("rejected", &ParseFacts::rejected),
                                                      sparse("read_at", &ParseFacts::read_at)};

template <>
inline constexpr auto fields<Result> =
    std::tuple{required("benchmark", &Result::benchmark),
               required("test", &Result::test),
               required("metric", &Result::metric),
               optional("unit", &Result::unit),
               sparse("printed_units", &Result::printed_units), // a job may have very many results
               optional("direction", &Result::direction),
               optional("description", &Result::description),
               optional("values", &Result::values),
               optional("summary", &Result::summary),
               optional("lines", &Result::lines),
               optional("labels", &Result::labels)};

template <>
inline constexpr auto fields<Stored> = std::tuple{required("backend", &Stored::backend),
                                                  required("new", &Stored::is_new),
                                                  optional("replaced", &Stored::is_replaced)};

/// By hand: the version is checked first, the failure counts only if the job failed, and another
/// store's answer is ignored.
template <>
inline constexpr auto fields<Members> =
    std::tuple{Field<Members, std::uint64_t>{"cb", &Members::cb, Rule::by_hand},
               required("job", &Members::job),
               optional("work", &Members::work),
               optional("attempt", &Members::attempt),
               optional("asked_at", &Members::asked_at),
               optional("worker", &Members::worker),
               required("status", &Members::status),
               Field<Members, std::optional<Failure>>{"failure", &Members::failure, Rule::by_hand},
               required("source", &Members::source),
               optional("config", &Members::config),
               optional("build", &Members::build),
               optional("run", &Members::run),
               optional("parse", &Members::parse),
               optional("results", &Members::results),
               Field<Members, std::optional<Stored>>{"store", &Members::store, Rule::by_hand}};

// Types specific to manifests.

template <typename T> void read_json(const JsonMember& member, Open<T>& open)
{
    if (const auto text = member.text()) {
        open = Open<T>::read(*text);
    }
}
template <typename T> void write_json(JsonWriter& json, const Open<T>& open)
{
    json.value(open.text());
}

/// An integer, not "4G" as on a command line.
inline void read_json(const JsonMember& member, std::optional<Bytes>& bytes)
{
    std::uint64_t count = 0;
    read_json(member, count);
    bytes = Bytes{count};
}
inline void write_json(JsonWriter& json, const Bytes& bytes)
{
    json.value(bytes.count());
}

inline void write_json(JsonWriter& json, const CommitId& commit)
{
    json.value(commit.hex());
}
template <typename Kind> void write_json(JsonWriter& json, const IdSet<Kind>& set)
{
    json.value(set.to_string());
}

/// Older manifests have plain codes without figures; such a list is still read.
void read_json(const JsonMember& member, std::vector<FitnessReason>& reasons);

} // namespace cb
