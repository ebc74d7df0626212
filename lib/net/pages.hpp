#pragma once

#include "net/client.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cb::net {

/// The target of rel="next" in a Link header (RFC 8288); nullopt if there is none.
[[nodiscard]] std::optional<std::string> next_link(std::string_view header);

/// Reads lists that a server gives in pages. The pages are kept in a directory, private to the
/// user; a page that has not changed (ETag, status 304) is read from there.
class Pages {
public:
    /// `account` tells apart who asks, because servers show different things to different people.
    /// The client must outlive this object.
    Pages(Client& client, std::filesystem::path cache, std::string account);

    /// Calls `take` with the body of each page; follows the links to the same server. Throws the
    /// exceptions of Client::send(), require_ok() and `take`, and Error{unavailable} after 1000
    /// pages.
    void read(Request first, const std::function<void(std::string_view body)>& take);

private:
    struct Page {
        std::string etag, next, body;
    };
    [[nodiscard]] Page fetch(Request request);
    [[nodiscard]] std::filesystem::path file_of(const Url& url) const;
    [[nodiscard]] static std::optional<Page> load(const std::filesystem::path& file);
    static void keep(const std::filesystem::path& file, const Page& page);

    Client& client_;
    std::filesystem::path cache_;
    std::string account_;
};

} // namespace cb::net
