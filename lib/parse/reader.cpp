#include "parse/reader.hpp"

#include "json/value.hpp"
#include "parse/byte_order_mark.hpp"
#include "parse/formats/formats.hpp"
#include "parse/line_scanner.hpp"
#include "parse/prefixed_text.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb::parse {

namespace {

/// Passes each object to its format. An object of no format is not a result.
class JsonFormats final : public ObjectSink {
public:
    JsonFormats(std::vector<NamedFormat<JsonFormat>> formats,
                const TextFacts& facts,
                Collector& collector,
                JsonParser& parser)
        : formats_{std::move(formats)}, collector_{collector}, parser_{parser}
    {
        for (const auto& format : formats_) {
            format.reader->know(facts);
        }
    }

    [[nodiscard]] std::vector<Key> keys() const
    {
        std::vector<Key> keys;
        for (const auto& format : formats_) {
            const auto more = format.reader->keys();
            keys.insert(keys.end(), more.begin(), more.end());
        }
        return keys;
    }

    [[nodiscard]] Use found(const FoundObject& object) override
    {
        Use use = Use::used;
        auto root = parser_.parse(object.text);
        if (!root) {
            root = parser_.parse(repaired(object.text));
        }
        JsonReading reading{object, collector_};
        if (root) {
            reading.set_root(*root);
        }
        if (root && before_list_ != nullptr && root->is_list()) {
            std::exchange(before_list_, nullptr)->read_list(reading, *root);
        } else if (!root || !root->is_object()) {
            reading.wrong(JsonValue{}, root ? "must be an object" : root.error());
        } else {
            use = read(reading);
        }
        reading.finish();
        return use;
    }

    void rejected(Rejected rejected) override { collector_.reject(std::move(rejected)); }

    void finish()
    {
        for (const auto& format : formats_) {
            collector_.read_as(format.format);
            format.reader->finish(collector_);
        }
    }

private:
    Use read(JsonReading& reading)
    {
        const auto format =
            std::find_if(formats_.begin(), formats_.end(), [&](const auto& candidate) {
                return candidate.reader->takes(reading.root());
            });
        if (format == formats_.end()) {
            suggest(reading);
            return Use::left;
        }
        collector_.read_as(format->format);
        format->reader->read(reading);
        before_list_ = format->reader->wants_list() ? format->reader.get() : nullptr;
        return before_list_ != nullptr ? Use::used_with_list : Use::used;
    }

    /// The author may have meant a result that looks like another tool's.
    void suggest(const JsonReading& reading)
    {
        for (const char* const name : {"results", "metrics"}) {
            if (!collector_.has_hint() && reading.root().has(name)) {
                collector_.suggest(
                    fmt::format("the object on line {} has the member \"{}\", but no list "
                                "\"results\" of objects with \"metrics\"",
                                reading.lines().first,
                                name));
            }
        }
    }

    std::vector<NamedFormat<JsonFormat>> formats_;
    Collector& collector_;
    JsonFormat* before_list_ = nullptr; ///< whose last object may precede a list
    JsonParser& parser_;
};

/// State shared by all sources of a text.
struct Shared {
    Format asked;
    TextFacts facts;
    Collector of_objects, of_lines;
    JsonParser parser{}; ///< reused, because creating one takes longer than parsing a small object
};

/// Reads one source's output separately, but with the line numbers of the whole text. Objects and
/// lines are searched for independently, each in text order.
class SourceReader {
public:
    explicit SourceReader(Shared& shared)
        : of_lines_{shared.of_lines}, lines_{make_line_formats(shared.asked), shared.facts},
          json_{make_json_formats(shared.asked), shared.facts, shared.of_objects, shared.parser},
          objects_{json_.keys(), json_}
    {}

    /// `lines_before` is the number of complete lines of the whole text. The output of other
    /// sources since the last part is skipped; within an open object it counts as empty lines.
    /// `max_object` is passed to Scanner::feed.
    void feed(const PrefixedText::Part& part, std::uint64_t lines_before, Bytes max_object)
    {
        const auto of_others = lines_before - lines_.lines();
        objects_.feed_lines(of_others, max_object);
        lines_.pass_lines(of_others);
        objects_.feed(part.blanked, max_object);
        lines_.feed(part.stripped, of_lines_);
    }

    /// The number of complete lines of the whole text known to this source.
    [[nodiscard]] std::uint64_t lines() const { return lines_.lines(); }
    [[nodiscard]] Bytes kept() const { return objects_.kept(); }
    /// Called when another source continues.
    void rest() { objects_.tidy(); }

    void finish()
    {
        objects_.finish();
        json_.finish();
        lines_.finish(of_lines_);
    }

private:
    Collector& of_lines_;
    LineScanner lines_;
    JsonFormats json_;
    Scanner objects_;
};

} // namespace

/// The sources of a text, which are read separately (docs/formats.md).
class Reader::Sources {
public:
    Sources(Format asked, Same same, TextFacts facts)
        : shared_{.asked = asked,
                  .facts = std::move(facts),
                  .of_objects = Collector{same},
                  .of_lines = Collector{same}}
    {}

    void feed(std::string_view chunk)
    {
        if (is_at_start_) {
            const auto more = chunk.substr(0, byte_order_mark.size() - start_.size());
            start_ += more;
            chunk.remove_prefix(more.size());
            if (start_.size() < byte_order_mark.size()) {
                return;
            }
            end_start();
        }
        pass(chunk);
    }

    [[nodiscard]] Found take()
    {
        shared_.of_objects.absorb(std::move(shared_.of_lines));
        return shared_.of_objects.take(shared_.asked);
    }

    void finish()
    {
        end_start();
        text_.finish([this](const PrefixedText::Part& part) { feed(part); });
        for (const auto& source : sources_) {
            if (source) {
                source->finish();
            }
        }
    }

private:
    /// The limit for open objects of all sources together. In addition, each source may always keep
    /// the amount below, so that no source can block the others.
    static constexpr std::size_t max_kept = Scanner::default_max_object.count();
    static constexpr std::size_t min_kept = std::size_t{1} << 20U;

    /// The start of the text, which was held back, is complete.
    void end_start()
    {
        if (!std::exchange(is_at_start_, false)) {
            return;
        }
        is_refused_ = is_utf16(start_);
        if (is_refused_) {
            shared_.of_objects.reject({.line = 1,
                                       .column = 1,
                                       .field = "",
                                       .reason = fmt::format("the text {}", utf16_reason)});
        }
        pass(without_byte_order_mark(start_));
    }

    void pass(std::string_view chunk)
    {
        if (is_refused_) {
            return;
        }
        text_.feed(chunk, [this](const PrefixedText::Part& part) { feed(part); });
    }

    void feed(const PrefixedText::Part& part)
    {
        const auto lines_before = last_ != nullptr ? last_->lines() : 0;
        auto& source = source_of(part.source);
        kept_ -= source.kept().count();
        const auto max_object = std::max(max_kept - std::min(kept_, max_kept), min_kept);
        source.feed(part, lines_before, Bytes{max_object});
        kept_ += source.kept().count();
    }

    SourceReader& source_of(std::size_t number)
    {
        auto& source = sources_[number];
        if (!source) {
            source = std::make_unique<SourceReader>(shared_);
        }
        if (last_ != source.get() && last_ != nullptr) {
            last_->rest();
        }
        last_ = source.get();
        return *source;
    }

    Shared shared_;
    bool is_at_start_ = true; ///< a byte order mark may come
    std::string start_{};     ///< what came, as long as that is so
    bool is_refused_ = false;
    PrefixedText text_{};
    std::array<std::unique_ptr<SourceReader>, PrefixedText::max_sources> sources_{};
    SourceReader* last_ = nullptr; ///< the source of the last part
    std::size_t kept_ = 0;         ///< bytes, for all sources
};

Reader::Reader(Format format, Same same, TextFacts facts)
    : sources_{std::make_unique<Sources>(format, same, std::move(facts))}
{}
Reader::~Reader() = default;

void Reader::feed(std::string_view chunk)
{
    sources_->feed(chunk);
}

Found Reader::take()
{
    return sources_->take();
}

Found Reader::finish()
{
    sources_->finish();
    return sources_->take();
}

Found find_results(std::string_view text, Format format, const TextFacts& facts)
{
    Reader reader{format, Same::together, facts};
    reader.feed(text);
    if (facts.end == TextFacts::End::whole && !text.empty() && text.back() != '\n') {
        reader.feed("\n");
    }
    return reader.finish();
}

} // namespace cb::parse
