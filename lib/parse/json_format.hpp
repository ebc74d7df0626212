#pragma once

#include "parse/automaton.hpp"
#include "parse/json_reading.hpp"

#include <memory>
#include <vector>

namespace cb::parse {

/// A format that consists of JSON objects.
class JsonFormat {
public:
    JsonFormat() = default;
    JsonFormat(const JsonFormat&) = delete;
    JsonFormat& operator=(const JsonFormat&) = delete;
    virtual ~JsonFormat() = default;

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
[[nodiscard]] std::unique_ptr<JsonFormat> make_json_format(std::vector<Key> keys,
                                                           bool (*takes)(JsonValue object),
                                                           void (*read)(JsonReading& reading));

} // namespace cb::parse
