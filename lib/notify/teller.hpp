#pragma once

#include "notify/judge.hpp"
#include "notify/notify.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace cb::notify {

/// What went wrong with a channel.
struct Trouble {
    std::string reason; ///< the first one
    std::uint64_t pending = 0, refused = 0;
    /// What happens to further messages of this call, which are not sent.
    std::optional<store::Notice::State> rest{};
    std::optional<Time> retry_at{};
};

/// Tells messages to channels: each once, by what the store remembers.
class Teller {
public:
    Teller(store::Notices& notices, Channels channels, const NotifyRequest& request, Log& log)
        : notices_{notices}, channels_{channels}, request_{request}, log_{log}
    {}

    void tell_pending(Judge& judge);
    void tell(const Message& message);
    void report();
    /// After a request to stop, all that was to be told is pending.
    void throw_if_interrupted() const
    {
        if (interrupted_) {
            throw Interrupted{*interrupted_};
        }
    }
    [[nodiscard]] const NotifySummary& summary() const noexcept { return summary_; }

private:
    using State = store::Notice::State;

    [[nodiscard]] std::optional<Notice> compose(Channel& channel, const Message& message);
    void tell(Channel& channel, const Message& message);
    void tell_again(Channel& channel, const store::Notice& notice, Judge& judge);
    void send(Channel& channel,
              const Notice& notice,
              const store::Telling& telling,
              const store::Turn& turn);
    [[nodiscard]] store::Turn take(const store::Telling& telling);
    void put_off(const store::Telling& telling, const std::string& reason, std::optional<Time> at);
    void refuse(const store::Telling& telling, const std::string& reason);
    Trouble& count(const store::NoticeKey& key, State state, const std::string& reason);

    store::Notices& notices_;
    Channels channels_;
    const NotifyRequest& request_;
    Log& log_;
    std::map<std::string, Trouble> troubles_{};
    std::set<std::string> counted_{}; ///< what troubles_ counts, because it may be tried twice
    std::optional<Interrupted> interrupted_{};
    NotifySummary summary_{};
};

} // namespace cb::notify
