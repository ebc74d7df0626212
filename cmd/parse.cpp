#include "base/collect.hpp"
#include "base/gzip.hpp"
#include "base/rewind.hpp"
#include "command.hpp"
#include "job_settings.hpp"
#include "json_option.hpp"
#include "options.hpp"
#include "parse/check.hpp"
#include "parse/job.hpp"
#include "parse/manifest_stream.hpp"
#include "source_options.hpp"
#include "stage.hpp"
#include "terminal/job_text.hpp"
#include "terminal/results_text.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace cb::cmd {

namespace {

struct Options {
    std::vector<std::string> files;
    std::optional<parse::Format> format = parse::Format::automatic; ///< nullopt: list the formats
    SourceOptions source;
    std::optional<std::string> config_name;
    OutputWish output = OutputWish::automatic;
    bool follow = false;
    bool check = false;
    bool strict = false;
    parse::Extent extent = parse::Extent::everything;
};

Parsed<std::optional<parse::Format>> parse_format_or_list(std::string_view text)
{
    if (text == "list") {
        return std::nullopt;
    }
    return parse::parse_format(text);
}

Group describe_reading(Options& options)
{
    return {
        "How the text is read",
        {
            {.name = "--format",
             .value = "NAME",
             .sentence = "Read the text as this format; list shows the names [default: auto]",
             .binding = once(options.format, &parse_format_or_list)},
            {.name = "--follow",
             .sentence = "Write a job for each result as soon as it is printed, instead of one job "
                         "at the end",
             .binding = set(options.follow),
             .no_key = "it is for the output of a benchmark, not for jobs"},
            {.name = "--check",
             .sentence = "Write no job but, for the author of a benchmark, what was found and what "
                         "is wrong where; exit with 3 if nothing can be used",
             .binding = set(options.check),
             .excludes = {"--follow"},
             .no_key = "it is for the author of a benchmark"},
            {.name = "--strict",
             .sentence = "With --check: exit with 3 if anything was rejected",
             .binding = set(options.strict),
             .needs = {"--check"},
             .no_key = "it is for the author of a benchmark"},
            {.name = "--measure-only",
             .sentence = "Take what cb run measured and ignore what the benchmark printed, which "
                         "may be nothing",
             .binding = set(options.extent, parse::Extent::measures)},
        },
    };
}

std::vector<Group> describe_options(Options& options)
{
    return {describe_reading(options),
            describe_json_option(options.output),
            describe_source_options(options.source, options.config_name)};
}

struct Input {
    int fd;
    std::string name;
};

/// Reads until there is a line, or enough of it to recognize the input.
std::string read_start(const Input& input)
{
    std::string start;
    while (start.size() < 65536 && start.find('\n') == std::string::npos) {
        const auto more = read_some(input.fd, input.name);
        if (more.empty()) {
            break;
        }
        start += more;
    }
    return start;
}

Exit emit_all(const std::vector<Manifest>& jobs, const JobOutput& output, Io& io)
{
    Exit worst = Exit::done;
    for (const auto& job : jobs) {
        report_rejected(io.log, job);
        worst = std::max(worst, emit(job, output, io));
    }
    return worst;
}

/// What was found in a job, for people.
std::string describe(const Manifest& job, const TextStyle& style)
{
    if (!job.parsed()) {
        return job.failure() ? terminal::to_failure_line(job, style)
                             : terminal::to_job_line(job, style);
    }
    return terminal::to_reading_line(job, style) + terminal::to_results_table(job, style);
}

JobOutput make_output(const Options& options, Io& io)
{
    return {options.output, [&io](const Manifest& job) { return describe(job, io.style()); }, io};
}

Source source_here(const Options& options, Io& io)
{
    return git::source_at(".", options.source, "local", io.log);
}

Config config_of(const Options& options)
{
    Config config;
    config.name = options.config_name.value_or(config.name);
    return config;
}

/// The start of a text, kept in a file to show the places of problems in it.
class TextCopy {
public:
    explicit TextCopy(const Input& input) : name_{input.name} {}

    void add(std::string_view chunk)
    {
        constexpr std::uint64_t max_bytes = 1ULL << 30U;
        if (size_bytes_ + chunk.size() <= max_bytes) {
            size_bytes_ += chunk.size();
            write_all(file_.get(), chunk, name_);
        }
    }

    /// The problems of a job, each with its place.
    [[nodiscard]] std::string show(const Manifest& job) const
    {
        if (!job.parsed()) {
            return "";
        }
        const auto& rejected = job.parsed()->rejected;
        parse::Excerpts excerpts{rejected};
        rewind(file_.get(), name_);
        std::string chunk;
        while (excerpts.wants_more() &&
               !(chunk = read_some(file_.get(), name_, std::move(chunk))).empty()) {
            excerpts.feed(chunk);
        }
        return parse::to_problems_text(rejected, excerpts, name_);
    }

private:
    std::string name_;
    Fd file_ = make_unnamed_file();
    std::uint64_t size_bytes_ = 0;
};

/// The jobs of a text, given its start, written at its end.
Exit parse_text(const Input& input, std::string chunk, const Options& options, Io& io)
{
    parse::TextJob text{source_here(options, io), config_of(options), *options.format};
    std::optional<TextCopy> copy;
    if (audience_of(options.output, io.out) == Audience::people) {
        copy.emplace(input);
    }
    for (; !chunk.empty(); chunk = read_some(input.fd, input.name, std::move(chunk))) {
        text.feed(chunk);
        if (copy) {
            copy->add(chunk);
        }
    }
    const auto jobs = text.finish();
    if (!copy) {
        return emit_all(jobs, make_output(options, io), io);
    }
    Exit worst = Exit::done;
    for (const auto& job : jobs) {
        print(io, in_charset(copy->show(job), io.style().charset));
        worst = std::max(worst, emit(job, make_output(options, io), io));
    }
    return worst;
}

/// The jobs of a text, given its start, each written as soon as it is found.
Exit follow_text(const Input& input, std::string chunk, const Options& options, Io& io)
{
    parse::FollowedText text{source_here(options, io), config_of(options), *options.format};
    const auto output = make_output(options, io);
    Exit worst = Exit::done;
    for (; !chunk.empty(); chunk = read_some(input.fd, input.name, std::move(chunk))) {
        text.feed(chunk);
        worst = std::max(worst, emit_all(text.take(), output, io));
    }
    return std::max(worst, emit_all(text.finish(), output, io));
}

/// The options of a job; those of the command line list the formats elsewhere.
Options checked(const Options& options)
{
    if (!options.format) {
        throw Error{Errc::usage, "parse.format: list is not a format"};
    }
    return options;
}

Exit parse_input(const Input& given, const Options& options, Io& io)
{
    auto input = given;
    if (input.fd == io.in) {
        announce_input(io, "results or jobs");
    }
    auto chunk = read_start(input);
    Fd text;
    if (is_gzip(chunk)) { // once, because a gzip file can contain itself
        text = gunzipped(std::move(chunk), input.fd, input.name);
        input.fd = text.get();
        chunk = read_start(input);
    }
    if (parse::is_manifest_stream(chunk)) {
        ManifestReader reader{
            input.fd, input.name, io.log, ManifestReader::default_line_limit, std::move(chunk)};
        StageProgress progress{"parsing", io};
        JobSettings<Options, Options> settings{
            Stage::parse, &describe_options, options, io.given, &checked};
        return run_stage(reader, io, progress, make_output(options, io), [&](Manifest& job) {
            settings.work(
                job, [&](const Options& its) { parse::parse_into(job, *its.format, its.extent); });
            report_rejected(io.log, job);
        });
    }
    if (chunk.empty() && input.fd == io.in) {
        return Exit::done; // the previous stage had nothing to do
    }
    return options.follow ? follow_text(input, std::move(chunk), options, io)
                          : parse_text(input, std::move(chunk), options, io);
}

Exit check_input(const Input& input, const Options& options, Io& io)
{
    const auto checked = parse::check(input.fd, input.name, *options.format);
    write_all(io.out, checked.report, "standard output");
    const bool is_rejected = options.strict && !all_rejected(checked.found).empty();
    const bool is_bad = !has_results(checked.found) || is_rejected;
    return is_bad ? Exit::bad_input : Exit::done;
}

Exit list_formats(Io& io)
{
    std::string text;
    for (const auto& format : parse::list_formats()) {
        text += fmt::format("{:<24} {}\n", format.name, format.description);
    }
    write_all(io.out, text, "standard output");
    return Exit::done;
}

/// Throws Error{usage} if the path names no file, because that is a typing error.
Fd open_input(const std::string& file)
{
    Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    int problem = fd ? 0 : errno;
    struct stat status {};
    if (fd && ::fstat(fd.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
        problem = EISDIR;
    }
    if (problem != 0) {
        throw Error{Errc::usage,
                    fmt::format("opening {}: {}", file, std::generic_category().message(problem))};
    }
    return fd;
}

Exit run(const Options& options, Io& io)
{
    if (!options.format) {
        return list_formats(io);
    }
    const auto read = options.check ? &check_input : &parse_input;
    if (options.files.empty()) {
        return read({io.in, "stdin"}, options, io);
    }
    Exit worst = Exit::done;
    for (const auto& file : options.files) {
        const Fd fd = open_input(file);
        worst = std::max(worst, read({fd.get(), file}, options, io));
    }
    return worst;
}

constexpr auto examples = R"(  cb watch . | cb build | cb run | cb parse | cb store
  make bench | cb parse | cb store --db bench.db
  cb parse --repo mirage/index --commit 0123456789012345678901234567890123456789 old.log
  ./my-bench | cb parse --check --strict        what cb understands of it, and what not
  cb parse --format list                        the formats
)";

} // namespace

Command describe_parse()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "parse",
        .purpose = "Find benchmark results in what benchmarks printed",
        .words = Words{.value = "FILE...",
                       .sentence = "Read these files [default: standard input]",
                       .take = each(options->files, &parse_any).take},
        .groups = describe_options(*options),
        .examples = examples,
        .notes = "Standard input, and each FILE, is a stream of manifests or the plain output of a "
                 "benchmark; plain output becomes one job, of the commit of the git work tree that "
                 "we are in unless the options say otherwise. docs/formats.md,",
        .page = "parse.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
