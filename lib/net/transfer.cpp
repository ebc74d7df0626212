#include "net/transfer.hpp"

#include "base/heartbeat.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <system_error>

namespace cb::net {

namespace {

constexpr std::size_t max_header_bytes = std::size_t{256} << 10U;

struct FreeEasy {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeMulti {
    void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

/// What arrives, within its limits.
struct Incoming {
    Response response;
    Bytes max_body;
    std::size_t header_bytes = 0;
    bool is_too_large = false;
    bool has_whole_head = false; ///< libcurl takes a head that was cut for a response
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user)
{
    auto& incoming = *static_cast<Incoming*>(user);
    if (size > incoming.max_body.count() - incoming.response.body.size()) {
        incoming.is_too_large = true;
        return 0;
    }
    incoming.response.body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user)
{
    auto& incoming = *static_cast<Incoming*>(user);
    incoming.header_bytes += size;
    if (incoming.header_bytes > max_header_bytes) {
        incoming.is_too_large = true;
        return 0;
    }
    const std::string_view line{data, size};
    incoming.has_whole_head = trimmed(line).empty();
    if (line.starts_with("HTTP/")) {
        incoming.response.headers.clear(); // those before were of a 1xx, or of the proxy
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        incoming.response.headers.push_back({std::string{trimmed(line.substr(0, colon))},
                                             std::string{trimmed(line.substr(colon + 1))}});
    }
    return size;
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address)
{
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void append(HeaderList& list, const std::string& line)
{
    constexpr std::string_view ends{"\r\n\0", 3};
    if (line.find_first_of(ends) != std::string::npos) {
        throw Error{Errc::bad_input, "the header of a request must be one line"};
    }
    auto* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc{};
    }
    static_cast<void>(list.release());
    list.reset(longer);
}

HeaderList header_lines(const Request& request, Transfer::Secrets secrets)
{
    HeaderList list;
    append(list, "Expect:"); // no wait for "100 Continue"
    for (const auto& header : request.headers) {
        append(list, fmt::format("{}: {}", header.name, header.value));
    }
    if (secrets == Transfer::Secrets::send) {
        for (const auto& header : request.secrets) {
            append(list,
                   fmt::format("{}: {}{}", header.name, header.prefix, header.secret.reveal()));
        }
    }
    return list;
}

Failing failing_of(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return Failing::unknown_host;
    case CURLE_COULDNT_CONNECT:
        return Failing::connection;
    case CURLE_OPERATION_TIMEDOUT:
        return Failing::time;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
        return Failing::encryption;
    default:
        return Failing::cut;
    }
}

} // namespace

struct Transfer::State {
    std::string user_agent;
    TransferSettings settings;
    // The multi handle owns the connections, and ends after the easy one.
    std::unique_ptr<CURLM, FreeMulti> multi{};
    std::unique_ptr<CURL, FreeEasy> easy{};
    std::array<char, CURL_ERROR_SIZE> message{};

    template <typename T> void set(CURLoption option, T value)
    {
        if (const auto code = curl_easy_setopt(easy.get(), option, value); code != CURLE_OK) {
            throw Error{Errc::system, fmt::format("libcurl: {}", curl_easy_strerror(code))};
        }
    }

    void prepare(const Request& request, const Url& url, Duration max_time);
    void set_method(const Request& request);
    [[nodiscard]] CURLcode wait();
    [[noreturn]] void
    fail(const Request& request, const Url& url, CURLcode code, Duration max_time);
};

void Transfer::State::prepare(const Request& request, const Url& url, Duration max_time)
{
    const auto milliseconds = [](Duration time) {
        return static_cast<long>(
            std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::milliseconds>(time).count()));
    };
    curl_easy_reset(easy.get());
    message.fill('\0');
    set(CURLOPT_URL, url.text().c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, message.data());
    set(CURLOPT_USERAGENT, user_agent.c_str());
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_CONNECTTIMEOUT_MS,
        milliseconds(std::min(settings.limits.max_connect_time, max_time)));
    set(CURLOPT_TIMEOUT_MS, milliseconds(max_time));
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_HEADERFUNCTION, &take_header);
    if (settings.ca_file) {
        set(CURLOPT_CAINFO, settings.ca_file->c_str());
    }
    if (settings.unix_socket) {
        set(CURLOPT_UNIX_SOCKET_PATH, settings.unix_socket->c_str());
        set(CURLOPT_PROXY, "");
    }
    set_method(request);
}

void Transfer::State::set_method(const Request& request)
{
    if (request.method == Method::head) {
        set(CURLOPT_NOBODY, 1L);
    } else if (request.method != Method::get) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(CURLOPT_POSTFIELDS, request.body.data()); // libcurl copies nothing
        set(CURLOPT_CUSTOMREQUEST, std::string{to_string(request.method)}.c_str());
    }
}

/// Waits for the end of the transfer as collect() of base does.
CURLcode Transfer::State::wait()
{
    const auto check = [](CURLMcode code) {
        if (code != CURLM_OK) {
            throw Error{Errc::system, fmt::format("libcurl: {}", curl_multi_strerror(code))};
        }
    };
    curl_waitfd stop{stop_fd(), CURL_WAIT_POLLIN, 0};
    for (int running = 1;;) {
        throw_if_stopped();
        beat();
        check(curl_multi_perform(multi.get(), &running));
        int left = 0;
        if (const auto* const done = curl_multi_info_read(multi.get(), &left); done != nullptr) {
            return done->data.result;
        }
        constexpr auto max_wait =
            std::chrono::duration_cast<std::chrono::milliseconds>(heartbeat_interval);
        check(curl_multi_poll(multi.get(),
                              stop.fd < 0 ? nullptr : &stop,
                              stop.fd < 0 ? 0 : 1,
                              static_cast<int>(max_wait.count()),
                              nullptr));
    }
}

void Transfer::State::fail(const Request& request, const Url& url, CURLcode code, Duration max_time)
{
    const auto failing = failing_of(code);
    std::string reason{message[0] != '\0' ? message.data() : curl_easy_strerror(code)};
    long number = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_OS_ERRNO, &number);
    if (failing == Failing::time) {
        reason = fmt::format("no complete response within {:g} s", seconds(max_time));
    } else if (failing == Failing::connection && number != 0) {
        reason = std::generic_category().message(static_cast<int>(number));
    }
    throw NoResponse{
        failing,
        without_secrets(request,
                        fmt::format("{}: {}: {}", request.doing, url.origin(), trimmed(reason)))};
}

Transfer::Transfer(std::string user_agent, TransferSettings settings)
    : state_{new State{std::move(user_agent), std::move(settings)}}
{
    static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT); // once, and thread-safe
    state_->multi.reset(curl_multi_init());
    state_->easy.reset(curl_easy_init());
    if (ready != CURLE_OK || !state_->multi || !state_->easy) {
        throw Error{Errc::system, "libcurl cannot be initialized"};
    }
}

Transfer::~Transfer() = default;

Response
Transfer::send(const Request& request, const Url& url, Secrets secrets, const Deadline& deadline)
{
    const auto started = std::chrono::steady_clock::now();
    auto max_time = state_->settings.limits.max_time;
    if (deadline) {
        max_time = std::clamp<Duration>(*deadline - started, Duration{1}, max_time);
    }
    const auto headers = header_lines(request, secrets);
    Incoming incoming{.response = {.url = url}, .max_body = state_->settings.limits.max_body};
    state_->prepare(request, url, max_time);
    state_->set(CURLOPT_HTTPHEADER, headers.get());
    state_->set(CURLOPT_WRITEDATA, &incoming);
    state_->set(CURLOPT_HEADERDATA, &incoming);
    /// In the multi handle while it is in use, also if a signal ends the wait.
    struct Added {
        State& state;
        explicit Added(State& s) : state{s} { curl_multi_add_handle(s.multi.get(), s.easy.get()); }
        Added(const Added&) = delete;
        Added& operator=(const Added&) = delete;
        ~Added() { curl_multi_remove_handle(state.multi.get(), state.easy.get()); }
    };
    const Added added{*state_};
    const auto code = state_->wait();
    if (incoming.is_too_large) {
        throw NoResponse{Failing::size,
                         fmt::format("{}: {}: the response is larger than {}",
                                     request.doing,
                                     url.origin(),
                                     incoming.max_body.to_string())};
    }
    if (code != CURLE_OK || !incoming.has_whole_head) {
        state_->fail(request, url, code == CURLE_OK ? CURLE_GOT_NOTHING : code, max_time);
    }
    long status = 0;
    curl_easy_getinfo(state_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
    incoming.response.status = static_cast<unsigned>(status);
    incoming.response.time = std::chrono::steady_clock::now() - started;
    return std::move(incoming.response);
}

} // namespace cb::net
