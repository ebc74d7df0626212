#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "git/encoding.hpp"
#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>

/// The metadata and content of a commit.
namespace cb::git {

namespace {

using EntryHandle = Handle<git_tree_entry, git_tree_entry_free>;

constexpr std::size_t longest_text = 1024;

/// Valid UTF-8 of at most `longest_text` bytes, because a repository may contain any bytes of any
/// length. Text that cannot be decoded is treated as UTF-8.
std::string bounded_text(std::string_view bytes, const std::optional<Encoding>& encoding)
{
    constexpr std::size_t longest_character = 4;
    bytes = bytes.substr(0, longest_character * (longest_text + 1));
    auto text =
        encoding ? encoding->decode(bytes).value_or(std::string{bytes}) : std::string{bytes};
    text = to_utf8(text.substr(0, longest_text + longest_character));
    auto length = std::min(text.size(), longest_text);
    while (length < text.size() && !is_utf8_start(text[length])) {
        --length;
    }
    text.resize(length);
    return text;
}

/// The content of a commit object.
struct CommitText {
    std::string_view header;
    std::string_view message; ///< up to the first null character
};

CommitText split(std::string_view object)
{
    const auto end = std::min(object.find("\n\n"), object.size());
    auto message = object.substr(end);
    message.remove_prefix(std::min(message.find_first_not_of('\n'), message.size()));
    return {object.substr(0, end), message.substr(0, message.find('\0'))};
}

/// The rest of the first header line that starts with the name; empty if absent.
std::string_view find_header(std::string_view header, std::string_view name)
{
    for (std::string_view rest = header; !rest.empty();) {
        const auto line = take_line(rest);
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ' ') {
            return line.substr(name.size() + 1);
        }
    }
    return {};
}

/// The encoding named by the header "encoding"; nullopt if that is absent or unknown.
std::optional<Encoding> find_encoding(std::string_view header)
{
    const std::string name{find_header(header, "encoding")};
    return name.empty() ? std::nullopt : Encoding::find(name.c_str());
}

std::optional<Time> time_of(std::int64_t seconds)
{
    constexpr std::int64_t year_10000 = 253'402'300'800;
    if (seconds < 0 || seconds >= year_10000) {
        return std::nullopt;
    }
    return Time{std::chrono::seconds{seconds}};
}

/// The last paragraph of a message, where git keeps trailers (git-interpret-trailers(1)).
std::string_view last_paragraph(std::string_view message)
{
    message = trimmed(message);
    const auto unix_break = message.rfind("\n\n");
    const auto dos_break = message.rfind("\n\r\n");
    const auto none = std::string_view::npos;
    const auto start = unix_break == none  ? dos_break
                       : dos_break == none ? unix_break
                                           : std::max(unix_break, dos_break);
    return start == none ? std::string_view{} : trimmed(message.substr(start));
}

bool is_same_letters(std::string_view text, std::string_view lower_case)
{
    return std::equal(
        text.begin(), text.end(), lower_case.begin(), lower_case.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        });
}

/// The values of the trailers "Perf-expected:".
std::vector<std::string> expected_texts(std::string_view message,
                                        const std::optional<Encoding>& encoding)
{
    constexpr std::string_view name = "perf-expected:";
    constexpr std::size_t max_trailers = 16;
    std::vector<std::string> texts;
    auto rest = last_paragraph(message);
    while (!rest.empty() && texts.size() < max_trailers) {
        const auto line = take_line(rest);
        if (is_same_letters(line.substr(0, name.size()), name)) {
            if (const auto value = trimmed(line.substr(name.size())); !value.empty()) {
                texts.push_back(bounded_text(value, encoding));
            }
        }
    }
    return texts;
}

/// The parents named by the commit itself. Newer versions of libgit2 leave out those that a shallow
/// clone lacks, but a commit must give the same job in every clone.
std::vector<CommitId> parse_parents(std::string_view header)
{
    constexpr std::string_view parent = "parent ";
    std::vector<CommitId> parents;
    while (!header.empty()) {
        const auto line = take_line(header);
        const auto id = line.starts_with(parent) ? CommitId::parse(line.substr(parent.size()))
                                                 : tl::unexpected{std::string{}};
        if (id) {
            parents.push_back(*id);
        }
    }
    return parents;
}

} // namespace

Commit Repository::commit(const CommitId& id) const
{
    const auto object = read_commit(*this, id);
    const auto [header, message] = split(content_of(object));
    const auto encoding = find_encoding(header);
    const auto author = find_header(header, "author");
    return {.id = id,
            .parents = parse_parents(header),
            .author = bounded_text(author.substr(0, author.rfind('>') + 1), encoding),
            .authored_at = time_of(parse_time(author)),
            .committed_at = time_of(parse_time(find_header(header, "committer"))),
            .subject = bounded_text(message.substr(0, message.find_first_of("\r\n")), encoding),
            .perf_expected = expected_texts(message, encoding)};
}

std::string Repository::tree_id(const CommitId& id) const
{
    return to_commit_id(*git_commit_tree_id(lookup_commit(*this, id).get())).hex();
}

std::vector<std::string> Repository::root_names(const CommitId& id) const
{
    const auto tree = lookup_tree(*this, id);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < git_tree_entrycount(tree.get()); ++i) {
        names.emplace_back(git_tree_entry_name(git_tree_entry_byindex(tree.get(), i)));
    }
    return names;
}

std::optional<std::string>
Repository::read_file(const CommitId& id, const std::string& path, Bytes max_size) const
{
    const auto tree = lookup_tree(*this, id);
    EntryHandle entry;
    const int code = git_tree_entry_bypath(Out{entry}, tree.get(), path.c_str());
    if (code == GIT_ENOTFOUND) {
        return std::nullopt;
    }
    const auto what = fmt::format("{} at {} of {}", to_utf8(path), id.hex(), path_.native());
    check_object(code, *this, "reading " + what);
    const auto mode = git_tree_entry_filemode(entry.get());
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
        return std::nullopt;
    }
    return read_blob(*this, *git_tree_entry_id(entry.get()), max_size, what);
}

} // namespace cb::git
