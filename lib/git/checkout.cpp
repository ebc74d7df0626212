#include "git/checkout.hpp"

#include "base/utf8.hpp"
#include "git/attributes_text.hpp"
#include "git/encoding.hpp"
#include "git/ident.hpp"
#include "git/lfs.hpp"
#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>
#include <git2/sys/config.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <array>

namespace cb::git {

namespace {

/// Limits the number of rules, because each rule is matched against each file below it.
constexpr Bytes largest_attributes{256U << 10U};
constexpr std::size_t max_names = 20;
/// Each one grows to twelve times its length.
constexpr std::size_t max_idents = 1'000'000;

/// The content that filters leave in the repository, which is useless without the filter.
struct StandIn {
    std::string_view start, name;
};
constexpr std::array stand_ins{StandIn{{"\0GITCRYPT\0", 10}, "encrypted by git-crypt"},
                               StandIn{"U2FsdGVkX1", "encrypted by transcrypt"},
                               StandIn{"/annex/objects/", "a pointer of git-annex"}};

} // namespace

void Checkout::FreeRepository::operator()(git_repository* raw) const noexcept
{
    git_repository_free(raw);
}
void Checkout::FreeIndex::operator()(git_index* raw) const noexcept
{
    git_index_free(raw);
}

void Checkout::FreeObjects::operator()(git_odb* raw) const noexcept
{
    git_odb_free(raw);
}

Checkout::Checkout(const Repository& repository) : repository_{repository}
{
    const std::string doing = "preparing to read .gitattributes";
    Handle<git_config, git_config_free> no_settings;
    git_odb_backend* memory = nullptr;
    check(git_odb_new(Out{objects_}), doing);
    check(git_mempack_new(&memory), doing);
    check(git_odb_add_backend(objects_.get(), memory, 1), doing); // takes it over
    check(git_repository_wrap_odb(Out{attributes_}, objects_.get()), doing);
    check(git_config_new(Out{no_settings}), doing);
    check(git_repository_set_config(attributes_.get(), no_settings.get()), doing);
    check(git_index_new(Out{index_}), doing);
    check(git_repository_set_index(attributes_.get(), index_.get()), doing);
}

Checkout::~Checkout() = default;

void Checkout::enter(const git_tree& directory, const std::string& path)
{
    const git_tree_entry* const file = git_tree_entry_byname(&directory, ".gitattributes");
    if (file == nullptr || git_tree_entry_type(file) != GIT_OBJECT_BLOB ||
        git_tree_entry_filemode(file) == GIT_FILEMODE_LINK) { // like git, ignores a link
        return;
    }
    const auto place = path + ".gitattributes";
    const auto what = to_utf8(place);
    const auto text = to_plain_attributes(
        read_blob(repository_, *git_tree_entry_id(file), largest_attributes, what));
    git_index_entry entry{};
    entry.mode = GIT_FILEMODE_BLOB;
    entry.path = place.c_str();
    check(git_odb_write(&entry.id, objects_.get(), text.data(), text.size(), GIT_OBJECT_BLOB),
          "reading " + what);
    check(git_index_add(index_.get(), &entry), "reading " + what);
    has_attributes_ = true;
}

const char* Checkout::raw_attribute(const std::string& path, const char* name) const
{
    const char* value = nullptr;
    check(git_attr_get(&value, attributes_.get(), GIT_ATTR_CHECK_NO_SYSTEM, path.c_str(), name),
          fmt::format("reading the attributes of {}", to_utf8(path)));
    return value;
}

/// The attribute's text; empty if its value is not a text.
std::string Checkout::attribute(const std::string& path, const char* name) const
{
    const auto* const value = raw_attribute(path, name);
    return git_attr_value(value) == GIT_ATTR_VALUE_STRING ? value : "";
}

std::string Checkout::content(const git_oid& id,
                              const std::string& path,
                              Bytes max_size,
                              const std::string& what)
{
    auto content = read_blob(repository_, id, max_size, what);
    if (!has_attributes_) {
        return content;
    }
    content = converted(std::move(content), id, path, what);
    if (const auto filter = attribute(path, "filter"); !filter.empty()) {
        content = unfiltered(std::move(content), filter, max_size, what);
    }
    if (content.size() > max_size.count()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is larger than {}", what, max_size.to_string())};
    }
    return content;
}

std::string Checkout::with_line_ends(std::string content,
                                     const std::string& path,
                                     const std::string& what) const
{
    Handle<git_filter_list, git_filter_list_free> filters;
    // Without a blob, libgit2's own ident, which takes the first one of any system, does nothing.
    check(git_filter_list_load(Out{filters},
                               attributes_.get(),
                               nullptr,
                               path.c_str(),
                               GIT_FILTER_TO_WORKTREE,
                               GIT_FILTER_NO_SYSTEM_ATTRIBUTES | GIT_FILTER_ALLOW_UNSAFE),
          "reading the attributes of " + what);
    if (!filters) {
        return content;
    }
    git_buf result{};
    const int code =
        git_filter_list_apply_to_buffer(&result, filters.get(), content.data(), content.size());
    if (code == 0) {
        content.assign(result.ptr, result.size);
    }
    git_buf_dispose(&result);
    check(code, "converting " + what);
    return content;
}

/// Converts ident, line ends and encoding, in git's order.
std::string Checkout::converted(std::string content,
                                const git_oid& id,
                                const std::string& path,
                                const std::string& what) const
{
    if (git_attr_value(raw_attribute(path, "ident")) == GIT_ATTR_VALUE_TRUE) {
        if (count_idents(content) > max_idents) {
            throw Error{Errc::bad_input, fmt::format("{} has too many words $Id$", what)};
        }
        content = expand_idents(content, to_commit_id(id).hex());
    }
    content = with_line_ends(std::move(content), path, what);
    const auto name = attribute(path, "working-tree-encoding");
    const auto encoding = Encoding::find(name);
    if (name.empty() || content.empty()) {
        return content;
    }
    auto encoded = encoding ? encoding->encode(content) : std::nullopt;
    if (!encoded) {
        throw Error{Errc::bad_input,
                    fmt::format("{} cannot be converted to its working-tree-encoding {}",
                                what,
                                printable(name, 40))};
    }
    return std::move(*encoded);
}

std::string Checkout::unfiltered(std::string content,
                                 const std::string& filter,
                                 Bytes max_size,
                                 const std::string& what)
{
    if (filter == "lfs") {
        const auto pointer = parse_lfs_pointer(content);
        if (!pointer && is_lfs_pointer(content)) {
            throw Error{
                Errc::bad_input,
                fmt::format("{} is a git-lfs pointer in a format that cb does not support", what)};
        }
        return pointer ? read_lfs_object(repository_, *pointer, max_size, what) : content;
    }
    for (const auto& stand_in : stand_ins) {
        if (content.starts_with(stand_in.start)) {
            throw Error{Errc::bad_input,
                        fmt::format("{} is {}: cb cannot run the filter \"{}\"",
                                    what,
                                    stand_in.name,
                                    printable(filter, 40))};
        }
    }
    if (not_run_.size() < max_names) {
        not_run_.insert(printable(filter, 40));
    }
    return content;
}

} // namespace cb::git
