#include "roff/escape.hpp"

namespace cb::roff {

void append_escaped(std::string& to, std::string_view text)
{
    for (const char c : text) {
        if (c == '.' && (to.empty() || to.back() == '\n')) {
            to += "\\&";
        }
        switch (c) {
        case '\\':
            to += "\\e";
            break;
        case '-':
            to += "\\-";
            break;
        case '\'':
            to += "\\(aq";
            break;
        case '~':
            to += "\\(ti";
            break;
        case '^':
            to += "\\(ha";
            break;
        case '`':
            to += "\\(ga";
            break;
        default:
            to += c;
        }
    }
}

std::string escape(std::string_view text)
{
    std::string escaped;
    append_escaped(escaped, text);
    return escaped;
}

} // namespace cb::roff
