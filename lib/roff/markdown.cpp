#include "roff/markdown.hpp"

#include "base/error.hpp"
#include "roff/escape.hpp"
#include "roff/inline_text.hpp"

#include <fmt/format.h>

#include <exception>
#include <md4c.h>
#include <optional>
#include <utility>

namespace cb::roff {

namespace {

/// A table is short of paper in a terminal, so its rows become paragraphs.
struct Table {
    std::vector<std::string> columns{};
    std::vector<std::string> cells{}; ///< of this row
    bool is_of_options = false;
};

struct List {
    std::optional<unsigned> number{}; ///< of the next item, if they have numbers
    bool is_at_mark = false;          ///< the mark of an item is written, and its text is not
};

/// Gets the blocks of a page in their order.
class Writer {
public:
    explicit Writer(const WriteLink& write_link) : line_(write_link) {}

    void open(MD_BLOCKTYPE block, const void* detail);
    void close(MD_BLOCKTYPE block, const void* detail);
    void open_span(MD_SPANTYPE span, const void* detail);
    void close_span(MD_SPANTYPE span);
    void add(MD_TEXTTYPE kind, std::string_view words);

    [[nodiscard]] std::vector<Section> take() &&;

private:
    void open_item();
    void close_heading(unsigned level);
    void begin_paragraph();
    void close_paragraph();
    void close_code();
    void add_code(std::string_view words);
    void close_row();
    void close_cell(std::vector<std::string>& row) { row.push_back(line_.take()); }
    void write(const std::string& text) { sections_.back().text += text; }

    std::vector<Section> sections_{Section{}};
    std::vector<List> lists_;
    std::optional<Table> table_;
    InlineText line_;
    std::string code_;
    bool is_in_code_ = false;
    bool is_below_heading_ = false;
    unsigned pictures_ = 0; ///< that we are in
};

void Writer::open(MD_BLOCKTYPE block, const void* detail)
{
    switch (block) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        close_paragraph(); // of the item that has the list
        if (!lists_.empty()) {
            write(".RS 4\n");
        }
        lists_.push_back({});
        if (block == MD_BLOCK_OL) {
            lists_.back().number = static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start;
        }
        break;
    case MD_BLOCK_LI:
        open_item();
        break;
    case MD_BLOCK_QUOTE:
        write(".RS 4\n");
        break;
    case MD_BLOCK_CODE:
        close_paragraph(); // of the item that has the code
        is_in_code_ = true;
        break;
    case MD_BLOCK_TABLE:
        table_.emplace();
        break;
    default:
        break;
    }
}

void Writer::close(MD_BLOCKTYPE block, const void* detail)
{
    switch (block) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        lists_.pop_back();
        if (!lists_.empty()) {
            write(".RE\n");
        }
        break;
    case MD_BLOCK_LI:
    case MD_BLOCK_P:
        close_paragraph();
        break;
    case MD_BLOCK_QUOTE:
        write(".RE\n");
        break;
    case MD_BLOCK_H:
        close_heading(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        close_code();
        break;
    case MD_BLOCK_TABLE:
        table_.reset();
        break;
    case MD_BLOCK_TH:
        table_->is_of_options |= table_->columns.empty() && line_.plain().rfind("option", 0) == 0;
        close_cell(table_->columns);
        break;
    case MD_BLOCK_TD:
        close_cell(table_->cells);
        break;
    case MD_BLOCK_TR:
        close_row();
        break;
    default:
        break;
    }
}

void Writer::open_item()
{
    auto& list = lists_.back();
    is_below_heading_ = false;
    write(list.number ? fmt::format(".IP {}. 4\n", (*list.number)++) : ".IP \\(bu 2\n");
    list.is_at_mark = true;
}

void Writer::close_heading(unsigned level)
{
    const auto title = line_.plain();
    auto text = line_.take();
    if (level == 2) {
        sections_.push_back({.title = title});
        is_below_heading_ = false;
    } else if (level > 2) {
        write(fmt::format(".SS {}\n", text));
        is_below_heading_ = true;
    }
}

/// man(7) wants no paragraph directly below a heading.
void Writer::begin_paragraph()
{
    if (!std::exchange(is_below_heading_, false)) {
        write(".PP\n");
    }
}

void Writer::close_paragraph()
{
    auto text = line_.take();
    if (text.empty()) {
        return;
    }
    if (lists_.empty()) {
        begin_paragraph();
    } else if (!std::exchange(lists_.back().is_at_mark, false)) {
        write(".IP\n");
    }
    write(text + "\n");
}

void Writer::close_code()
{
    begin_paragraph();
    write(".RS 4\n.nf\n" + escape(std::exchange(code_, {})) + ".fi\n.RE\n");
    is_in_code_ = false;
}

void Writer::close_row()
{
    const auto cells = std::exchange(table_->cells, {});
    if (table_->is_of_options || cells.empty()) {
        return;
    }
    is_below_heading_ = false;
    write(".TP\n" + cells.front() + "\n");
    const bool are_named = cells.size() > 2;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        if (!cells[i].empty()) {
            write(i > 1 ? ".br\n" : "");
            write(are_named ? fmt::format("{}: {}\n", table_->columns[i], cells[i])
                            : cells[i] + "\n");
        }
    }
}

void Writer::open_span(MD_SPANTYPE span, const void* detail)
{
    switch (span) {
    case MD_SPAN_STRONG:
    case MD_SPAN_CODE:
        line_.open_font('B');
        break;
    case MD_SPAN_EM:
        line_.open_font('I');
        break;
    case MD_SPAN_A: {
        const auto& href = static_cast<const MD_SPAN_A_DETAIL*>(detail)->href;
        line_.open_link({href.text, href.size});
        break;
    }
    case MD_SPAN_IMG:
        ++pictures_;
        break;
    default:
        break;
    }
}

void Writer::close_span(MD_SPANTYPE span)
{
    switch (span) {
    case MD_SPAN_STRONG:
    case MD_SPAN_CODE:
    case MD_SPAN_EM:
        line_.close_font();
        break;
    case MD_SPAN_A:
        line_.close_link();
        break;
    case MD_SPAN_IMG:
        --pictures_;
        break;
    default:
        break;
    }
}

void Writer::add(MD_TEXTTYPE kind, std::string_view words)
{
    if (pictures_ > 0) {
        return;
    }
    if (is_in_code_) {
        code_ += words;
        return;
    }
    switch (kind) {
    case MD_TEXT_HTML:
        break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        line_.break_line();
        break;
    case MD_TEXT_ENTITY:
        line_.add(words == "&lt;" ? "<" : words == "&gt;" ? ">" : words == "&amp;" ? "&" : words);
        break;
    case MD_TEXT_CODE:
        add_code(words);
        break;
    default:
        line_.add(words);
    }
}

/// In a table, "\|" is a bar, even in code, which md4c 0.4 does not know.
void Writer::add_code(std::string_view words)
{
    for (std::size_t bar = 0; table_ && (bar = words.find("\\|")) != std::string_view::npos;) {
        line_.add(words.substr(0, bar));
        words.remove_prefix(bar + 1);
    }
    line_.add(words);
}

std::vector<Section> Writer::take() &&
{
    std::vector<Section> found;
    for (auto& section : sections_) {
        if (!section.text.empty()) {
            found.push_back(std::move(section));
        }
    }
    return found;
}

/// What the library's callbacks get: no exception may pass through its frames.
struct Reading {
    explicit Reading(const WriteLink& write_link) : writer(write_link) {}

    template <typename Step> int guard(Step&& step) noexcept
    {
        try {
            step(writer);
            return 0;
        } catch (...) {
            failure = std::current_exception();
            return -1;
        }
    }

    Writer writer;
    std::exception_ptr failure{};
};

Reading& reading_of(void* data)
{
    return *static_cast<Reading*>(data);
}

} // namespace

std::vector<Section> read_sections(std::string_view markdown, const WriteLink& write_link)
{
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_PERMISSIVEURLAUTOLINKS;
    parser.enter_block = [](MD_BLOCKTYPE block, void* detail, void* data) {
        return reading_of(data).guard([&](Writer& writer) { writer.open(block, detail); });
    };
    parser.leave_block = [](MD_BLOCKTYPE block, void* detail, void* data) {
        return reading_of(data).guard([&](Writer& writer) { writer.close(block, detail); });
    };
    parser.enter_span = [](MD_SPANTYPE span, void* detail, void* data) {
        return reading_of(data).guard([&](Writer& writer) { writer.open_span(span, detail); });
    };
    parser.leave_span = [](MD_SPANTYPE span, void* /*detail*/, void* data) {
        return reading_of(data).guard([&](Writer& writer) { writer.close_span(span); });
    };
    parser.text = [](MD_TEXTTYPE kind, const MD_CHAR* text, MD_SIZE size, void* data) {
        return reading_of(data).guard([&](Writer& writer) { writer.add(kind, {text, size}); });
    };
    Reading reading{write_link};
    const auto status =
        md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &reading);
    if (reading.failure) {
        std::rethrow_exception(reading.failure);
    }
    if (status != 0) {
        throw Error{Errc::system, "a page in Markdown could not be read: memory is short"};
    }
    return std::move(reading.writer).take();
}

} // namespace cb::roff
