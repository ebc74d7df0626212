#include "engine/container/image_facts.hpp"

#include "base/hash.hpp"
#include "engine/container/image_labels.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

#include <algorithm>

namespace cb::engine {

namespace {

/// For images that it built, podman invents a digest in a registry "localhost".
std::vector<std::string> without_invented(std::vector<std::string> digests)
{
    std::erase_if(digests,
                  [](const std::string& digest) { return digest.starts_with("localhost/"); });
    return digests;
}

/// Labels, history and times do not count: they say how the image was built.
std::string hash_content(const std::vector<std::string>& layers, ObjectReader config)
{
    JsonWriter json;
    json.begin_object();
    const auto add = [&json](std::string_view name, const std::vector<std::string>& words) {
        json.key(name).begin_array();
        for (const auto& word : words) {
            json.value(word);
        }
        json.end_array();
    };
    add("layers", layers);
    for (const char* const name : {"Entrypoint", "Cmd", "Env"}) {
        add(name, config.strings(name));
    }
    for (const char* const name : {"WorkingDir", "User"}) {
        json.member(name, config.maybe_string(name).value_or(""));
    }
    json.end_object();
    return "sha256:" + sha256_hex(json.text());
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
                .digests = without_invented(object.strings("RepoDigests")),
                .content = {}};
    if (object.has("RootFS")) {
        image.content = hash_content(object.object("RootFS").strings("Layers"), config);
    }
    const auto labels = config.string_map("Labels");
    const auto origin = labels.find(std::string{command_label});
    if (origin != labels.end() && origin->second == command_of_dockerfile) {
        image.command = config.strings("Cmd");
    }
    return problem.first() ? tl::unexpected{*problem.first()} : Parsed<Image>{std::move(image)};
}

} // namespace cb::engine
