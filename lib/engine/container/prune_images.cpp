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

std::set<std::string> split_names(std::string_view text)
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

/// Parses `"2026-11-28T07:00:00Z" 1234`. Returns nullopt for any other output: cb does not remove
/// an image whose facts it cannot parse.
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
    const auto last = find_last_use(engine, id).value_or(LastUse{made, ""});
    return Built{id, last.repository, std::max(made, last.time), *bytes};
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
    for (const auto& id : split_names(listed.out)) {
        const auto facts =
            cli.run({"image", "inspect", "--format", "{{json .Created}} {{.Size}}", "--", id});
        if (auto image = read_image(cli.engine(), id, facts.out); image && facts.ok()) {
            built.push_back(std::move(*image));
        }
    }
    return built;
}

/// Whether a container uses the image; a stopped container counts, too.
bool is_in_use(const ContainerCli& cli, const std::string& image)
{
    const auto listed = cli.run({"ps", "--all", "--quiet", "--filter", "ancestor=" + image});
    return !listed.ok() || !trimmed(listed.out).empty();
}

/// The names that cb gave the image. Removing its last name removes the image.
std::vector<std::string> list_names(const ContainerCli& cli, const std::string& image)
{
    const auto listed = cli.run(
        {"image", "inspect", "--format", "{{range .RepoTags}}{{println .}}{{end}}", "--", image});
    std::vector<std::string> names;
    for (const auto& name : split_names(listed.out)) {
        const auto repository = std::string_view{name}.substr(0, name.rfind(':'));
        const auto last = repository.substr(repository.rfind('/') + 1); // podman: localhost/
        if (last == built_repository) {
            names.push_back(name);
        } else {
            return {}; // another name was added, so somebody wants to keep it
        }
    }
    return names.empty() ? std::vector{image} : names;
}

/// Not forced: the engine refuses if a container has been created from the image since.
bool remove_image(const ContainerCli& cli, const std::string& image, Log& log)
{
    std::vector<std::string> words{"rmi", "--"};
    for (auto& name : list_names(cli, image)) {
        words.push_back(std::move(name));
    }
    if (words.size() == 2) {
        log.warning(fmt::format("the image {} has a name not given by cb and is kept", image));
        return false;
    }
    const auto removed = cli.run(std::move(words));
    if (!removed.ok()) {
        log.warning(fmt::format("the image {} is kept: {}", image, get_message(removed)));
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
        const auto unclaimed = ImageUse::take_unused(cli.engine(), image.name);
        if (!unclaimed || is_in_use(cli, image.name)) {
            log.warning(fmt::format("the image {} is in use and is kept", image.name));
        } else if (removal == Removal::dry_run || remove_image(cli, image.name, log)) {
            removed.push_back(std::move(image));
        }
    }
    return removed;
}

} // namespace cb::engine
