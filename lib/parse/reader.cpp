#include "parse/reader.hpp"

#include "base/parse_json.hpp"
#include "parse/formats/formats.hpp"
#include "parse/line_scanner.hpp"
#include "parse/prefixed_text.hpp"
#include "parse/repair.hpp"

#include <algorithm>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// Gives each object to the format that it is of. What is of none is no result.
class JsonFormats final : public ObjectSink {
public:
    JsonFormats(std::vector<NamedFormat<JsonFormat>> formats, Collector& collector)
        : formats_{std::move(formats)}, collector_{collector}
    {}

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
        auto root = parse_json(parser_, object.text);
        if (!root) {
            root = parse_json(parser_, repaired(object.text));
        }
        JsonReading reading{object, collector_};
        dom::object members;
        dom::array list;
        if (root && before_list_ != nullptr && root->get(list) == simdjson::SUCCESS) {
            std::exchange(before_list_, nullptr)->read_list(reading, list);
        } else if (!root || root->get(members) != simdjson::SUCCESS) {
            reading.wrong(Field{""}, root ? "must be an object" : root.error());
        } else {
            reading.set_root(members);
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
            return Use::left;
        }
        collector_.read_as(format->format);
        format->reader->read(reading);
        before_list_ = format->reader->wants_list() ? format->reader.get() : nullptr;
        return before_list_ != nullptr ? Use::used_with_list : Use::used;
    }

    std::vector<NamedFormat<JsonFormat>> formats_;
    Collector& collector_;
    JsonFormat* before_list_ = nullptr; ///< whose object, the last one, may be before a list
    dom::parser parser_{};              ///< kept because a new one takes longer than a small object
};

} // namespace

/// The objects and the lines are looked for apart, each in the order of the text.
class Reader::Parts {
public:
    Parts(Format asked_for, Same same)
        : asked{asked_for}, of_objects{same}, of_lines{same}, lines{make_line_formats(asked_for)},
          json{make_json_formats(asked_for), of_objects}, objects{json.keys(), json}
    {}

    void feed(PrefixedText::Part part)
    {
        objects.feed(part.blanked);
        lines.feed(part.stripped, of_lines);
    }

    Format asked;
    PrefixedText text{};
    Collector of_objects, of_lines;
    LineScanner lines;
    JsonFormats json;
    Scanner objects;
};

Reader::Reader(Format format, Same same) : parts_{std::make_unique<Parts>(format, same)} {}
Reader::~Reader() = default;

void Reader::feed(std::string_view chunk)
{
    parts_->text.feed(chunk, [this](PrefixedText::Part part) { parts_->feed(part); });
}

Found Reader::take()
{
    parts_->of_objects.absorb(std::move(parts_->of_lines));
    return parts_->of_objects.take(parts_->asked);
}

Found Reader::finish()
{
    parts_->text.finish([this](PrefixedText::Part part) { parts_->feed(part); });
    parts_->objects.finish();
    parts_->json.finish();
    parts_->lines.finish(parts_->of_lines);
    return take();
}

Found find_results(std::string_view text, Format format)
{
    Reader reader{format};
    reader.feed(text);
    return reader.finish();
}

} // namespace cb::parse
