#include "base/file.hpp"
#include "base/time.hpp"
#include "engine/container/image_labels.hpp"
#include "engine/prune.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace cb::engine {

namespace {

std::set<std::string> lines_of(std::string_view text)
{
    std::set<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = trimmed(text.substr(0, end)); !line.empty()) {
            lines.emplace(line);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Of the output `"2026-11-28T07:00:00Z" 1234`. None where the engine says something else: what cb
/// does not understand it does not remove.
std::optional<Built> read_image(Engine engine, const std::string& id, std::string_view facts)
{
    facts = trimmed(facts);
    const auto blank = facts.find(' ');
    if (blank == std::string_view::npos || blank < 2) {
        return std::nullopt;
    }
    const auto created = parse_rfc3339(facts.substr(1, blank - 2));
    const auto bytes =
        parse_count(facts.substr(blank + 1), 0, std::numeric_limits<std::int64_t>::max());
    if (!created || !bytes) {
        return std::nullopt;
    }
    const UseTime made{std::chrono::duration_cast<UseTime::duration>(created->time_since_epoch())};
    return Built{id, std::max(made, last_use(engine, id).value_or(made)), *bytes};
}

std::vector<Built> built_images(const ContainerCli& cli)
{
    const auto listed = cli.run({"images",
                                 "--no-trunc",
                                 "--filter",
                                 fmt::format("label={}=1", build_label),
                                 "--format",
                                 "{{.ID}}"});
    std::vector<Built> built;
    for (const auto& id : lines_of(listed.out)) {
        const auto facts =
            cli.run({"image", "inspect", "--format", "{{json .Created}} {{.Size}}", "--", id});
        if (auto image = read_image(cli.engine(), id, facts.out); image && facts.ok()) {
            built.push_back(std::move(*image));
        }
    }
    return built;
}

/// Whether a container is made of it, also one that has ended.
bool is_in_use(const ContainerCli& cli, const std::string& image)
{
    const auto listed = cli.run({"ps", "--all", "--quiet", "--filter", "ancestor=" + image});
    return !listed.ok() || !trimmed(listed.out).empty();
}

/// The names that cb gave it: an image whose last name goes, goes as well.
std::vector<std::string> names_of(const ContainerCli& cli, const std::string& image)
{
    const auto listed = cli.run(
        {"image", "inspect", "--format", "{{range .RepoTags}}{{println .}}{{end}}", "--", image});
    std::vector<std::string> names;
    for (const auto& name : lines_of(listed.out)) {
        const auto repository = std::string_view{name}.substr(0, name.rfind(':'));
        const auto last = repository.substr(repository.rfind('/') + 1); // podman: localhost/
        if (last == built_repository) {
            names.push_back(name);
        } else {
            return {}; // somebody gave it a name and wants to keep it
        }
    }
    return names.empty() ? std::vector{image} : names;
}

/// Not by force: the engine refuses what a container was made of meanwhile.
bool remove_image(const ContainerCli& cli, const std::string& image, Log& log)
{
    std::vector<std::string> words{"rmi", "--"};
    for (auto& name : names_of(cli, image)) {
        words.push_back(std::move(name));
    }
    if (words.size() == 2) {
        log.warning(fmt::format("the image {} has a name of somebody else's, and stays", image));
        return false;
    }
    const auto removed = cli.run(std::move(words));
    if (!removed.ok()) {
        log.warning(fmt::format("the image {} stays: {}", image, message_of(removed)));
        return false;
    }
    forget_use(cli.engine(), image);
    return true;
}

} // namespace

std::vector<Built>
prune_images(const ContainerCli& cli, const PruneWish& wish, Removal removal, Log& log)
{
    std::vector<Built> removed;
    for (auto& image : choose_to_prune(built_images(cli), wish, std::chrono::system_clock::now())) {
        if (is_in_use(cli, image.name)) {
            log.warning(fmt::format("the image {} is in use, and stays", image.name));
        } else if (removal == Removal::dry_run || remove_image(cli, image.name, log)) {
            removed.push_back(std::move(image));
        }
    }
    return removed;
}

} // namespace cb::engine
