#include "base/collect.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parse/job.hpp"
#include "parse/manifest_stream.hpp"
#include "source_options.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace cb::cmd {

namespace {

struct Options {
    std::vector<std::string> files;
    parse::Format format = parse::Format::automatic;
    SourceOptions source;
};

/// Reads what is there, at most 64 KiB; empty at the end.
std::string read_some(int fd, const std::string& name)
{
    std::string chunk(65536, '\0');
    for (;;) {
        static_cast<void>(wait_readable(fd, std::nullopt));
        const auto got = ::read(fd, chunk.data(), chunk.size());
        if (got >= 0) {
            chunk.resize(static_cast<std::size_t>(got));
            return chunk;
        }
        if (errno != EINTR && errno != EAGAIN) {
            throw_errno("reading " + name);
        }
    }
}

/// Reads on until there is a line, or enough of one to tell what it is.
std::string read_start(int fd, const std::string& name)
{
    std::string start;
    while (start.size() < 65536 && start.find('\n') == std::string::npos) {
        const auto more = read_some(fd, name);
        if (more.empty()) {
            break;
        }
        start += more;
    }
    return start;
}

void report_rejected(Log& log, const Manifest& job)
{
    if (!job.parsed()) {
        return;
    }
    for (const auto& rejected : job.parsed()->rejected) {
        log.warning(fmt::format("{}: line {}, column {}: {}{}{}",
                                name_of(job),
                                rejected.line,
                                rejected.column,
                                rejected.field,
                                rejected.field.empty() ? "" : ": ",
                                rejected.reason));
    }
}

Exit parse_input(int fd, const std::string& name, const Options& options, Io& io)
{
    auto chunk = read_start(fd, name);
    if (parse::is_manifest_stream(chunk)) {
        ManifestReader reader{
            fd, name, io.log, ManifestReader::default_line_limit, std::move(chunk)};
        return run_stage(reader, io, [&](Manifest& job) {
            parse::parse_into(job, options.format);
            report_rejected(io.log, job);
        });
    }
    if (chunk.empty() && name == "stdin") {
        return Exit::done; // the stage before had nothing to do
    }
    parse::TextJob text{source_of(options.source, "local"), Config{}, options.format};
    for (; !chunk.empty(); chunk = read_some(fd, name)) {
        text.feed(chunk);
    }
    Exit worst = Exit::done;
    for (const auto& job : text.finish()) {
        report_rejected(io.log, job);
        worst = std::max(worst, emit(job, io));
    }
    return worst;
}

Exit run(const Options& options, Io& io)
{
    if (options.files.empty()) {
        return parse_input(io.in, "stdin", options, io);
    }
    Exit worst = Exit::done;
    for (const auto& file : options.files) {
        const Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!fd) {
            throw Error{
                Errc::usage,
                fmt::format("opening {}: {}", file, std::generic_category().message(errno))};
        }
        worst = std::max(worst, parse_input(fd.get(), file, options, io));
    }
    return worst;
}

constexpr auto examples = R"(
Examples:
  cb watch . | cb build | cb run | cb parse | cb store
  make bench | cb parse | cb store --db bench.db
  cb parse --repo mirage/index --commit 0123456789012345678901234567890123456789 old.log

Standard input, and each FILE, is a stream of manifests or the plain output of a benchmark; plain output becomes one
job, of the commit of the git work tree that we are in unless the options say otherwise. docs/parse.md, docs/formats.md)";

} // namespace

void add_parse(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub =
        app.add_subcommand("parse", "Find benchmark results in what benchmarks printed");
    sub->add_option("files", options->files, "FILE...  [default: standard input]")->type_name("");
    add_parsed(*sub,
               "--format",
               options->format,
               &parse::parse_format,
               "NAME  As which the text is read: docs/formats.md [default: auto]");
    add_source_options(*sub, options->source);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
