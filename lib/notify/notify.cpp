#include "notify/notify.hpp"

#include "json/writer.hpp"
#include "notify/batches.hpp"
#include "notify/teller.hpp"

#include <utility>

namespace cb::notify {

namespace {

std::string to_preview(const Channel& channel, const Message& message, const Notice& notice)
{
    JsonWriter json;
    json.begin_object()
        .member("channel", channel.name())
        .member("repository", message.source.repo)
        .member("subject", notice.subject)
        .member("method", notice.method)
        .member("address", notice.address)
        .key("body");
    if (notice.body.starts_with('{')) {
        json.raw(notice.body);
    } else {
        json.value(notice.body);
    }
    json.end_object();
    return json.take() + "\n";
}

} // namespace

NotifySummary tell_all(const JobInput& input,
                       store::Queries& queries,
                       store::Notices& notices,
                       Channels channels,
                       const NotifyRequest& request,
                       Log& log)
{
    Teller teller{notices, channels, request, log};
    {
        Judge judge{queries, request.judging, log};
        teller.tell_pending(judge);
    }
    bool is_first = true;
    for_each_batch(
        input,
        request,
        [&](const std::vector<Subject>& subjects) {
            Judge judge{queries, request.judging, log};
            if (!std::exchange(is_first, false)) {
                teller.tell_pending(judge);
            }
            for (const auto& subject : subjects) {
                teller.tell(judge.judge(subject.source, subject.story));
            }
            teller.report();
            teller.throw_if_interrupted();
        },
        log);
    teller.report();
    teller.throw_if_interrupted();
    return teller.summary();
}

void preview_all(const JobInput& input,
                 store::Queries& queries,
                 Channels channels,
                 const NotifyRequest& request,
                 const std::function<void(const std::string&)>& write,
                 Log& log)
{
    for_each_batch(
        input,
        request,
        [&](const std::vector<Subject>& subjects) {
            Judge judge{queries, request.judging, log};
            for (const auto& subject : subjects) {
                const auto message = judge.judge(subject.source, subject.story);
                for (const auto& channel : channels) {
                    if (const auto notice = channel->compose(message)) {
                        write(to_preview(*channel, message, *notice));
                    }
                }
            }
        },
        log);
}

} // namespace cb::notify
