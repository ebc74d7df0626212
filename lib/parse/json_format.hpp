#pragma once

#include "parse/automaton.hpp"
#include "parse/json_reading.hpp"

#include <memory>
#include <vector>

namespace cb::parse {

/// A format that is made of JSON objects.
class JsonFormat {
public:
    JsonFormat() = default;
    JsonFormat(const JsonFormat&) = delete;
    JsonFormat& operator=(const JsonFormat&) = delete;
    virtual ~JsonFormat() = default;

    /// By which the scanner finds objects that may be of this format.
    [[nodiscard]] virtual std::vector<Key> keys() const = 0;
    /// Whether the object, which another format's key may have found, is of this format. Looks at
    /// few members, so that an object with mistakes is still known and its mistakes are named.
    [[nodiscard]] virtual bool takes(JsonValue object) const = 0;
    /// Reads an object that it takes.
    virtual void read(JsonReading& reading) = 0;
    /// Whether a list of lists right behind the object that was read last belongs to it.
    [[nodiscard]] virtual bool wants_list() const { return false; }
    /// Reads that list.
    virtual void read_list(JsonReading& /*reading*/, JsonValue /*list*/) {}
    /// The end of the text, for a format whose results are in several objects.
    virtual void finish(Collector& /*collector*/) {}
};

/// A format that keeps nothing from one object to the next.
[[nodiscard]] std::unique_ptr<JsonFormat> make_json_format(std::vector<Key> keys,
                                                           bool (*takes)(JsonValue object),
                                                           void (*read)(JsonReading& reading));

} // namespace cb::parse
