#include "host/process.hpp"

#include "base/file.hpp"
#include "base/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <string_view>
#include <system_error>

namespace cb::host {

namespace {

/// Reads the fields after the name, from the third on.
class StatFields {
public:
    /// The name is in parentheses and may contain any character.
    explicit StatFields(std::string_view text)
        : rest_{text.substr(std::min(text.size(), text.rfind(')') + 1))}
    {}

    /// \pre numbers are asked for in ascending order
    std::string_view text(int number)
    {
        std::string_view field;
        for (; next_ <= number; ++next_) {
            rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
            field = rest_.substr(0, rest_.find(' '));
            rest_.remove_prefix(field.size());
        }
        return field;
    }
    std::optional<std::uint64_t> count(int number)
    {
        const auto value = parse_count(text(number), 0, std::numeric_limits<std::uint64_t>::max());
        return value ? std::optional{*value} : std::nullopt;
    }

private:
    std::string_view rest_;
    int next_ = 3;
};

} // namespace

std::optional<ProcessFacts> read_process(pid_t pid)
{
    const auto text = read_small_file(fmt::format("/proc/{}/stat", pid));
    if (!text) {
        return std::nullopt;
    }
    StatFields fields{*text};
    const auto state = fields.text(3);
    const auto parent = fields.count(4);
    const auto group = fields.count(5);
    const auto start = fields.count(22);
    if (!parent || !group || !start) {
        return std::nullopt;
    }
    return ProcessFacts{.key = {pid, *start},
                        .parent = static_cast<pid_t>(*parent),
                        .group = static_cast<pid_t>(*group),
                        .is_running = state != "Z" && state != "X"};
}

bool is_running(const ProcessKey& process)
{
    const auto facts = read_process(process.pid);
    return facts && facts->key == process && facts->is_running;
}

std::vector<pid_t> list_processes()
{
    std::vector<pid_t> pids;
    std::error_code error;
    for (std::filesystem::directory_iterator it{"/proc", error}, end; !error && it != end;
         it.increment(error)) {
        const auto pid =
            parse_count(it->path().filename().native(), 1, std::numeric_limits<pid_t>::max());
        if (pid) {
            pids.push_back(static_cast<pid_t>(*pid));
        }
    }
    return pids;
}

} // namespace cb::host
