#pragma once

#include "parse/automaton.hpp"
#include "parse/json_reading.hpp"
#include "parse/text_facts.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace cb::parse {

/// A format that consists of JSON objects.
class JsonFormat {
public:
    JsonFormat() = default;
    JsonFormat(const JsonFormat&) = delete;
    JsonFormat& operator=(const JsonFormat&) = delete;
    virtual ~JsonFormat() = default;

    /// Called before the text.
    virtual void know(const TextFacts& /*facts*/) {}
    /// The keys by which the scanner finds candidate objects.
    [[nodiscard]] virtual std::vector<Key> keys() const = 0;
    /// Whether the object, which another format's key may have found, has this format. Checks only
    /// a few members, so that an object with mistakes is still recognized and its mistakes are
    /// reported.
    [[nodiscard]] virtual bool takes(JsonValue object) const = 0;
    /// Reads an object for which takes() is true.
    virtual void read(JsonReading& reading) = 0;
    /// Whether a list of lists directly after the last object belongs to it.
    [[nodiscard]] virtual bool wants_list() const { return false; }
    /// Reads that list.
    virtual void read_list(JsonReading& /*reading*/, JsonValue /*list*/) {}
    /// Called at the end of the text, for a format whose results span several objects.
    virtual void finish(Collector& /*collector*/) {}
};

/// A format without state between objects.
class PlainFormat final : public JsonFormat {
public:
    PlainFormat(std::vector<Key> wanted, bool (*taker)(JsonValue), void (*reader)(JsonReading&))
        : keys_{std::move(wanted)}, takes_{taker}, read_{reader}
    {}

    [[nodiscard]] std::vector<Key> keys() const override { return keys_; }
    [[nodiscard]] bool takes(JsonValue object) const override { return takes_(object); }
    void read(JsonReading& reading) override { read_(reading); }

private:
    std::vector<Key> keys_;
    bool (*takes_)(JsonValue);
    void (*read_)(JsonReading&);
};

} // namespace cb::parse
