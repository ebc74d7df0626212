#include "engine/container/image_facts.hpp"

#include "engine/container/image_labels.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"

#include <algorithm>

namespace cb::engine {

namespace {

/// The digest of the image in a registry. For images that it built, podman invents a digest in a
/// registry "localhost".
std::string registry_digest(const std::vector<std::string>& digests)
{
    const auto known = std::find_if(digests.begin(), digests.end(), [](const std::string& digest) {
        return !digest.starts_with("localhost/");
    });
    return known != digests.end() ? *known : "";
}

/// The id as docker prints it. Podman omits the algorithm but accepts it.
std::string with_algorithm(std::string id)
{
    constexpr std::string_view algorithm = "sha256:";
    return id.starts_with(algorithm) ? id : std::string{algorithm} + id;
}

std::set<std::string> parse_names(const std::vector<std::string>& assignments)
{
    std::set<std::string> names;
    for (const auto& assignment : assignments) {
        names.insert(assignment.substr(0, assignment.find('=')));
    }
    return names;
}

} // namespace

Parsed<Image> parse_image(std::string_view json)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, json);
    if (!root) {
        return tl::unexpected{root.error()};
    }
    simdjson::dom::element first;
    if (root->at(0).get(first) != simdjson::SUCCESS) {
        return tl::unexpected{std::string{"is not a list of images"}};
    }
    JsonProblem problem;
    ObjectReader object{first, "", problem};
    auto config = object.object("Config");
    Image image{.id = with_algorithm(object.string("Id")),
                .work_directory = config.maybe_string("WorkingDir").value_or(""),
                .entrypoint = config.strings("Entrypoint"),
                .command = std::nullopt,
                .variables = parse_names(config.strings("Env")),
                .digest = registry_digest(object.strings("RepoDigests"))};
    const auto labels = config.string_map("Labels");
    const auto origin = labels.find(std::string{command_label});
    if (origin != labels.end() && origin->second == command_of_dockerfile) {
        image.command = config.strings("Cmd");
    }
    return problem.first() ? tl::unexpected{*problem.first()} : Parsed<Image>{std::move(image)};
}

} // namespace cb::engine
