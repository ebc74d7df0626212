#include "manifest/stream.hpp"

#include "base/fd.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace cb {

ManifestReader::ManifestReader(
    int fd, std::string name, Log& log, Bytes line_limit, std::string start)
    : lines_{fd, line_limit, std::move(start)}, name_{std::move(name)}, log_{log}
{}

std::optional<Manifest> ManifestReader::next()
{
    while (const auto line = lines_.next()) {
        if (auto manifest = read(*line)) {
            return manifest;
        }
    }
    return std::nullopt;
}

std::optional<Manifest> ManifestReader::next_if_ready()
{
    while (lines_.is_ready()) {
        const auto line = lines_.next();
        if (!line) {
            break;
        }
        if (auto manifest = read(*line)) {
            return manifest;
        }
    }
    return std::nullopt;
}

/// Nullopt for a blank line, and for one that is not a manifest, which is logged.
std::optional<Manifest> ManifestReader::read(const LineReader::Line& line)
{
    auto text = line.text;
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"; // of an editor on Windows
    if (line.number == 1 && text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (trimmed(text).empty()) {
        return std::nullopt;
    }
    auto manifest = line.is_too_long
                        ? tl::unexpected{std::string{"the line is longer than a manifest may be"}}
                        : Manifest::parse(text);
    if (!manifest && read_alias({text, line.number, line.is_too_long})) {
        return std::nullopt;
    }
    if (!manifest) {
        ++bad_lines_;
        log_.error(fmt::format("{}, line {}: {}", name_, line.number, manifest.error()));
        return std::nullopt;
    }
    line_bytes_ = line.text.size();
    return std::move(*manifest);
}

/// False if the line is not meant as an alias.
bool ManifestReader::read_alias(const LineReader::Line& line)
{
    if (line.is_too_long || !AliasRecord::is_alias(line.text)) {
        return false;
    }
    auto alias = AliasRecord::parse(line.text);
    if (!alias) {
        ++bad_lines_;
        log_.error(fmt::format("{}, line {}: {}", name_, line.number, alias.error()));
    } else if (keeps_aliases_) {
        aliases_.push_back(std::move(*alias));
    } else {
        log_.warning(
            fmt::format("{}, line {}: an alias is left out; cb import and cb store keep it",
                        name_,
                        line.number));
    }
    return true;
}

void write_line(int fd, const Manifest& manifest)
{
    constexpr std::size_t max_kept = 65536;
    std::string text;
    const auto put = [&text, fd](std::string_view piece) {
        if (text.size() + piece.size() > max_kept) {
            write_all(fd, text, "standard output");
            write_all(fd, piece, "standard output");
            text.clear();
        } else {
            text += piece;
        }
    };
    manifest.write_json(put);
    text += '\n';
    write_all(fd, text, "standard output");
}

} // namespace cb
