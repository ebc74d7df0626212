#pragma once

#include "parse/collector.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct XML_ParserStruct;

namespace cb::parse {

/// Reads one XML document of Catch2 line by line: the output of its XML reporter,
/// catch_reporter_xml.cpp of versions 2 and 3. The input is untrusted: no document type, so no
/// entities; bounded memory; linear time.
class Catch2Document {
public:
    /// `line` is the number of the first line passed.
    explicit Catch2Document(std::uint64_t line);
    Catch2Document(const Catch2Document&) = delete;
    Catch2Document& operator=(const Catch2Document&) = delete;
    ~Catch2Document();

    /// `number` increases; lines in between may be omitted.
    void read(std::string_view line, std::uint64_t number, Collector& collector);
    /// Ends the input and reports what is still open.
    void finish(Collector& collector);
    /// Whether the document has ended, or is not from Catch2.
    [[nodiscard]] bool is_done() const { return is_done_; }
    [[nodiscard]] bool is_begun() const { return depth_ > 0; }

private:
    using Attributes = std::map<std::string_view, std::string_view>;
    struct Benchmark {
        std::string name{};
        std::uint64_t line = 1;
        std::map<std::string, double> summary{};
        bool is_rejected = false;
    };
    struct Handlers;
    struct Freed {
        void operator()(XML_ParserStruct* parser) const noexcept;
    };

    void pass_to(std::uint64_t number, Collector& collector);
    void feed(Collector& collector);
    void start(std::string_view element, const Attributes& attributes);
    void end(std::string_view element);
    void read_mean(const Attributes& attributes);
    void read_deviation(const Attributes& attributes);
    void read_number(const Attributes& attributes, const char* attribute, const char* name);
    void end_benchmark();
    void stop(std::string reason);
    void reject(std::uint64_t line, std::string field, std::string reason);
    [[nodiscard]] std::string path() const;
    [[nodiscard]] std::uint64_t line() const;

    std::unique_ptr<XML_ParserStruct, Freed> parser_;
    Collector* collector_ = nullptr; ///< while reading
    std::uint64_t first_line_, last_line_;
    std::string text_{};               ///< what the parser has not yet received
    std::size_t unfinished_ = 0;       ///< how much of an unfinished tag it has received
    std::size_t depth_ = 0;            ///< number of open elements
    std::vector<std::string> names_{}; ///< of the test case and its sections
    std::optional<Benchmark> benchmark_{};
    std::string problem_{}; ///< why the parser stopped; empty: not a document of Catch2
    bool has_progress_ = false, is_done_ = false;
};

} // namespace cb::parse
