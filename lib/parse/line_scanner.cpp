#include "parse/line_scanner.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace cb::parse {

namespace {

constexpr char escape_character = '\x1b';

bool has_controls(std::string_view text)
{
    return text.find('\r') != std::string_view::npos ||
           text.find(escape_character) != std::string_view::npos;
}

/// The length of the control sequence at the start of `text` (ECMA-48, 5.4: ESC, '[', parameters
/// and intermediates, one final byte); 1 if it is not one.
std::size_t sequence_length(std::string_view text)
{
    if (text.size() < 2 || text[1] != '[') {
        return 1;
    }
    std::size_t length = 2;
    while (length < text.size() && text[length] >= 0x20 && text[length] < 0x40) {
        ++length;
    }
    return length < text.size() ? length + 1 : length;
}

/// The part of the line after its last carriage return that is not at its end: progress bars may
/// overwrite themselves thousands of times in one line.
std::string_view behind_progress(std::string_view line)
{
    const auto end = line.find_last_not_of('\r');
    return end == std::string_view::npos ? std::string_view{}
                                         : line.substr(line.rfind('\r', end) + 1); // npos + 1 is 0
}

/// The line as a terminal shows it: the text after the last carriage return that is not at its end,
/// without control sequences.
std::string shown(std::string_view line)
{
    while (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    line.remove_prefix(line.rfind('\r') + 1); // npos + 1 is 0
    std::string text;
    while (!line.empty()) {
        const auto plain = std::min(line.find(escape_character), line.size());
        text += line.substr(0, plain);
        line.remove_prefix(plain);
        line.remove_prefix(line.empty() ? 0 : sequence_length(line));
    }
    return text;
}

} // namespace

LineScanner::LineScanner(std::vector<NamedFormat<LineFormat>> formats, const TextFacts& facts)
    : formats_{std::move(formats)}, open_lines_{facts.open_lines}, doubtful_(formats_.size())
{
    assert(formats_.size() <= 32);
    for (const auto& format : formats_) {
        format.reader->know(facts);
    }
    for (std::size_t byte = 0; byte < by_first_.size(); ++byte) {
        for (std::size_t i = 0; i < formats_.size(); ++i) {
            const auto& reader = *formats_[i].reader;
            const auto bit = Mask{1} << i;
            by_first_[byte] |= reader.may_begin(static_cast<char>(byte)) ? bit : Mask{0};
            by_last_[byte] |= reader.may_end(static_cast<char>(byte)) ? bit : Mask{0};
        }
    }
}

void LineScanner::feed(std::string_view chunk, Collector& collector)
{
    may_have_controls_ = has_controls(chunk) || has_controls(carried_);
    while (!chunk.empty()) {
        const auto newline = chunk.find('\n');
        const auto line = chunk.substr(0, newline);
        const bool is_whole = newline != std::string_view::npos;
        if (!is_whole || !carried_.empty()) {
            carry(line);
        }
        if (!is_whole) {
            break;
        }
        if (carried_.empty()) {
            pass(line, Ending::newline, collector);
        } else {
            pass(carried_, Ending::newline, collector);
            keep_previous();
            carried_.clear();
        }
        chunk.remove_prefix(newline + 1);
    }
    keep_previous();
}

void LineScanner::finish(Collector& collector)
{
    if (!carried_.empty()) {
        may_have_controls_ = true;
        pass(carried_, Ending::open, collector);
    }
    for (std::size_t i = 0; i < formats_.size(); ++i) {
        formats_[i].reader->finish(place_of(i, collector));
    }
    collector.doubt(nullptr);
}

/// The collector for the results of that format.
Collector& LineScanner::place_of(std::size_t format, Collector& collector) const
{
    const auto& [name, reader] = formats_[format];
    collector.read_as(name);
    auto& place =
        reader->precision() == LineFormat::Precision::rounded ? collector.rounded() : collector;
    place.doubt(doubtful_[format].empty() ? nullptr : &doubtful_[format]);
    return place;
}

/// Appends to the incomplete line, but keeps little more than max_bytes of what will be shown.
void LineScanner::carry(std::string_view piece)
{
    if (carried_.size() + piece.size() > max_bytes) {
        const auto shown = behind_progress(piece);
        const bool has_progress = shown.size() < piece.size() && !shown.empty();
        if (has_progress) {
            carried_.clear();
        } else if (!shown.empty() && (carried_.size() <= max_bytes || carried_.back() == '\r')) {
            carried_.erase(0, carried_.rfind('\r') + 1); // npos + 1 is 0
        }
        piece = shown.empty() ? piece : shown;
    }
    carried_ += piece.substr(0, max_bytes + 1 - std::min(carried_.size(), max_bytes + 1));
    if (carried_.size() > max_bytes && piece.ends_with('\r')) {
        carried_.back() = '\r'; // what follows will be shown instead
    }
}

/// The text that previous_ refers to is about to be freed.
void LineScanner::keep_previous()
{
    if (before_.data() != kept_.data()) {
        kept_ = before_;
        before_ = kept_;
    }
}

/// Processes a whole line.
void LineScanner::pass(std::string_view line, Ending ending, Collector& collector)
{
    ++number_;
    if (line.size() > max_bytes) {
        line = behind_progress(line);
    }
    if (open_lines_.count(number_) == 1) {
        ending = Ending::open;
    }
    if (line.size() > max_bytes) {
        before_ = {};
        return;
    }
    const bool has_any = may_have_controls_ && has_controls(line);
    if (has_any) {
        show(shown(line), ending, collector);
    } else {
        show(line, ending, collector);
    }
    before_ = line.substr(0, max_kept);
    has_before_controls_ = has_any;
}

/// The formats interested in the line.
LineScanner::Mask LineScanner::wanting(std::string_view line) const
{
    if (line.empty()) {
        return every_;
    }
    return every_ | (by_first_[static_cast<unsigned char>(line.front())] &
                     by_last_[static_cast<unsigned char>(line.back())]);
}

void LineScanner::show(std::string_view line, Ending ending, Collector& collector)
{
    const auto mask = wanting(line);
    if (mask == 0) {
        return;
    }
    if (has_before_controls_) {
        clean_ = shown(before_);
    }
    const std::string_view previous = has_before_controls_ ? clean_ : before_;
    for (auto left = mask; left != 0; left &= left - 1) {
        const auto at = static_cast<std::size_t>(std::countr_zero(left));
        auto& reader = *formats_[at].reader;
        if (ending == Ending::open && !reader.is_sure_of(line)) {
            doubtful_[at].insert(number_);
        }
        const auto bit = left & (~left + 1);
        const auto next =
            reader.read({.text = line, .previous = previous, .number = number_, .ending = ending},
                        place_of(at, collector));
        every_ = next == LineFormat::Next::every ? every_ | bit : every_ & ~bit;
    }
}

} // namespace cb::parse
