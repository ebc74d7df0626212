#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

constexpr std::array figures{SummaryFigure{"avg", "avg"},
                             SummaryFigure{"min", "min"},
                             SummaryFigure{"max", "max"},
                             SummaryFigure{"p75", "p75"},
                             SummaryFigure{"p99", "p99"},
                             SummaryFigure{"p995", "p99.5"},
                             SummaryFigure{"p999", "p99.9"}};

/// The last `count` parts of a URL: "bench/parse.ts" of "file:///home/user/bench/parse.ts".
std::string_view last_parts(std::string_view url, std::size_t count)
{
    auto at = url.size();
    for (; count > 0 && at > 0; --count) {
        const auto slash = url.rfind('/', at - 1);
        if (slash == std::string_view::npos) {
            return url;
        }
        at = slash;
    }
    return at < url.size() ? url.substr(at + 1) : url;
}

/// The name of the file, which is the same in each checkout, with as many directories as tell it
/// from the other files of the report. Linear in their number.
std::string_view file_name(std::string_view url, const std::set<std::string_view>& urls)
{
    constexpr std::size_t max_directories = 8;
    for (std::size_t count = 1; count <= max_directories; ++count) {
        const auto name = last_parts(url, count);
        if (std::count_if(urls.begin(), urls.end(), [name, count](std::string_view other) {
                return last_parts(other, count) == name;
            }) == 1) {
            return name;
        }
    }
    return url;
}

bool takes_deno(JsonValue object)
{
    return object["benches"].is_list() && object["runtime"].text_or("").starts_with("Deno/");
}

/// Reads a report of version 1: cli/tools/bench/reporters.rs, JsonReporterOutput.
void read_deno(JsonReading& reading)
{
    const auto benches = reading.objects_of(reading.root()["benches"]);
    std::set<std::string_view> urls;
    for (const auto bench : benches) {
        urls.insert(bench["origin"].text_or(""));
    }
    for (const auto bench : benches) {
        const auto url = reading.require_name(bench["origin"]);
        const auto name = reading.require_name(bench["name"]);
        if (!url || !name) {
            continue;
        }
        std::string file{file_name(*url, urls)};
        if (const auto group = bench["group"].text_or(""); !group.empty()) {
            append_part(file, group, " > ");
        }
        if (!reading.takes_name(file, bench["group"])) {
            continue;
        }
        for (const auto result : reading.objects_of(bench["results"])) {
            if (result.has("failed")) {
                reading.wrong(result, "the benchmark failed");
                continue;
            }
            reading.add_summary(
                make_result(make_test(*name, file), {"time", "ns", Direction::lower}),
                result["ok"],
                figures);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_deno()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"benches"}}, takes_deno, read_deno);
}

} // namespace cb::parse
