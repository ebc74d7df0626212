#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cb::net {

/// A token, a password or a key. It has no way into a stream, a format or a comparison; only
/// reveal() gives the text. The memory is overwritten when it is no longer needed.
class Secret {
public:
    explicit Secret(std::string text) : text_{std::move(text)} {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    /// The content of a file, at most 64 KiB, without blanks at its ends. Throws Error{usage} if it
    /// cannot be read, is empty, or may be read by every user of the machine.
    [[nodiscard]] static Secret read(const std::filesystem::path& file);

    /// The same of a file with one word that a header can hold.
    [[nodiscard]] static Secret read_token(const std::filesystem::path& file);

    /// For the server that it is meant for, and for nothing else.
    [[nodiscard]] const std::string& reveal() const noexcept { return text_; }

    /// `message` with "***" for each occurrence of the secret: servers repeat what they were sent.
    [[nodiscard]] std::string redact(std::string message) const;

private:
    std::string text_;
};

} // namespace cb::net
