#include "net/pages.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

namespace cb::net {

namespace {

namespace fs = std::filesystem;

constexpr unsigned max_pages = 1000;
constexpr Bytes max_file{64U << 20U};

/// The next target and its parameters, up to the comma; takes them off `header`.
std::pair<std::string_view, std::string_view> take_link(std::string_view& header)
{
    const auto start = header.find('<');
    const auto end = header.find('>', start);
    if (end == std::string_view::npos) {
        header = {};
        return {};
    }
    const auto target = header.substr(start + 1, end - start - 1);
    const auto comma = std::min(header.find(',', end), header.size());
    const auto parameters = header.substr(end + 1, comma - end - 1);
    header.remove_prefix(comma);
    return {target, parameters};
}

} // namespace

std::optional<std::string> next_link(std::string_view header)
{
    while (!header.empty()) {
        const auto [target, parameters] = take_link(header);
        if (parameters.find("rel=\"next\"") != std::string_view::npos ||
            parameters.find("rel=next") != std::string_view::npos) {
            return std::string{target};
        }
    }
    return std::nullopt;
}

Pages::Pages(Client& client, fs::path cache, std::string account)
    : client_{client}, cache_{std::move(cache)}, account_{std::move(account)}
{}

void Pages::read(Request first, const std::function<void(std::string_view body)>& take)
{
    auto request = std::move(first);
    for (unsigned pages = 0; pages < max_pages; ++pages) {
        const auto page = fetch(request);
        take(page.body);
        if (page.next.empty()) {
            return;
        }
        const auto next = request.url.resolve(page.next);
        if (!next || next->origin() != request.url.origin()) {
            throw Error{Errc::unavailable,
                        fmt::format("{}: the next page is on another server, which is not asked",
                                    request.doing)};
        }
        request.url = *next;
    }
    throw Error{Errc::unavailable, fmt::format("{}: more than {} pages", request.doing, max_pages)};
}

Pages::Page Pages::fetch(Request request)
{
    constexpr unsigned not_modified = 304;
    const auto file = file_of(request.url);
    auto kept = load(file);
    if (kept) {
        request.headers.push_back({"If-None-Match", kept->etag});
    }
    auto response = client_.send(request);
    if (kept && response.status == not_modified) {
        return std::move(*kept);
    }
    require_ok(request, response);
    Page page{.etag = std::string{response.header("ETag").value_or("")},
              .next = next_link(response.header("Link").value_or("")).value_or(""),
              .body = std::move(response.body)};
    if (!page.etag.empty()) {
        keep(file, page);
    }
    return page;
}

fs::path Pages::file_of(const Url& url) const
{
    return cache_ / (sha256_hex(account_ + "\n" + url.text()) + ".json");
}

std::optional<Pages::Page> Pages::load(const fs::path& file)
{
    std::string text;
    try {
        text = read_file(file, max_file);
    } catch (const Error&) {
        return std::nullopt; // the first time; or not ours to read, and then not kept either
    }
    JsonParser parser;
    const auto kept = parser.parse(text);
    if (!kept) {
        return std::nullopt;
    }
    const auto member = [&](std::string_view name) { return (*kept)[name].any_text(); };
    const auto etag = member("etag");
    const auto next = member("next");
    const auto body = member("body");
    const bool is_whole =
        etag && next && body && etag->find_first_of(std::string_view{"\r\n\0", 3}) == etag->npos;
    return is_whole
               ? std::optional{Page{std::string{*etag}, std::string{*next}, std::string{*body}}}
               : std::nullopt;
}

void Pages::keep(const fs::path& file, const Page& page)
{
    JsonWriter json;
    json.begin_object()
        .member("etag", page.etag)
        .member("next", page.next)
        .member("body", page.body)
        .end_object();
    make_private_directory(file.parent_path());
    replace_file(file, json.text(), Readers::owner);
}

} // namespace cb::net
