#include "parse/locate.hpp"

#include "json/scan.hpp"
#include "json/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace cb::parse {

namespace {

using Places = std::unordered_map<std::string, std::optional<Place>>;

/// Visits the values of an object in order and records the places of the requested ones. Relies on
/// the Scanner's check of the object's structure.
class Walk {
public:
    Walk(const FoundObject& object, Places& places)
        : text_{object.text}, counter_{object.place}, places_{places}
    {
        for (const auto& [path, place] : places) {
            longest_ = std::max(longest_, path.size());
        }
    }

    void run()
    {
        for (JsonTokens tokens{text_}; !tokens.at_end();) {
            at_ = tokens.at();
            step(tokens.next());
        }
    }

private:
    struct Level {
        std::size_t path_length; ///< for the object or list
        bool is_object;
        std::size_t index = 0;    ///< of the element in a list
        bool is_in_value = false; ///< in an object: after the colon
    };

    void step(const JsonToken& token)
    {
        switch (token.kind) {
        case JsonToken::Kind::mark:
            pass_mark(token.text.front());
            break;
        case JsonToken::Kind::string:
            pass_string(token.text);
            break;
        case JsonToken::Kind::word:
            visit();
            break;
        case JsonToken::Kind::blanks:
            break;
        }
    }

    void pass_mark(char c)
    {
        switch (c) {
        case '{':
        case '[':
            enter(c == '{');
            break;
        case ',':
            ++levels_.back().index;
            levels_.back().is_in_value = false;
            break;
        case ':':
            levels_.back().is_in_value = true;
            break;
        default:
            levels_.pop_back();
            break;
        }
    }

    void enter(bool is_object)
    {
        visit();
        levels_.push_back({.path_length = path_.size(), .is_object = is_object});
    }

    void pass_string(std::string_view written)
    {
        const bool is_key = levels_.back().is_object && !levels_.back().is_in_value;
        if (is_key) {
            set_key(written.substr(1, written.size() - 2));
        } else {
            visit();
        }
    }

    /// The requested paths have no escapes; an escape has at most six bytes.
    void set_key(std::string_view written)
    {
        const bool has_escape =
            written.size() <= 6 * longest_ && written.find('\\') != std::string_view::npos;
        set_path(has_escape ? unescaped(written) : written);
    }

    /// Returns an invalid string unchanged. Valid until the next call.
    std::string_view unescaped(std::string_view written)
    {
        const auto list = parser_.parse(fmt::format("[\"{}\"]", written));
        return list ? list->at(0).any_text().value_or(written) : written;
    }

    /// Handles the start of a value.
    void visit()
    {
        if (!levels_.empty() && !levels_.back().is_object) {
            set_path(std::to_string(levels_.back().index));
        }
        if (path_.size() > longest_) {
            return; // a lookup is linear in the path, which may contain a hostile key
        }
        const auto asked = places_.find(path_);
        if (asked != places_.end() && !asked->second) {
            counter_.pass(text_.substr(passed_, at_ - passed_));
            passed_ = at_;
            asked->second = counter_.here();
        }
    }

    void set_path(std::string_view last)
    {
        path_.resize(levels_.back().path_length);
        path_ += path_.empty() ? "" : "/";
        path_ += last;
    }

    JsonParser parser_{};
    std::string_view text_;
    LineCounter counter_;
    Places& places_;
    std::size_t longest_ = 0; ///< among the requested paths
    std::size_t at_ = 0;      ///< of the token
    std::size_t passed_ = 0;  ///< how much of the text the counter has passed
    std::string path_{};
    std::vector<Level> levels_{};
};

/// The path without its last part; nullopt for "".
std::optional<std::string> parent(const std::string& path)
{
    const auto slash = path.rfind('/');
    if (path.empty()) {
        return std::nullopt;
    }
    return path.substr(0, slash == std::string::npos ? 0 : slash);
}

} // namespace

std::vector<Place> locate(const FoundObject& object, const std::vector<std::string>& fields)
{
    Places places;
    for (const auto& field : fields) {
        for (std::optional path{field}; path && places.emplace(*path, std::nullopt).second;) {
            path = parent(*path);
        }
    }
    Walk{object, places}.run();
    std::vector<Place> found;
    for (const auto& field : fields) {
        std::string path = field;
        while (!path.empty() && !places[path]) {
            path = *parent(path);
        }
        found.push_back(places[path].value_or(object.place));
    }
    return found;
}

} // namespace cb::parse
