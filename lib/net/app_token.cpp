#include "net/app_token.hpp"

#include "json/value.hpp"
#include "json/writer.hpp"
#include "net/forges.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>

namespace cb::net {

namespace {

struct FreeBio {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/// RFC 4648, section 5, without padding.
std::string base64url(std::string_view data)
{
    constexpr std::size_t group_bytes = 3;
    constexpr std::size_t group_letters = 4;
    std::string text((data.size() + group_bytes - 1) / group_bytes * group_letters + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(data.data()),
                                       static_cast<int>(data.size()));
    text.resize(static_cast<std::size_t>(length));
    text.erase(std::find(text.begin(), text.end(), '='), text.end());
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

/// libcrypto would ask on the terminal for a passphrase.
int no_passphrase(char*, int, int, void*)
{
    return -1;
}

std::string sign(const Secret& key, std::string_view text)
{
    const std::unique_ptr<BIO, FreeBio> pem{
        BIO_new_mem_buf(key.reveal().data(), static_cast<int>(key.reveal().size()))};
    const std::unique_ptr<EVP_PKEY, FreeKey> rsa{
        PEM_read_bio_PrivateKey(pem.get(), nullptr, &no_passphrase, nullptr)};
    ERR_clear_error();
    if (!rsa || EVP_PKEY_get_base_id(rsa.get()) != EVP_PKEY_RSA) {
        throw Error{Errc::usage,
                    "the key of the GitHub App is not an RSA key in PEM without a passphrase: take "
                    "the file that GitHub gave"};
    }
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
    const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t length = 0;
    std::string signature;
    const bool is_started =
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, rsa.get()) == 1 &&
        EVP_DigestSign(context.get(), nullptr, &length, data, text.size()) == 1;
    signature.resize(length);
    if (!is_started || EVP_DigestSign(context.get(),
                                      reinterpret_cast<unsigned char*>(signature.data()),
                                      &length,
                                      data,
                                      text.size()) != 1) {
        throw Error{Errc::system, "libcrypto cannot sign with the key of the GitHub App"};
    }
    signature.resize(length);
    return signature;
}

Response ask(Client& client, const Request& request)
{
    auto response = client.send(request);
    require_ok(request, response);
    return response;
}

Request request_of(const std::string& repository, Method method, Url url, Secret token)
{
    return {.doing = fmt::format("asking for a token of the GitHub App for {}", repository),
            .method = method,
            .url = std::move(url),
            .headers = {{"Accept", "application/vnd.github+json"}},
            .secrets = {{"Authorization", "Bearer ", std::move(token)}},
            .repeat = Repeat::allowed}; // another token does no harm
}

} // namespace

Secret make_app_token(const GithubApp& app, Time now)
{
    // A minute back, because clocks differ.
    const auto at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
    JsonWriter claims;
    claims.begin_object()
        .member("iat", std::int64_t{(at - std::chrono::minutes{1}).count()})
        .member("exp", std::int64_t{(at + std::chrono::minutes{9}).count()})
        .member("iss", app.id)
        .end_object();
    const auto text =
        fmt::format("{}.{}", base64url(R"({"alg":"RS256","typ":"JWT"})"), base64url(claims.text()));
    return Secret{fmt::format("{}.{}", text, base64url(sign(app.key, text)))};
}

Secret fetch_installation_token(Client& client,
                                const GithubApp& app,
                                const Url& api,
                                const std::string& repository)
{
    const auto token = make_app_token(app, now());
    JsonParser parser;
    const auto read = [&](const Response& response) {
        auto parsed = parser.parse(response.body);
        return parsed ? *parsed : JsonValue{};
    };
    const auto found = ask(client,
                           request_of(repository,
                                      Method::get,
                                      api.below(fmt::format("/repos/{}/installation", repository)),
                                      token));
    const auto id = read_count(read(found)["id"], "id");
    const auto made =
        ask(client,
            request_of(repository,
                       Method::post,
                       api.below(fmt::format("/app/installations/{}/access_tokens", id)),
                       token));
    const auto text = read(made)["token"].text();
    if (!text || text->empty()) {
        throw Error{Errc::unavailable, fmt::format("{}: the answer has no token", api.origin())};
    }
    return Secret{std::string{*text}};
}

} // namespace cb::net
