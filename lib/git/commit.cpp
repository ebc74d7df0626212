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

using TreeEntry = Handle<git_tree_entry, git_tree_entry_free>;

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
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    text.resize(length);
    return text;
}

/// The encoding named by the header "encoding"; nullopt if that is absent or unknown.
std::optional<Encoding> find_encoding(const git_commit* commit)
{
    const char* const name = git_commit_message_encoding(commit);
    return name != nullptr ? Encoding::find(name) : std::nullopt;
}

/// "Name <mail>" in the commit's own encoding. libgit2 removes bytes that look like control
/// characters but may be part of a character in that encoding.
std::string_view find_author(std::string_view header)
{
    constexpr std::string_view author = "\nauthor ";
    const auto start = header.find(author);
    if (start == std::string_view::npos) {
        return {};
    }
    const auto line = header.substr(start + author.size());
    return line.substr(0, line.substr(0, line.find('\n')).rfind('>') + 1);
}

std::string author_text(const git_commit* commit, const std::optional<Encoding>& encoding)
{
    if (encoding) {
        return bounded_text(find_author(git_commit_raw_header(commit)), encoding);
    }
    const git_signature* const author = git_commit_author(commit);
    return author != nullptr
               ? bounded_text(fmt::format("{} <{}>", author->name, author->email), encoding)
               : "";
}

std::optional<Time> time_of(git_time_t seconds)
{
    constexpr git_time_t year_10000 = 253'402'300'800;
    if (seconds < 0 || seconds >= year_10000) {
        return std::nullopt;
    }
    return Time{std::chrono::seconds{seconds}};
}

std::string subject_text(const char* message, const std::optional<Encoding>& encoding)
{
    const std::string_view text{message != nullptr ? message : ""};
    return bounded_text(text.substr(0, text.find_first_of("\r\n")), encoding);
}

/// The parents named by the commit itself. Newer versions of libgit2 leave out those that a shallow
/// clone lacks, but a commit must give the same job in every clone.
std::vector<CommitId> parse_parents(std::string_view header)
{
    constexpr std::string_view parent = "parent ";
    std::vector<CommitId> parents;
    while (!header.empty()) {
        const auto line = header.substr(0, header.find('\n'));
        const auto id = line.starts_with(parent) ? CommitId::parse(line.substr(parent.size()))
                                                 : tl::unexpected{std::string{}};
        if (id) {
            parents.push_back(*id);
        }
        header.remove_prefix(std::min(line.size() + 1, header.size()));
    }
    return parents;
}

} // namespace

Commit Repository::commit(const CommitId& id) const
{
    const auto commit = lookup_commit(*this, id);
    const auto encoding = find_encoding(commit.get());
    Commit facts{.id = id,
                 .parents = parse_parents(git_commit_raw_header(commit.get())),
                 .author = author_text(commit.get(), encoding),
                 .authored_at = std::nullopt,
                 .committed_at = time_of(git_commit_time(commit.get())),
                 .subject = subject_text(git_commit_message(commit.get()), encoding)};
    if (const git_signature* const author = git_commit_author(commit.get()); author != nullptr) {
        facts.authored_at = time_of(author->when.time);
    }
    return facts;
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
Repository::read_file(const CommitId& id, const std::string& path, Bytes most) const
{
    const auto tree = lookup_tree(*this, id);
    TreeEntry entry;
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
    return read_blob(*this, *git_tree_entry_id(entry.get()), most, what);
}

} // namespace cb::git
