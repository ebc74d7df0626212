#pragma once

#include "manifest/words.hpp"
#include "store/queries.hpp"
#include "verdict/bisection.hpp"
#include "verdict/confirmation.hpp"

#include <optional>
#include <string>
#include <vector>

/// The answers of `cb confirm` and `cb bisect` in words and as JSON.
namespace cb::verdict {

struct NamedCommit {
    std::string hash;    ///< full
    std::string subject; ///< "" where it is not needed
    std::vector<std::string> parents{};
};

/// What an answer is about.
struct InquirySubject {
    std::string repository;
    std::optional<store::SeriesInfo> series{}; ///< nullopt: nothing is measured yet
    std::vector<NamedCommit> commits{};        ///< by Trial::commit
    std::vector<std::string> reproduce{};      ///< the arguments of cb that measure it again
};

/// What the difference means; nullopt if there is none or it is not known yet.
[[nodiscard]] std::optional<Comparison> comparison_of(const Confirmation& found,
                                                      const InquirySubject& subject);

[[nodiscard]] std::string to_text(const Confirmation& found, const InquirySubject& subject);
[[nodiscard]] std::string to_text(const Bisection& found, const InquirySubject& subject);
[[nodiscard]] std::string to_json(const Confirmation& found, const InquirySubject& subject);
[[nodiscard]] std::string to_json(const Bisection& found, const InquirySubject& subject);

} // namespace cb::verdict
