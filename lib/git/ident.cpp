#include "git/ident.hpp"

#include <functional>

namespace cb::git {

namespace {

constexpr std::string_view keyword = "$Id";

/// Calls `use` with the start and the end of each keyword that git expands.
void for_each_ident(std::string_view text, const std::function<void(std::size_t, std::size_t)>& use)
{
    for (auto at = text.find(keyword); at != std::string_view::npos;) {
        const auto behind = at + keyword.size();
        auto next = behind;
        if (behind < text.size() && text[behind] == '$') {
            next = behind + 1;
            use(at, next);
        } else if (behind < text.size() && text[behind] == ':') {
            const auto dollar = text.find('$', behind + 1);
            if (dollar == std::string_view::npos) {
                return;
            }
            const auto value = text.substr(behind + 1, dollar - behind - 1);
            const auto blank = value.find(' ', 1);
            const bool is_foreign = blank != std::string_view::npos && blank + 1 < value.size();
            if (value.find('\n') == std::string_view::npos && !is_foreign) {
                next = dollar + 1;
                use(at, next);
            }
        }
        at = text.find(keyword, next);
    }
}

} // namespace

std::string expand_idents(std::string_view text, std::string_view id)
{
    std::string expanded;
    std::size_t copied = 0;
    for_each_ident(text, [&](std::size_t start, std::size_t end) {
        expanded += text.substr(copied, start - copied);
        expanded += "$Id: ";
        expanded += id;
        expanded += " $";
        copied = end;
    });
    return expanded += text.substr(copied);
}

std::size_t count_idents(std::string_view text)
{
    std::size_t count = 0;
    for_each_ident(text, [&count](std::size_t, std::size_t) { ++count; });
    return count;
}

} // namespace cb::git
