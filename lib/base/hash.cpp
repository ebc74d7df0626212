#include "base/hash.hpp"

#include "base/error.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <vector>

namespace cb {

namespace {

template <typename Range> std::string hex(const Range& bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

/// Throws unless `done` is 1, which is libcrypto's success.
void check(int done)
{
    if (done != 1) {
        throw Error{Errc::system, "libcrypto cannot compute SHA-256"};
    }
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept
{
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_{EVP_MD_CTX_new()}
{
    check(context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0);
}

void Sha256::update(std::string_view data)
{
    check(EVP_DigestUpdate(context_.get(), data.data(), data.size()));
}

std::string Sha256::hex()
{
    std::array<std::uint8_t, 32> digest{};
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return cb::hex(digest);
}

std::string sha256_hex(std::string_view data)
{
    Sha256 hash;
    hash.update(data);
    return hash.hex();
}

std::string hmac_sha256_hex(std::string_view key, std::string_view data)
{
    std::array<std::uint8_t, 32> digest{};
    const auto* const bytes = reinterpret_cast<const unsigned char*>(data.data());
    check(HMAC(EVP_sha256(),
               key.data(),
               static_cast<int>(key.size()),
               bytes,
               data.size(),
               digest.data(),
               nullptr) != nullptr
              ? 1
              : 0);
    return hex(digest);
}

std::string random_hex(std::size_t bytes)
{
    std::vector<std::uint8_t> random(bytes);
    if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(bytes)) {
        throw_errno("getting random bytes");
    }
    return hex(random);
}

} // namespace cb
