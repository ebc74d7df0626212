#include "parse/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

struct Entry {
    Format format;
    std::string_view name;
    std::unique_ptr<Reader> (*make)();
};

constexpr std::array formats{
    Entry{Format::automatic, "auto", &make_cb_reader},
    Entry{Format::cb, "cb", &make_cb_reader},
};

} // namespace

Parsed<Format> parse_format(std::string_view name)
{
    std::string names;
    for (const auto& entry : formats) {
        if (entry.name == name) {
            return entry.format;
        }
        names += fmt::format("{}{}", names.empty() ? "" : ", ", entry.name);
    }
    return tl::unexpected{fmt::format("\"{:.40}\" is not a format; there are {}", name, names)};
}

std::unique_ptr<Reader> make_reader(Format format)
{
    const auto* const entry = std::find_if(
        formats.begin(), formats.end(), [format](const Entry& e) { return e.format == format; });
    return entry->make();
}

Found find_results(std::string_view text, Format format)
{
    const auto reader = make_reader(format);
    reader->feed(text);
    return reader->finish();
}

} // namespace cb::parse
