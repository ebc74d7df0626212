#include "project/current_bench.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"
#include "json/value.hpp"
#include "project/toml_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

/// The file is described by pipeline/lib/config.ml of github.com/ocurrent/current-bench.
namespace cb::project {

namespace {

constexpr std::size_t max_shown_bytes = 200;
constexpr std::size_t max_remarks = 200;

constexpr const char* default_worker = "autumn";
constexpr const char* default_image = "ocaml/opam:debian-ocaml-5.0";

constexpr std::array<std::string_view, 10> entry_keys{"name",
                                                      "worker",
                                                      "image",
                                                      "dockerfile",
                                                      "schedule",
                                                      "build_args",
                                                      "notify_github",
                                                      "if_label",
                                                      "branches",
                                                      "bench_repo"};

/// One environment of a repository.
struct Entry {
    std::string repository; ///< "owner/name"
    std::string worker, image;
    std::optional<std::string> dockerfile{}, label{};
    std::vector<std::string> branches{}, build_args{};

    /// What current-bench calls the environment in its database.
    [[nodiscard]] const std::string& name() const { return dockerfile ? *dockerfile : image; }
};

std::string shown(std::string_view text)
{
    return printable(text, max_shown_bytes);
}

class FileReader {
public:
    explicit FileReader(std::vector<std::string>& remarks) : remarks_{remarks} {}

    [[nodiscard]] std::vector<Entry> read(JsonValue root)
    {
        std::vector<Entry> entries;
        std::size_t number = 0;
        for (const auto element : root["repositories"].elements()) {
            place_ = fmt::format("repositories/{}", number++);
            if (auto entry = read_entry(element)) {
                entries.push_back(std::move(*entry));
            }
        }
        place_.clear();
        read_others(root);
        return entries;
    }

private:
    void remark(std::string_view key, std::string_view what)
    {
        if (remarks_.size() < max_remarks) {
            remarks_.push_back(fmt::format(
                "{}{}{}: {}", place_, place_.empty() || key.empty() ? "" : "/", shown(key), what));
        }
    }

    std::optional<std::string> text_of(JsonValue entry, std::string_view key)
    {
        const auto value = entry[key];
        if (!value) {
            return std::nullopt;
        }
        const auto text = value.text();
        if (!text || text->empty() || text->size() > max_shown_bytes) {
            remark(key, "is no text of 1 to 200 bytes; it is left out");
            return std::nullopt;
        }
        return std::string{*text};
    }

    std::vector<std::string> texts_of(JsonValue entry, std::string_view key)
    {
        std::vector<std::string> texts;
        if (entry[key] && !entry[key].is_list()) {
            remark(key, "is no list of texts; it is left out");
        }
        for (const auto element : entry[key].elements()) {
            const auto text = element.text();
            if (text && !text->empty()) {
                texts.emplace_back(*text);
            } else {
                remark(key, "has something else than texts; that is left out");
            }
        }
        return texts;
    }

    std::optional<Entry> read_entry(JsonValue element)
    {
        const auto name = text_of(element, "name");
        const auto slash = name ? name->find('/') : std::string::npos;
        if (slash == std::string::npos || slash == 0 || slash + 1 == name->size()) {
            remark("name", "is not OWNER/NAME; the entry is left out");
            return std::nullopt;
        }
        place_ += fmt::format(" ({})", shown(*name));
        Entry entry{.repository = *name,
                    .worker = text_of(element, "worker").value_or(default_worker),
                    .image = text_of(element, "image").value_or(default_image),
                    .dockerfile = text_of(element, "dockerfile"),
                    .label = text_of(element, "if_label"),
                    .branches = texts_of(element, "branches"),
                    .build_args = texts_of(element, "build_args")};
        std::erase_if(entry.build_args, [this](const std::string& argument) {
            const auto end = argument.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                        "abcdefghijklmnopqrstuvwxyz_0123456789");
            const bool is_wrong = end == 0 || end == std::string::npos || argument[end] != '=';
            if (is_wrong) {
                remark("build_args", shown(argument) + " is not NAME=VALUE; it is left out");
            }
            return is_wrong;
        });
        if (const auto worker = WorkerName::parse(entry.worker); !worker) {
            remark("worker", worker.error() + "; it is left out");
            entry.worker.clear();
        }
        remark_entry(element, entry);
        return entry;
    }

    /// What no project file can say.
    void remark_entry(JsonValue element, const Entry& entry)
    {
        if (entry.repository.starts_with("local/")) {
            remark("name", "write the path of its clone as repository into the file");
        }
        if (element["schedule"]) {
            remark("schedule",
                   fmt::format("\"{}\" becomes every and during in [configuration.watch], or the "
                               "OnCalendar of a timer of its own: cb help configuration",
                               shown(element["schedule"].text_or("?"))));
        }
        if (element["bench_repo"]) {
            remark("bench_repo",
                   fmt::format("clone {} and build with overlay = \"CLONE\": cb help building",
                               shown(element["bench_repo"].text_or("?"))));
        }
        const auto notify = element["notify_github"];
        if (notify && notify.truth().value_or(true)) {
            remark("notify_github",
                   "set CB_NOTIFY=yes for the timer, and github-token-file in [notify]: cb help "
                   "watching");
        }
        for (const auto [key, value] : element.members()) {
            if (std::find(entry_keys.begin(), entry_keys.end(), key) == entry_keys.end()) {
                remark(key, "current-bench has no such key; it is left out");
            }
        }
    }

    void read_others(JsonValue root)
    {
        if (root["slack"]) { // its address is a secret
            remark("slack",
                   "write the address into a file that only root can read, and name it as "
                   "slack-webhook-file in [notify]: cb help watching");
        }
        if (root["api_tokens"].size() > 0) {
            remark("api_tokens",
                   fmt::format("{} programs that send results pipe them into cb parse | cb store, "
                               "with a role of the database: docs/moving.md",
                               root["api_tokens"].size()));
        }
        for (const auto [key, value] : root.members()) {
            if (key != "repositories" && key != "slack" && key != "api_tokens") {
                remark(key, "current-bench has no such key; it is left out");
            }
        }
    }

    std::vector<std::string>& remarks_;
    std::string place_{};
};

/// The entries of a repository share a file unless a name would be there twice.
std::vector<std::vector<Entry>> divide(std::vector<Entry> entries,
                                       std::vector<std::string>& remarks)
{
    std::vector<std::vector<Entry>> groups;
    for (auto& entry : entries) {
        const auto is_same = [&entry](const Entry& other) {
            return other.name() == entry.name() && other.worker == entry.worker;
        };
        const auto has_name = [&entry](const Entry& other) { return other.name() == entry.name(); };
        const bool is_twice = std::any_of(groups.begin(), groups.end(), [&](const auto& group) {
            return std::any_of(group.begin(), group.end(), is_same);
        });
        if (is_twice) {
            remarks.push_back(fmt::format("{}: the environment {} on {} is there twice; the first "
                                          "one counts",
                                          shown(entry.repository),
                                          shown(entry.name()),
                                          shown(entry.worker)));
            continue;
        }
        const auto at = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return std::none_of(group.begin(), group.end(), has_name);
        });
        if (at == groups.end()) {
            groups.push_back({std::move(entry)});
        } else {
            at->push_back(std::move(entry));
        }
    }
    return groups;
}

/// A file name that no other draft has.
std::string choose_name(const std::vector<Entry>& entries, std::set<std::string>& used)
{
    const auto& first = entries.front();
    const auto slash = first.repository.find('/');
    const auto owner = to_file_name(first.repository.substr(0, slash));
    auto name = to_file_name(first.repository.substr(slash + 1));
    name = name.empty() ? "project" : name;
    const auto worker = to_file_name(first.worker);
    for (const auto& wish : {name,
                             name + "-" + worker,
                             owner + "-" + name,
                             fmt::format("{}-{}-{}", owner, name, worker)}) {
        if (!wish.ends_with('-') && !wish.starts_with('-') && used.insert(wish).second) {
            return wish;
        }
    }
    for (std::size_t number = 2;; ++number) {
        auto wish = fmt::format("{}-{}", name, number);
        if (used.insert(wish).second) {
            return wish;
        }
    }
}

/// current-bench runs all entries of a repository if one of them wants the branch or the label.
std::string watch_table(const std::vector<Entry>& entries)
{
    std::set<std::string> branches, labels;
    bool has_default = false;
    bool has_all_pulls = false;
    for (const auto& entry : entries) {
        branches.insert(entry.branches.begin(), entry.branches.end());
        has_default = has_default || entry.branches.empty();
        has_all_pulls = has_all_pulls || !entry.label;
        if (entry.label) {
            labels.insert(*entry.label);
        }
    }
    if (has_default) {
        branches.insert({"main", "master", "trunk"});
    }
    auto text = fmt::format("\n[watch]\nbranch = {}{}\npulls = true # those of forks are left out; "
                            "current-bench ran them: cb help watch, trust\n",
                            to_toml_words({branches.begin(), branches.end()}),
                            has_default ? " # the default branch: leave its name" : "");
    if (!has_all_pulls) {
        text += fmt::format("label = {}\n", to_toml_words({labels.begin(), labels.end()}));
    }
    return text;
}

std::string configuration_table(const Entry& entry)
{
    auto text = fmt::format("\n[[configuration]]\nname = {}\n", to_toml_text(entry.name()));
    if (!entry.worker.empty()) {
        text += fmt::format("worker = {}\n", to_toml_text(entry.worker));
    }
    text += "[configuration.build]\n";
    text += entry.dockerfile ? fmt::format("dockerfile = {}\n", to_toml_text(*entry.dockerfile))
                             : fmt::format("base = {}\n", to_toml_text(entry.image));
    if (!entry.build_args.empty()) {
        text += fmt::format("build-arg = {}\n", to_toml_words(entry.build_args));
    }
    return text;
}

std::string to_toml(const std::string& name, const std::vector<Entry>& entries)
{
    const auto& repository = entries.front().repository;
    const bool is_local = repository.starts_with("local/");
    const auto place =
        is_local ? repository.substr(repository.find('/') + 1) : "github:" + repository;
    auto text = fmt::format(R"(# How cb benchmarks {0}. cb help configuration has every key.
# Made by cb init from the repositories file of a current-bench.

repository = {1}{2}
repo = {3} # what cb import calls it, so that its history goes on
command = ["opam", "exec", "--", "make", "bench"]
)",
                            shown(repository),
                            to_toml_text(place),
                            is_local ? " # the path of its clone" : "",
                            to_toml_text(repository));
    text += watch_table(entries);
    text += fmt::format(R"(
[build]
network = "host" # opam downloads packages; a pull request that is not trusted gets none
timeout = "2h"
# dockerfile-from = {0} # what current-bench builds without a bench.Dockerfile

[run]
shm = "4G"
timeout = "2h"
# cpu = "3" # OCAML_BENCH_DOCKER_CPU of the worker; numa is its --docker-numa-node
# mount = ["/srv/current-bench-data"] # its volume was in bench-dir/current-bench-data
# network = "host" # if the benchmark needs it: current-bench did not forbid it
)",
                        to_toml_text(name + ".Dockerfile"));
    for (const auto& entry : entries) {
        text += configuration_table(entry);
    }
    return text;
}

/// As pipeline/lib/custom_dockerfile.ml makes it.
constexpr const char* dockerfile =
    R"(# What current-bench builds for a repository without a bench.Dockerfile. cb sets BASE.
ARG BASE=ocaml/opam:debian-ocaml-5.0
FROM $BASE
RUN sudo apt-get update \
 && sudo apt-get install -qq -y libffi-dev liblmdb-dev m4 pkg-config libgmp-dev libssl-dev libpcre3-dev
RUN sudo ln -f /usr/bin/opam-2.1 /usr/bin/opam && opam init --reinit -n && opam update
RUN mkdir -p /home/opam/bench-dir
WORKDIR /home/opam/bench-dir
COPY --chown=opam . .
RUN opam pin -y -n --with-version=dev . \
 && opam install -y --depext-only . \
 && opam install -y --deps-only --with-test .
)";

} // namespace

Moved move_current_bench(std::string_view text)
{
    JsonParser parser;
    const auto root = value_or_throw(
        parser.parse(text), Errc::bad_input, "the repositories file of current-bench");
    Moved moved;
    std::vector<std::pair<std::string, std::vector<Entry>>> repositories; // in their order
    for (auto& entry : FileReader{moved.remarks}.read(root)) {
        const auto at =
            std::find_if(repositories.begin(), repositories.end(), [&entry](const auto& each) {
                return each.first == entry.repository;
            });
        if (at == repositories.end()) {
            repositories.push_back({entry.repository, {}});
            repositories.back().second.push_back(std::move(entry));
        } else {
            at->second.push_back(std::move(entry));
        }
    }
    if (repositories.empty()) {
        throw Error{Errc::bad_input,
                    "this is not the repositories file of current-bench: it has no list "
                    "\"repositories\" with a name such as mirage/index"};
    }
    std::set<std::string> used;
    for (auto& [repository, entries] : repositories) {
        for (const auto& group : divide(std::move(entries), moved.remarks)) {
            const auto name = choose_name(group, used);
            Draft draft{.name = name,
                        .found = fmt::format("{} in the file, with {} environments",
                                             shown(repository),
                                             group.size()),
                        .toml = to_toml(name, group)};
            const bool has_base = std::any_of(
                group.begin(), group.end(), [](const Entry& entry) { return !entry.dockerfile; });
            if (has_base) {
                draft.dockerfile = dockerfile;
            }
            moved.drafts.push_back(std::move(draft));
        }
    }
    return moved;
}

} // namespace cb::project
