#include "watch/watching.hpp"

void KeptLog::write(cb::Level level, std::string_view message)
{
    (level == cb::Level::error ? errors : warnings).emplace_back(message);
}

cb::watch::WatchResult Watching::pass(const cb::watch::WatchRequest& request)
{
    emitted.clear();
    const auto find_stored = [this](std::span<const cb::JobId> ids) {
        batches.push_back(ids.size());
        std::vector<cb::KnownJob> found;
        for (const auto& id : ids) {
            if (stored.contains(id)) {
                found.push_back({.work = id});
            }
            if (const auto at = failed.find(id); at != failed.end()) {
                found.push_back(at->second);
            }
        }
        return found;
    };
    const auto find_last_pass = [this](const std::string&, const std::string&, cb::Time after) {
        return last_pass && *last_pass > after ? last_pass : std::nullopt;
    };
    const auto emit = [this](const cb::Manifest& manifest) { emitted.push_back(manifest); };
    return cb::watch::watch({&request, 1}, {find_stored, find_last_pass}, claims, emit, log);
}

cb::watch::WatchResult Watching::pass_and_store(const cb::watch::WatchRequest& request)
{
    const auto result = pass(request);
    for (const auto& manifest : emitted) {
        stored.insert(manifest.job());
    }
    return result;
}

std::vector<std::string> Watching::subjects() const
{
    std::vector<std::string> subjects;
    for (const auto& manifest : emitted) {
        subjects.push_back(*manifest.source().subject + "@" +
                           manifest.source().branch.value_or("-"));
    }
    return subjects;
}

cb::watch::WatchRequest request_for(const std::filesystem::path& repository)
{
    return request_for(repository, cb::watch::BranchSelection{});
}

cb::watch::WatchRequest request_for(const std::filesystem::path& repository,
                                    cb::watch::BranchSelection selection)
{
    cb::watch::WatchRequest request;
    request.repositories = {repository};
    request.selection = std::move(selection);
    return request;
}

cb::watch::WatchRequest request_for(const std::filesystem::path& repository, std::string_view range)
{
    auto request = request_for(repository);
    request.selection = cb::watch::RevisionRange::parse(range).value();
    return request;
}
