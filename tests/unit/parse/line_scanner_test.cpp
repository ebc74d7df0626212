#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/line_scanner.hpp"

#include <fmt/format.h>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// Records the lines that it is shown. After "every" it wants all following lines, until "some".
class LineRecorder final : public LineFormat {
public:
    explicit LineRecorder(std::vector<std::string>& seen) : seen_{seen} {}

    [[nodiscard]] bool may_begin(char first) const override { return first == 'B' || first == 'e'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& /*collector*/) override
    {
        seen_.push_back(fmt::format("{} {} < {}", line.number, line.text, line.previous));
        if (line.text == "every") {
            next_ = Next::every;
        } else if (line.text == "some") {
            next_ = Next::some;
        }
        return next_;
    }

    void finish(Collector& /*collector*/) override { seen_.emplace_back("end"); }

private:
    std::vector<std::string>& seen_;
    Next next_ = Next::some;
};

std::vector<std::string> shown(std::string_view text, std::size_t piece)
{
    std::vector<std::string> seen;
    std::vector<NamedFormat<LineFormat>> formats;
    formats.push_back({Format::cb, std::make_unique<LineRecorder>(seen)});
    LineScanner scanner{std::move(formats)};
    Collector collector;
    while (!text.empty()) {
        scanner.feed(text.substr(0, piece), collector);
        text.remove_prefix(std::min(piece, text.size()));
    }
    scanner.finish(collector);
    return seen;
}

} // namespace

TEST_CASE("a format sees the lines that begin as it said, with the line before")
{
    CHECK(shown("a\nB1\n\nB2\r\nx\n B3\nB4", 100) ==
          Lines{"2 B1 < a", "4 B2 < ", "7 B4 <  B3", "end"});
}

TEST_CASE("a format sees every line as long as it wants to")
{
    CHECK(shown("x\nevery\n\nx\nsome\nx\n", 100) ==
          Lines{"2 every < x", "3  < every", "4 x < ", "5 some < x", "end"});
}

TEST_CASE("a line is what a terminal shows of it")
{
    CHECK(shown("1%\r100%\rB1\r\n\x1b[1;32mB\x1b[0m2\x1b[K\n\x1b"
                "B3\n",
                100) == Lines{"1 B1 < ", "2 B2 < B1", "3 B3 < B2", "end"});
}

TEST_CASE("how the text is cut into pieces changes nothing of its lines")
{
    const std::string text = "x\nB\x1b[0m1\r\n2%\rB2\n\n\nevery\ny\r\n\nsome\nz\nB9";
    const auto whole = shown(text, text.size());
    CHECK(whole.size() == 8);
    for (std::size_t piece = 1; piece < text.size(); ++piece) {
        CHECK(shown(text, piece) == whole);
    }
}

TEST_CASE("a line of more than 1 MiB is passed over, and the next one is not")
{
    const auto longest = "B" + std::string(LineScanner::max_bytes - 1, 'x');
    for (const std::size_t piece : {std::size_t{65536}, std::size_t{1} << 22U}) {
        CHECK(shown(longest + "x\nB1", piece) == Lines{"2 B1 < ", "end"});
        CHECK(shown(longest + "\nx", piece).size() == 2);
    }
}

TEST_CASE("a progress bar of any length in the line of a result hides nothing")
{
    const std::string result = "BenchmarkA-2 \t1\t5 ns/op";
    std::string bar;
    while (bar.size() < 2 * LineScanner::max_bytes) {
        bar += "\r[=====>    ] 50 %";
    }
    const auto text = bar + "\r" + result + "\n" + result + "\r\n";
    for (const std::size_t size : {std::size_t{4096}, std::size_t{77'777}, text.size()}) {
        INFO(size);
        const auto found = in_pieces(text, Format::go, size);
        CHECK(result_lines(found) == Lines{"default | BenchmarkA-2 | time: 5 5 [ns/op] lower"});
    }
    const auto noise = std::string(2 * LineScanner::max_bytes, 'x');
    for (const auto* const end : {"\n", "\r\n"}) {
        const auto long_line = result + noise + end;
        for (const std::size_t size : {std::size_t{4096}, long_line.size()}) {
            CHECK(in_pieces(long_line, Format::go, size).results.empty());
            CHECK(in_pieces(noise + "\r" + result + end, Format::go, size).results.size() == 1);
        }
    }
}
