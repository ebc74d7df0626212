#include "notify/mail.hpp"

#include "base/fd.hpp"
#include "base/hash.hpp"
#include "base/last_lines.hpp"
#include "base/subprocess.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "notify/text.hpp"

#include <fmt/format.h>

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <sysexits.h>
#include <unistd.h>

namespace cb::notify {

namespace {

/// A file in memory.
Fd make_memory_file(const char* name)
{
    Fd file{::memfd_create(name, MFD_CLOEXEC)};
    if (!file) {
        throw_errno("making a file in memory");
    }
    return file;
}

void rewind_to_start(const Fd& file)
{
    if (::lseek(file.get(), 0, SEEK_SET) != 0) {
        throw_errno("rewinding a file in memory");
    }
}

/// RFC 5322, section 3.3, in any locale.
std::string to_mail_date(Time time)
{
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    const auto moment = static_cast<std::time_t>(seconds);
    std::tm parts{};
    ::gmtime_r(&moment, &parts);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                       days.at(static_cast<std::size_t>(parts.tm_wday)),
                       parts.tm_mday,
                       months.at(static_cast<std::size_t>(parts.tm_mon)),
                       parts.tm_year + 1900,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec);
}

std::string host_name()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

/// Whether sendmail's status means that another try is pointless (sysexits.h(3head)).
bool is_refusal(int status)
{
    return status == EX_USAGE || status == EX_DATAERR || status == EX_NOUSER ||
           status == EX_NOHOST || status == EX_NOPERM;
}

class MailChannel final : public Channel {
public:
    MailChannel(MailSettings settings, When when, Templates templates)
        : settings_{std::move(settings)}, when_{when}, templates_{std::move(templates)}
    {
        std::sort(settings_.to.begin(), settings_.to.end());
    }

    [[nodiscard]] std::string name() const override
    {
        return fmt::format("mail {}", fmt::join(settings_.to, ","));
    }
    [[nodiscard]] std::optional<Notice> compose(const Message& message) override;
    [[nodiscard]] std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& remote_id) override;

private:
    [[nodiscard]] Command command() const;

    MailSettings settings_;
    When when_;
    Templates templates_;
};

std::optional<Notice> MailChannel::compose(const Message& message)
{
    constexpr std::size_t max_subject = 150;
    constexpr std::size_t max_bytes = 100'000;
    if (!is_wanted(message, when_)) {
        return std::nullopt;
    }
    auto text = fmt::format(
        "To: {}\n"
        "Subject: {}\n"
        "Auto-Submitted: auto-generated\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n\n",
        fmt::join(settings_.to, ",\n "),
        to_mail_header(
            cut(fmt::format("[cb] {}: {}", name_of(message), headline_of(message)), max_subject)));
    text += to_base64_lines(to_plain_text(message, templates_.message, max_bytes));
    return Notice{"commit " + message.source.commit->hex(),
                  "sendmail",
                  fmt::format("{}", fmt::join(settings_.to, ",")),
                  {},
                  std::move(text)};
}

Command MailChannel::command() const
{
    Command command{{settings_.program, "-i"}};
    if (settings_.from) {
        command.argv.insert(command.argv.end(), {"-f", *settings_.from});
    }
    command.argv.emplace_back("--");
    command.argv.insert(command.argv.end(), settings_.to.begin(), settings_.to.end());
    return command;
}

std::optional<std::string> MailChannel::send(const Notice& notice,
                                             const std::optional<std::string>& /*remote_id*/)
{
    constexpr std::chrono::seconds max_time{60};
    constexpr std::size_t id_digits = 32;
    auto text = fmt::format("Date: {}\nMessage-ID: <{}.cb@{}>\n",
                            to_mail_date(now()),
                            sha256_hex(notice.body).substr(0, id_digits),
                            host_name());
    text += settings_.from ? fmt::format("From: {}\n", *settings_.from) : "";
    const auto input = make_memory_file("mail");
    write_all(input.get(), text + notice.body, "a mail in memory");
    rewind_to_start(input);
    const auto errors = make_memory_file("errors");
    Subprocess child{command(), {.in = input.get(), .out = errors.get(), .err = errors.get()}};
    const auto end = child.wait(deadline_in(max_time));
    if (!end) {
        throw Error{Errc::unavailable,
                    fmt::format("{} did not end within {} s", settings_.program, max_time.count())};
    }
    if (*end == ProcessEnd{Exited{0}}) {
        return std::nullopt;
    }
    rewind_to_start(errors);
    const auto said = last_lines(read_some(errors.get(), "what sendmail said"), 1, 200);
    const auto* const exited = std::get_if<Exited>(&*end);
    throw Error{exited != nullptr && is_refusal(exited->code) ? Errc::usage : Errc::unavailable,
                fmt::format("mailing {}: {} {}{}",
                            notice.subject,
                            settings_.program,
                            to_string(*end),
                            said.empty() ? "" : ": " + printable(said.front(), 200))};
}

} // namespace

Parsed<std::string> parse_mail_address(std::string_view text)
{
    constexpr std::size_t max_bytes = 254; // RFC 5321, section 4.5.3
    constexpr std::string_view signs = "@.-_+=~#%";
    const bool is_address =
        !text.empty() && text.size() <= max_bytes && text.front() != '-' &&
        std::count(text.begin(), text.end(), '@') <= 1 &&
        std::all_of(text.begin(), text.end(), [&](char c) {
            return is_letter(c) || is_digit(c) || signs.find(c) != std::string_view::npos;
        });
    return is_address ? Parsed<std::string>{std::string{text}}
                      : tl::unexpected{fmt::format("{} is no address of mail", quote(text))};
}

std::unique_ptr<Channel>
make_mail_channel(MailSettings settings, When when, const Templates& templates)
{
    return std::make_unique<MailChannel>(std::move(settings), when, templates);
}

} // namespace cb::notify
