#include "parse/formats/catch2_document.hpp"

#include "base/utf8.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expat.h>
#include <new>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::size_t max_depth = 1000;
constexpr std::size_t max_tag_bytes = 1U << 20U;

} // namespace

void Catch2Document::Freed::operator()(XML_ParserStruct* parser) const noexcept
{
    XML_ParserFree(parser);
}

/// The callbacks of the parser.
struct Catch2Document::Handlers {
    static Catch2Document& document(void* self) { return *static_cast<Catch2Document*>(self); }

    static void start(void* self, const char* name, const char** words)
    {
        document(self).has_progress_ = true;
        Attributes attributes;
        for (; *words != nullptr; words += 2) {
            attributes.emplace(words[0], words[1]);
        }
        document(self).start(name, attributes);
    }

    static void end(void* self, const char* name)
    {
        document(self).has_progress_ = true;
        document(self).end(name);
    }

    /// Text, comments, and the declaration. With this handler set, entities are not expanded.
    static void other(void* self, const char* /*text*/, int /*size*/)
    {
        document(self).has_progress_ = true;
    }

    /// Without a document type there are no entities defined by the document.
    static void document_type(void* self,
                              const char* /*name*/,
                              const char* /*system*/,
                              const char* /*publik*/,
                              int /*has_internal*/)
    {
        document(self).stop("a document type is not allowed");
    }
};

Catch2Document::Catch2Document(std::uint64_t line)
    : parser_{XML_ParserCreate("UTF-8")}, first_line_{line}, last_line_{line - 1}
{
    if (!parser_) {
        throw std::bad_alloc{};
    }
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Handlers::start, &Handlers::end);
    XML_SetDefaultHandler(parser_.get(), &Handlers::other);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Handlers::document_type);
    XML_SetParamEntityParsing(parser_.get(), XML_PARAM_ENTITY_PARSING_NEVER);
}

Catch2Document::~Catch2Document() = default;

/// The parser rereads an incomplete tag from its start with each piece. So it waits until it has
/// received as much text again, which keeps the total linear.
void Catch2Document::read(std::string_view line, std::uint64_t number, Collector& collector)
{
    pass_to(number, collector);
    last_line_ = number;
    if (is_done_) {
        return;
    }
    text_ += is_utf8(line) ? std::string{line} : to_utf8(line);
    text_ += '\n';
    if (text_.size() >= unfinished_) {
        feed(collector);
    }
}

/// Passes an empty line to the parser for each line not shown, so that it counts them.
void Catch2Document::pass_to(std::uint64_t number, Collector& collector)
{
    constexpr std::uint64_t max_lines_at_once = 4096;
    for (auto missing = number - last_line_ - 1; missing > 0 && !is_done_;) {
        const auto lines = std::min(missing, max_lines_at_once);
        text_.append(static_cast<std::size_t>(lines), '\n');
        missing -= lines;
        if (text_.size() >= unfinished_) {
            feed(collector);
        }
    }
}

void Catch2Document::feed(Collector& collector)
{
    collector_ = &collector;
    has_progress_ = false;
    const auto size = text_.size();
    const auto status = XML_Parse(parser_.get(), text_.data(), static_cast<int>(size), XML_FALSE);
    text_.clear();
    unfinished_ = has_progress_ ? 0 : unfinished_ + size;
    if (status == XML_STATUS_OK && unfinished_ > max_tag_bytes) {
        stop("a tag is longer than may be");
    }
    if (!is_done_ && status != XML_STATUS_OK) {
        problem_ =
            fmt::format("not valid XML: {}", XML_ErrorString(XML_GetErrorCode(parser_.get())));
        is_done_ = true;
    }
    // Text before Catch2's first element, or of another program, is not a result.
    if (is_done_ && !problem_.empty() && depth_ > 0) {
        collector.reject({.line = line(),
                          .column = XML_GetCurrentColumnNumber(parser_.get()) + 1,
                          .field = path(),
                          .reason = std::exchange(problem_, {})});
    }
}

void Catch2Document::finish(Collector& collector)
{
    if (!is_done_) {
        feed(collector);
    }
    if (!is_done_ && depth_ > 0) {
        is_done_ = true;
        collector.reject({.line = last_line_,
                          .column = 1,
                          .field = path(),
                          .reason = "the XML ends before its last element does"});
    }
}

void Catch2Document::start(std::string_view element, const Attributes& attributes)
{
    if (is_done_) {
        return;
    }
    if (depth_ == 0 && element != "Catch" && element != "Catch2TestRun") {
        stop("");
        return;
    }
    if (++depth_ > max_depth) {
        stop("elements are nested too deep");
        return;
    }
    const auto name = attributes.find("name");
    auto own = name == attributes.end() ? std::string{} : to_name(name->second);
    if (element == "TestCase") {
        names_ = {std::move(own)};
    } else if (element == "Section") {
        names_.push_back(std::move(own));
    } else if (element == "BenchmarkResults") {
        benchmark_ = Benchmark{.name = std::move(own), .line = line()};
    } else if (benchmark_ && element == "mean") {
        read_mean(attributes);
    } else if (benchmark_ && element == "standardDeviation") {
        read_deviation(attributes);
    } else if (benchmark_ && element == "failed") {
        const auto message = attributes.find("message");
        benchmark_->is_rejected = true;
        reject(line(),
               path(),
               fmt::format("the benchmark failed: {:.200}",
                           message == attributes.end() ? "" : message->second));
    }
}

void Catch2Document::end(std::string_view element)
{
    if (is_done_) {
        return;
    }
    --depth_;
    if (element == "BenchmarkResults") {
        end_benchmark();
    } else if ((element == "Section" || element == "TestCase") && !names_.empty()) {
        names_.pop_back();
    } else if (depth_ == 0) {
        is_done_ = true;
    }
}

void Catch2Document::read_mean(const Attributes& attributes)
{
    read_number(attributes, "value", "avg");
    read_number(attributes, "lowerBound", "low_mean");
    read_number(attributes, "upperBound", "high_mean");
}

void Catch2Document::read_deviation(const Attributes& attributes)
{
    read_number(attributes, "value", "stddev");
    read_number(attributes, "lowerBound", "low_stddev");
    read_number(attributes, "upperBound", "high_stddev");
}

void Catch2Document::read_number(const Attributes& attributes,
                                 const char* attribute,
                                 const char* name)
{
    const auto at = attributes.find(attribute);
    if (at == attributes.end()) {
        return;
    }
    if (const auto value = parse_finite(at->second)) {
        benchmark_->summary.emplace(name, *value);
    } else {
        benchmark_->is_rejected = benchmark_->is_rejected || std::string_view{name} == "avg";
        reject(line(), fmt::format("{}/{}", path(), name), value.error());
    }
}

void Catch2Document::end_benchmark()
{
    if (!benchmark_) {
        return;
    }
    const auto field = path();
    auto benchmark = std::move(*std::exchange(benchmark_, {}));
    if (benchmark.is_rejected) {
        return;
    }
    if (benchmark.summary.count("avg") == 0) {
        reject(benchmark.line, field, "has no mean");
        return;
    }
    auto result = make_result(make_test(benchmark.name, names_.empty() ? "default" : path()),
                              {"time", "ns", Direction::lower});
    result.summary = std::move(benchmark.summary);
    result.lines = {{benchmark.line, line()}};
    collector_->add_or_reject(std::move(result), field);
}

/// Ignores the rest of the document.
void Catch2Document::stop(std::string reason)
{
    problem_ = std::move(reason);
    is_done_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
}

void Catch2Document::reject(std::uint64_t line, std::string field, std::string reason)
{
    collector_->reject(
        {.line = line, .column = 1, .field = std::move(field), .reason = std::move(reason)});
}

/// The names of the open elements, outermost first.
std::string Catch2Document::path() const
{
    std::string path;
    for (const auto& name : names_) {
        path += path.empty() ? name : "/" + name;
        if (path.size() > Collector::max_name_bytes) {
            break; // too long for a name already
        }
    }
    if (benchmark_) {
        path += path.empty() ? benchmark_->name : "/" + benchmark_->name;
    }
    return to_name(path);
}

std::uint64_t Catch2Document::line() const
{
    return first_line_ + XML_GetCurrentLineNumber(parser_.get()) - 1;
}

} // namespace cb::parse
