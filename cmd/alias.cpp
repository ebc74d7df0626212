#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "store/alias_list.hpp"
#include "target_options.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    store::AliasRequest request;
    std::vector<std::string> names;
    std::optional<std::string> remove;
};

Exit run(const Options& options, Io& io)
{
    const auto& names = options.names;
    if (options.remove ? !names.empty() : !names.empty() && names.size() != 2) {
        throw Error{Errc::usage, "give two names, OLD and NEW; or --remove OLD; or nothing"};
    }
    const auto target = target_of(options.target);
    std::vector<store::Alias> aliases;
    if (options.remove) {
        aliases = store::remove_aliases(target, options.request.repository, *options.remove);
    } else if (names.empty()) {
        aliases = store::list_aliases(target, options.request.repository);
    } else {
        auto request = options.request;
        request.old_name = names[0];
        request.new_name = names[1];
        aliases = store::add_aliases(target, request, io.log);
    }
    write_all(io.out, store::to_text(aliases), "standard output");
    return Exit::done;
}

Group describe_alias_options(Options& options)
{
    auto& request = options.request;
    return {
        "The alias",
        {
            {.name = "--remove",
             .value = "OLD",
             .sentence = "Remove the aliases of this name: its results have it again",
             .binding = once(options.remove, &parse_text)},
            {.name = "--reason",
             .value = "TEXT",
             .sentence = "Record why",
             .binding = once(request.reason, &parse_text),
             .excludes = {"--remove"}},
            {.name = "--by",
             .value = "NAME",
             .sentence = "Record who decided [default: the user's login name]",
             .binding = once(request.created_by, &parse_text),
             .excludes = {"--remove"}},
            {.name = "--repo",
             .value = "NAME",
             .sentence = "The repository of the benchmarks [default: the only one]",
             .binding = once(request.repository, &parse_text)},
        },
    };
}

constexpr auto examples = R"(  cb alias parse parser --reason 'renamed in 1f2e3d4'
  cb alias parse/large parse/big
  cb alias 'parse/large time' 'parse/large wall time'
  cb alias
  cb alias --remove parse
)";

} // namespace

Command describe_alias()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "alias",
        .purpose = "Let a renamed benchmark keep its history",
        .words =
            Words{.value = "OLD NEW",
                  .sentence = "The old and the new name of a benchmark, a test or a metric, as cb "
                              "changes shows it; without names, list what is recorded",
                  .take = each(options->names, &parse_text).take},
        .groups = {describe_alias_options(*options), describe_target_options(options->target)},
        .examples = examples,
        .notes = "Results under the old name are shown as results of the new one. Nothing that is "
                 "stored changes.",
        .page = "alias.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
