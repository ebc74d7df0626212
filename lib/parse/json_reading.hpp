#pragma once

#include "parse/collector.hpp"
#include "parse/scanner.hpp"

#include <simdjson.h>
#include <tl/expected.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What the formats that are made of JSON share. Only .cpp files include this header: simdjson
/// costs seconds.
namespace cb::parse {

/// The member of that name; none if it is missing or null. Of a key that stands twice the first.
[[nodiscard]] std::optional<simdjson::dom::element> member(simdjson::dom::object object,
                                                           std::string_view name);

/// Whether there is a member of that name, null or not.
[[nodiscard]] bool has_key(simdjson::dom::object object, std::string_view name);

/// The text of a string. None for other types, and for a NUL byte: it marks what repaired() could
/// not read, and no database stores it as text.
[[nodiscard]] std::optional<std::string_view>
text_of(std::optional<simdjson::dom::element> element);

/// The object or list; none for other types.
[[nodiscard]] std::optional<simdjson::dom::object>
object_of(std::optional<simdjson::dom::element> element);
[[nodiscard]] std::optional<simdjson::dom::array>
array_of(std::optional<simdjson::dom::element> element);

/// The elements of a list, to go through; empty for other types.
[[nodiscard]] std::vector<simdjson::dom::element>
elements_of(std::optional<simdjson::dom::element> element);

/// A finite number. The error says what it is in place of one: "is missing", "NaN is not a value in
/// JSON".
[[nodiscard]] tl::expected<double, std::string>
number_of(std::optional<simdjson::dom::element> element);

/// Whether it is a number or was one that JSON or a double has no place for: NaN, 1e999.
/// number_of() names those.
[[nodiscard]] bool is_measure(simdjson::dom::element element);

/// Where in an object something stands, spelled out only when something is wrong with it. A field
/// is made on the stack below its parent.
class Field {
public:
    /// The object itself, to be a parent of its members.
    Field() : is_object_{true} {}
    explicit Field(std::string_view name) : part_{name} {}
    Field(const Field& parent, std::string_view name) : parent_{&parent}, part_{name} {}
    Field(const Field& parent, std::size_t index) : parent_{&parent}, part_{index} {}

    /// "results/0/metrics/1"
    [[nodiscard]] std::string path() const;

private:
    const Field* parent_ = nullptr;
    std::variant<std::string_view, std::size_t> part_{};
    bool is_object_ = false;
};

/// The reading of one object that the scanner found: takes its results, and what is wrong with it.
class JsonReading {
public:
    JsonReading(const FoundObject& object, Collector& collector)
        : object_{object}, collector_{collector}
    {}

    /// Set before a format reads the object.
    void set_root(simdjson::dom::object root) { root_ = root; }
    [[nodiscard]] simdjson::dom::object root() const { return root_; }
    [[nodiscard]] Collector& collector() const { return collector_; }
    /// The first and last line of the object.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> lines() const;

    /// Takes a result, of the lines of the object unless it says others. One that cannot be taken
    /// is wrong at `field`.
    void add(Result result, const Field& field);
    /// The same of a sample, whose lines are those of the object.
    void add(Sample sample, const Field& field);
    /// The entry at `field` is rejected; `part` is the part of the field that is meant, such as
    /// "/2". Where it stands is looked up by finish(), once for all.
    void wrong(const Field& field, std::string_view reason, std::string_view part = {});
    /// Whether the text, which is made of what stands at `field`, may be part of a name. If not,
    /// the entry is rejected.
    [[nodiscard]] bool takes_name(std::string_view text, const Field& field);
    /// The text at the member, which is part of a name; none, and the entry is rejected, if there
    /// is none that may be.
    [[nodiscard]] std::optional<std::string_view>
    require_name(simdjson::dom::object object, std::string_view name, const Field& parent);
    /// The number at the member; none, and the entry is rejected, if there is none.
    [[nodiscard]] std::optional<double>
    require_number(simdjson::dom::object object, std::string_view name, const Field& parent);
    /// The numbers of a list, without those that are none and are rejected.
    [[nodiscard]] std::vector<double>
    numbers_of(const std::vector<simdjson::dom::element>& elements, const Field& field);
    /// Calls `read` (object, Field → void) with each object of the list; elements that are none are
    /// rejected. For another type than a list there is nothing to read.
    template <typename Read>
    void
    each_object(std::optional<simdjson::dom::element> list, const Field& field, const Read& read)
    {
        std::size_t index = 0;
        for (const auto element : elements_of(list)) {
            const Field place{field, index++};
            if (const auto object = object_of(element)) {
                read(*object, place);
            } else {
                wrong(place, "must be an object");
            }
        }
    }
    void finish();

private:
    const FoundObject& object_;
    Collector& collector_;
    simdjson::dom::object root_{};
    std::vector<std::string> fields_{}, reasons_{};
    std::vector<Collector::Commit> commits_{};              ///< of the fields
    std::map<Collector::Commit, std::size_t> wrong_{};      ///< how many fields a commit has
    std::map<Collector::Commit, std::size_t> more_wrong_{}; ///< of which only the number is kept
};

} // namespace cb::parse
