#include "parse/formats/asv_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::parse {

std::optional<Parameters> Parameters::of(JsonValue lists)
{
    constexpr std::size_t most_combinations = 1U << 24U;
    Parameters parameters;
    for (const auto values : lists.elements()) {
        auto& texts = parameters.values_.emplace_back();
        std::size_t longest = 0;
        for (const auto value : values.elements()) {
            const auto text = value.text();
            if (!text) {
                return std::nullopt;
            }
            texts.push_back(*text);
            longest = std::max(longest, text->size());
        }
        if (texts.empty()) {
            return std::nullopt;
        }
        parameters.longest_ += longest + 2;
        parameters.combinations_ =
            std::min(parameters.combinations_ * texts.size(), most_combinations);
    }
    return parameters;
}

std::string Parameters::text(std::size_t combination) const
{
    std::vector<std::string_view> chosen(values_.size());
    for (auto i = values_.size(); i-- > 0;) {
        chosen[i] = values_[i][combination % values_[i].size()];
        combination /= values_[i].size();
    }
    return chosen.empty() ? std::string{} : fmt::format("({})", fmt::join(chosen, ", "));
}

} // namespace cb::parse
