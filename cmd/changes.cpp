#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "selection_options.hpp"
#include "target_options.hpp"
#include "verdict/changes_formats.hpp"
#include "verdict/changes_request.hpp"
#include "verdict/changes_text.hpp"

#include <algorithm>
#include <memory>

namespace cb::cmd {

namespace {

enum class ChangesFormat { text, jsonl, csv, atom };
enum class FailOn { nothing, regression };

struct Options {
    TargetOptions target;
    verdict::ChangesRequest request;
    ChangesFormat format = ChangesFormat::text;
    FailOn fail_on = FailOn::nothing;
};

verdict::ChangesAnswer answer(const Options& options, Io& io)
{
    constexpr Bytes longest_line{1U << 20U};
    auto request = options.request;
    const auto words = std::erase(request.repositories, "-");
    if (words == 0) {
        auto queries = store::open_queries(target_of(options.target));
        return verdict::answer_from_store(queries, request, io.log);
    }
    LineReader lines{io.in, longest_line};
    return verdict::answer_from_lines(lines, "stdin", request, io.log);
}

std::string to_text(const verdict::ChangesAnswer& answer, ChangesFormat format, Color color)
{
    if (format == ChangesFormat::csv) {
        return verdict::to_csv(answer.repositories);
    }
    if (format == ChangesFormat::atom) {
        return verdict::to_atom(answer.repositories, now());
    }
    std::string text;
    for (const auto& changes : answer.repositories) {
        if (format == ChangesFormat::jsonl) {
            text += verdict::to_json_lines(changes);
        } else {
            text += (text.empty() ? "" : "\n") + verdict::to_text(changes, color);
        }
    }
    return text;
}

Exit run(const Options& options, Io& io)
{
    const auto found = answer(options, io);
    write_all(io.out, to_text(found, options.format, io.style().color), "standard output");
    if (found.bad_lines > 0) {
        return Exit::bad_input;
    }
    const bool has_failed = options.fail_on == FailOn::regression && verdict::has_regression(found);
    return has_failed ? Exit::some_failed : Exit::done;
}

Binding choose_states(std::set<verdict::State>& states)
{
    std::vector<std::string> known{"all"};
    for (const auto word : texts_of_words<verdict::State>()) {
        known.emplace_back(word);
    }
    const auto take =
        [&states, known, is_first = true](std::string_view text) mutable -> Parsed<void> {
        if (std::exchange(is_first, false)) {
            states.clear();
        }
        if (text == "all") {
            for (const auto& word : words<verdict::State>) {
                states.insert(word.value);
            }
            return {};
        }
        const auto state = parse_word<verdict::State>(text);
        if (!state) {
            return tl::unexpected{refuse_word(text, known)};
        }
        states.insert(*state);
        return {};
    };
    return {Kind::repeated, take, known};
}

Group describe_shown(Options& options)
{
    auto& request = options.request;
    return {
        "What is shown",
        {
            {.name = "--state",
             .value = "STATE",
             .sentence = "Show changes in this state: suspected, confirmed, went_away, bimodal, "
                         "drifting or all; repeatable [default: suspected, confirmed]",
             .binding = choose_states(request.states)},
            {.name = "--commit",
             .value = "COMMIT",
             .sentence = "Show only the alert of this commit",
             .binding = once(request.commit, &parse_text)},
            {.name = "--all",
             .sentence = "Show also what cb triage, or a commit's message, has decided about",
             .binding = set(request.triaged, verdict::ShowTriaged::yes)},
            {.name = "--no-cache",
             .sentence = "Read the whole history, and save nothing below XDG_CACHE_HOME",
             .binding = set(request.cache, verdict::UseCache::no)},
            {.name = "--format",
             .sentence = "Write text, JSON lines, CSV or an Atom feed [default: text]",
             .binding = choose<ChangesFormat>(options.format,
                                              {{"text", ChangesFormat::text},
                                               {"jsonl", ChangesFormat::jsonl},
                                               {"csv", ChangesFormat::csv},
                                               {"atom", ChangesFormat::atom}})},
            {.name = "--fail-on",
             .sentence = "Exit with 1 if a shown change is a regression",
             .binding = choose<FailOn>(options.fail_on, {{"regression", FailOn::regression}})},
        },
    };
}

constexpr auto examples = R"(  cb changes mirage/index
  cb changes --since 30d --state confirmed --fail-on regression
  cb changes --format jsonl | jq -c 'select(.verdict == "regression")'
  cb export | cb changes -
)";

} // namespace

Command describe_changes()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "changes",
        .purpose = "Find the commits that changed the results",
        .words = Words{.value = "REPO...",
                       .sentence = "Read these repositories of the store [default: all]; - reads "
                                   "the lines of cb export from standard input",
                       .take = each(options->request.repositories, &parse_text).take},
        .groups = {describe_shown(*options),
                   describe_selection_options(options->request.selection),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "Reads the whole history of a branch, and shows one alert per commit with its "
                 "series below it, the largest effect first.",
        .page = "changes.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
