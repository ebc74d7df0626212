#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Markdown as man(7) prints it: pages of docs/ become parts of man pages.
namespace cb::roff {

/// What a page says below one of its headings of the second level.
struct Section {
    std::string title{}; ///< plain text; empty: what precedes the first such heading
    std::string text{};  ///< in man(7), empty or ended by a newline
};

struct Link {
    std::string target{}; ///< as written: "store.md#what-is-stored"
    std::string words{};  ///< plain text
    std::string text{};   ///< the words in man(7)
};

/// What replaces a link on paper, in man(7).
using WriteLink = std::function<std::string(const Link& link)>;

/// The sections of a page in the Markdown of GitHub, in their order. The title of the page,
/// pictures, markup in HTML, and tables whose first column is called "option" are left out. A row
/// of another table becomes a paragraph with the first cell as its tag. Sections in which nothing
/// is left are left out, too. Linear in the length of the page. Throws Error{system} if memory is
/// short.
[[nodiscard]] std::vector<Section> read_sections(std::string_view markdown,
                                                 const WriteLink& write_link);

} // namespace cb::roff
