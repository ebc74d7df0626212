#include "local_server.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/socket.h>
#include <sys/un.h>

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <iterator>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

namespace cb::test {

namespace {

std::size_t body_length(const std::string& head)
{
    constexpr std::string_view name = "Content-Length: ";
    std::size_t length = 0;
    if (const auto at = head.find(name); at != std::string::npos) {
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    }
    return length;
}

std::string receive(int fd)
{
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto head = text.find("\r\n\r\n");
        if (head != std::string::npos && text.size() >= head + 4 + body_length(text)) {
            return text;
        }
        const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

LocalServer::LocalServer(Answer answer)
    : answer_{std::move(answer)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), plain, size) != 0 || ::listen(listener_.get(), 16) != 0 ||
        ::getsockname(listener_.get(), plain, &size) != 0) {
        throw_errno("starting the server");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
}

LocalServer::LocalServer(Answer answer, const std::filesystem::path& socket)
    : answer_{std::move(answer)}, listener_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.native().copy(std::begin(address.sun_path), sizeof address.sun_path - 1);
    if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_.get(), 16) != 0) {
        throw_errno("starting the server");
    }
    thread_ = std::thread{[this] { serve(); }};
}

LocalServer::~LocalServer()
{
    ends_ = true;
    thread_.join();
}

net::Url LocalServer::url(const std::string& path) const
{
    return net::Url::parse(fmt::format("http://127.0.0.1:{}{}", port_, path)).value();
}

std::vector<std::string> LocalServer::requests() const
{
    const std::lock_guard lock{mutex_};
    return requests_;
}

std::string LocalServer::hang()
{
    while (!ends_) {
        ::usleep(5'000);
    }
    return {};
}

void LocalServer::serve()
{
    while (!ends_) {
        pollfd ready{listener_.get(), POLLIN, 0};
        if (::poll(&ready, 1, 10) <= 0) {
            continue;
        }
        const Fd peer{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        const auto request = receive(peer.get());
        {
            const std::lock_guard lock{mutex_};
            requests_.push_back(request);
        }
        const auto answer = answer_(request);
        static_cast<void>(::send(peer.get(), answer.data(), answer.size(), MSG_NOSIGNAL));
    }
}

std::string reply(const std::string& status, const std::string& headers, const std::string& body)
{
    return fmt::format("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                       status,
                       body.size(),
                       headers,
                       body);
}

net::ClientSettings quick_settings()
{
    using std::chrono::milliseconds;
    return {.transfer = {.limits = {.max_connect_time = milliseconds{500},
                                    .max_time = milliseconds{500},
                                    .max_body = Bytes{4096}}},
            .backoff = {.max_attempts = 3,
                        .first_pause = milliseconds{4},
                        .max_pause = milliseconds{20}},
            .max_total_time = std::chrono::seconds{5}};
}

} // namespace cb::test
