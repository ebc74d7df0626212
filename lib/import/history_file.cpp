#include "base/collect.hpp"
#include "import/readers.hpp"
#include "parse/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace cb::imports {

namespace {

parse::Found read_history(Input& input, parse::Format format)
{
    parse::Reader reader{format};
    auto chunk = std::move(input.start);
    for (; !chunk.empty(); chunk = read_some(input.fd.get(), input.name, std::move(chunk))) {
        reader.feed(chunk);
    }
    return reader.finish();
}

/// The label with the revision of an LNT report that names no full commit hash.
std::string_view revision_of(const std::vector<Result>& results)
{
    constexpr std::array keys{"git_sha", "llvm_project_revision", "run_order"};
    for (const auto* const key : keys) {
        const auto has_key = [key](const Result& result) { return result.labels.count(key) == 1; };
        const auto at = std::find_if(results.begin(), results.end(), has_key);
        if (at != results.end()) {
            return at->labels.at(key);
        }
    }
    return {};
}

/// Results without a full commit hash, which may belong to an abbreviated one.
parse::Past without_hash(parse::Found& found, const Output& output)
{
    parse::Past past{.results = std::exchange(found.results, {}),
                     .rejected = std::exchange(found.rejected, {})};
    past.source.commit = output.find_commit(revision_of(past.results));
    return past;
}

/// Nyrkiö has the name of a test in the address to which the file was sent.
void name_tests(parse::Past& past, const std::filesystem::path& file)
{
    const auto name = file.stem().string();
    past.part = name;
    for (auto& result : past.results) {
        result.test = name;
    }
}

} // namespace

void import_history_file(Input input, parse::Format format, Output& output)
{
    auto found = read_history(input, format);
    if (!parse::has_results(found) && parse::all_rejected(found).empty()) {
        throw Error{Errc::bad_input,
                    "no history was found in it; docs/import.md lists what cb import reads"};
    }
    if (found.format == parse::name_of(parse::Format::nyrkio)) {
        for (auto& past : found.past) {
            name_tests(past, input.name);
        }
    }
    if (!found.results.empty()) {
        found.past.push_back(without_hash(found, output));
    }
    for (auto& past : found.past) {
        if (past.part.empty()) {
            past.part = std::filesystem::path{input.name}.filename().string();
        }
        output.put(std::move(past), "", found.format);
    }
    for (const auto& entry : found.rejected) {
        output.lose(
            "entries that could not be read",
            fmt::format("{}, line {}: {}: {}", input.name, entry.line, entry.field, entry.reason));
    }
}

} // namespace cb::imports
