#include "report/report.hpp"

#include "base/paths.hpp"
#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "report/branch.hpp"
#include "report/comparisons.hpp"
#include "report/drawings.hpp"
#include "report/hosts.hpp"
#include "report/jobs.hpp"
#include "report/text.hpp"
#include "store/history_reader.hpp"
#include "verdict/changes_formats.hpp"
#include "verdict/triage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::report {

namespace {

namespace fs = std::filesystem;

constexpr std::array asset_names{"index.html", "app.js", "app.css"};

fs::path find_asset(const ReportRequest& request, std::string_view name)
{
    if (request.assets) {
        return *request.assets / name;
    }
    try {
        return shipped_file(fmt::format("report/{}", name));
    } catch (const Error& error) {
        throw Error{
            Errc::system,
            fmt::format("{}; this cb was built without npm, or npm could not reach its registry: "
                        "install npm (Debian: apt install npm), check npm ping, then configure "
                        "and build cb again; or use the pages of another build with --assets DIR",
                        error.what())};
    }
}

/// Writes the pages' own files, and returns the first page, which is written last.
std::string write_assets(const ReportRequest& request, Site& site)
{
    constexpr Bytes max_asset{4U << 20U};
    std::string page;
    for (const std::string_view name : asset_names) {
        auto content = read_file(find_asset(request, name), max_asset);
        if (name == "index.html") {
            page = std::move(content);
        } else {
            site.put(fmt::format("assets/{}", name), content);
        }
    }
    return page;
}

struct Branch {
    std::optional<std::string> name; ///< nullopt: all commits
    std::string directory;
};

/// Writes the site of a store.
class ReportWriter {
public:
    ReportWriter(store::Queries& queries, const ReportRequest& request, Site& site, Log& log)
        : queries_{queries}, source_{queries,
                                     verdict::open_cache(request.cache, "changes"),
                                     verdict::open_cache(request.cache, "report")},
          request_{request}, site_{site}, log_{log}
    {}

    void write()
    {
        const auto selected = store::select(queries_, request_.selection);
        index_.begin_array();
        for (const auto& repository : selected.repositories) {
            write_repository(repository);
        }
        index_.end_array();
        write_hosts(queries_, site_);
        site_.put("feed.xml", verdict::to_atom(feed_, last_stored_));
        JsonWriter json;
        json.begin_object()
            .member("title", to_utf8(request_.title))
            .member("version", request_.version);
        if (last_stored_ != Time{}) {
            json.member("as_of", to_rfc3339(last_stored_));
        }
        json.key("repositories").raw(index_.text()).end_object();
        site_.put("data/index.js", make_script("data/index.js", json.text()));
    }

private:
    /// The main branch comes first, then others, those with the latest commits first.
    [[nodiscard]] std::vector<Branch> list_branches(const std::string& directory,
                                                    const store::CommitNames& names,
                                                    const std::optional<std::string>& main)
    {
        constexpr std::size_t max_branches = 8;
        const auto directory_of = [&directory](const std::optional<std::string>& name) {
            return directory + "/" + (name ? make_key(*name) : "all");
        };
        std::vector<Branch> branches{{main, directory_of(main)}};
        if (request_.selection.branch) {
            return branches;
        }
        for (auto at = names.commits.rbegin(); at != names.commits.rend(); ++at) {
            for (const auto& ref : names.refs) {
                if (ref.kind == store::RefInfo::Kind::branch && ref.commit == at->hash &&
                    ref.name != main && branches.size() < max_branches) {
                    branches.push_back({ref.name, directory_of(ref.name)});
                }
            }
        }
        return branches;
    }

    void write_repository(const std::string& repository)
    {
        const auto key = make_key(repository);
        const auto directory = "data/" + key;
        const auto jobs = queries_.jobs(repository);
        write_jobs(queries_, repository, directory, jobs, site_);
        if (!jobs.empty()) {
            last_stored_ = std::max(last_stored_, jobs.front().stored_at);
        }
        const auto names = queries_.names(repository);
        const auto history = queries_.read_history(repository, std::nullopt);
        const ComparedRepository compared{
            queries_, repository, names.commits, verdict::open_cache(request_.cache, "medians")};
        auto comparisons = write_comparisons(
            compared, directory, find_pairs(compared, history, jobs), site_, log_);
        const auto& selected = request_.selection.branch;
        const auto branches = list_branches(
            directory,
            names,
            selected ? queries_.read_history(repository, selected).branch() : history.branch());
        std::optional<BranchSummary> main;
        for (const auto& [name, its_directory] : branches) {
            BranchRequest wanted{.repository = repository,
                                 .directory = its_directory,
                                 .branch = name,
                                 .selection = request_.selection};
            if (!comparisons.empty() && !comparisons.front().pair.pull) {
                wanted.last = comparisons.front().report;
            }
            log_.info(fmt::format("{}: the branch {}",
                                  printable(repository, 200),
                                  printable(name.value_or("of all commits"), 200)));
            auto summary = write_branch(source_, wanted, site_, log_);
            main = main ? std::move(main) : std::optional{std::move(summary)};
        }
        write_badge(repository, key, *main);
        write_index(repository, directory, branches, comparisons);
        add_to_index(repository, key, *main, jobs);
        add_to_feed(key, std::move(main->changes));
    }

    void
    write_badge(const std::string& repository, const std::string& key, const BranchSummary& main)
    {
        const auto text = main.regressions == 0 ? std::string{"no regression"}
                                                : fmt::format("{} regression{}",
                                                              main.regressions,
                                                              main.regressions == 1 ? "" : "s");
        site_.put(fmt::format("data/{}/badge.svg", key),
                  to_badge_svg(repository, text, main.regressions == 0 ? Tone::good : Tone::bad));
    }

    void write_index(const std::string& repository,
                     const std::string& directory,
                     const std::vector<Branch>& branches,
                     const std::vector<WrittenComparison>& comparisons)
    {
        JsonWriter json;
        json.begin_object().member("name", repository).key("branches").begin_array();
        for (const auto& [name, its_directory] : branches) {
            json.begin_object()
                .member("name", name.value_or(""))
                .member("directory", its_directory)
                .end_object();
        }
        json.end_array().key("comparisons").begin_array();
        for (const auto& one : comparisons) {
            json.begin_object()
                .member("base", one.pair.base)
                .member("candidate", one.pair.candidate)
                .member("pull", one.pair.pull)
                .member("path", one.path)
                .member("verdict", one.verdict)
                .end_object();
        }
        json.end_array().end_object();
        const auto path = directory + "/repository.js";
        site_.put(path, make_script(path, json.text()));
    }

    void add_to_index(const std::string& repository,
                      const std::string& key,
                      const BranchSummary& main,
                      const std::vector<store::JobInfo>& jobs)
    {
        constexpr std::size_t recent = 20;
        std::uint64_t failed = 0;
        for (std::size_t i = 0; i < std::min(jobs.size(), recent); ++i) {
            failed += jobs[i].status == Status::failed ? 1U : 0U;
        }
        const auto& commits = main.changes.commits;
        index_.begin_object()
            .member("name", repository)
            .member("key", key)
            .member("branch", main.changes.branch.value_or(""))
            .member("commits", std::uint64_t{commits.size()})
            .member("series", std::uint64_t{main.histories})
            .member("regressions", std::uint64_t{main.regressions})
            .member("improvements", std::uint64_t{main.improvements})
            .member("failed", failed)
            .member("recent", std::uint64_t{std::min(jobs.size(), recent)});
        if (!jobs.empty()) {
            index_.member("stored", to_rfc3339(jobs.front().stored_at));
        }
        if (!commits.empty()) {
            const auto& last = commits.back();
            index_.key("last")
                .begin_array()
                .value(last.hash)
                .value(last.committed_at ? to_rfc3339(*last.committed_at) : "")
                .value(last.author.value_or(""))
                .value(last.subject.value_or(""))
                .end_array();
        }
        index_.end_object();
    }

    /// Feeds have what people have not decided about, as cb changes shows by default.
    void add_to_feed(const std::string& key, verdict::RepositoryChanges changes)
    {
        verdict::remove_triaged(changes);
        static_cast<void>(verdict::keep_alerts(changes, {}));
        site_.put(fmt::format("data/{}/feed.xml", key),
                  verdict::to_atom({&changes, 1}, last_stored_));
        feed_.push_back(std::move(changes));
    }

    store::Queries& queries_;
    BranchSource source_;
    const ReportRequest& request_;
    Site& site_;
    Log& log_;
    JsonWriter index_{}; ///< of repositories
    std::vector<verdict::RepositoryChanges> feed_{};
    Time last_stored_{};
};

} // namespace

SiteCounts write_report(store::Queries& queries, const ReportRequest& request, Log& log)
{
    static_cast<void>(find_asset(request, asset_names.front())); // before anything is written
    Site site{request.directory};
    const auto page = write_assets(request, site);
    ReportWriter{queries, request, site, log}.write();
    site.put("index.html", page);
    return site.finish();
}

} // namespace cb::report
