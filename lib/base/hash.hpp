#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st; // libcrypto's EVP_MD_CTX

namespace cb {

/// SHA-256 of data that arrives in pieces.
class Sha256 {
public:
    Sha256();
    void update(std::string_view data);
    /// The digest as 64 lower-case hexadecimal digits. May be called only once.
    [[nodiscard]] std::string hex();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// SHA-256 of `data` as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view data);

/// HMAC (RFC 2104) with SHA-256 as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view data);

/// `bytes` random bytes from the kernel (getrandom(2)) in lower-case hexadecimal.
[[nodiscard]] std::string random_hex(std::size_t bytes);

} // namespace cb
