#include "engine/container/build_context.hpp"

#include "engine/container/container_words.hpp"
#include "engine/owner.hpp"
#include "git/export.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

IgnorePatterns parse_ignore(const std::string& text)
{
    auto patterns = IgnorePatterns::parse(text);
    if (!patterns) {
        throw BuildFailed{"build_failed", "the ignore file: " + patterns.error()};
    }
    return std::move(*patterns);
}

std::int64_t read_time(const BuildInput& input)
{
    try {
        return git::export_time(input.repository, input.commit);
    } catch (const Error& error) {
        throw make_source_failure(error);
    }
}

} // namespace

BuildContext::BuildContext(const BuildInput& input)
    : input_{input}, dockerfile_{choose_dockerfile(input)}, patterns_{
                                                                parse_ignore(dockerfile_.ignore)}
{}

std::string BuildContext::ignore() const
{
    if (!dockerfile_.tree.empty() || !patterns_.excludes(dockerfile_.path)) {
        return "";
    }
    std::string pattern;
    for (const char byte : dockerfile_.path) {
        pattern += std::string_view{"*?[\\"}.find(byte) != std::string_view::npos ? "\\" : "";
        pattern += byte;
    }
    return pattern + "\n";
}

void BuildContext::write(const git::TarTree::Write& write, Log& log) const
{
    constexpr mode_t readable = 0644;
    git::TarTree tar{read_time(input_), dockerfile_.tree, write};
    if (!dockerfile_.tree.empty()) {
        tar.add_at_top({dockerfile_.path, git::TreeKind::file, readable, dockerfile_.text});
        tar.add_at_top({dockerfile_.tree, git::TreeKind::directory, 0755, ""});
    }
    const bool is_in_tree = dockerfile_.tree.empty();
    IgnoringTree needed{
        patterns_, is_in_tree ? std::vector{dockerfile_.path} : std::vector<std::string>{}, tar};
    OverlaidTree tree{dockerfile_.own, needed};
    export_for_build(input_, tree, log);
    tree.finish();
    tar.finish();
}

PodmanPlace::PodmanPlace(const std::string& ignore)
    : directory_{TempDir::at(temporary_directory() / container_name(make_run_name()))}
{
    make_private_directory(directory_.path() / "current");
    replace_file(directory_.path() / "ignore", ignore);
}

void PodmanPlace::enter(Command& build) const
{
    build.directory = directory_.path() / "current";
    build.env.emplace_back("TMPDIR", directory_.path().native());
    build.argv.insert(build.argv.begin() + 2,
                      {"--ignorefile", (directory_.path() / "ignore").native()});
}

} // namespace cb::engine
