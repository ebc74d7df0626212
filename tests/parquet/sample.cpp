#include "base/fd.hpp"
#include "base/new_file.hpp"
#include "parquet/writer.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>
#include <optional>

// Writes Parquet files whose values tests/parquet/read.mjs knows: sample DIRECTORY.

namespace {

using namespace cb;
using parquet::Column;
using parquet::Field;
using parquet::Kind;
using parquet::Null;
using parquet::Presence;

const std::vector<Column> columns{{"row", Kind::integer, Presence::required},
                                  {"truth", Kind::truth, Presence::required},
                                  {"maybe_truth", Kind::truth, Presence::optional},
                                  {"integer", Kind::integer, Presence::optional},
                                  {"real", Kind::real, Presence::optional},
                                  {"text", Kind::text, Presence::optional},
                                  {"word", Kind::text, Presence::required},
                                  {"time", Kind::time, Presence::optional},
                                  {"reals", Kind::reals, Presence::optional},
                                  {"required_reals", Kind::reals, Presence::required}};

void write_rows(const std::filesystem::path& path,
                std::int64_t rows,
                const parquet::Settings& settings,
                const std::function<std::vector<double>(std::int64_t)>& list_of)
{
    NewFile file{path};
    parquet::Writer writer{[&file](std::string_view bytes) { file.append(bytes); },
                           columns,
                           {{"cb.version", "1.2.3"}, {"snowman", "☃"}},
                           "cb version 1.2.3",
                           settings};
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto list = list_of(i);
        const auto word = fmt::format("row {} 😀", i % 10);
        const std::string text(static_cast<std::size_t>(i % 7), static_cast<char>('a' + i % 26));
        const auto unless = [i](int divisor, Field field) {
            return i % divisor == 0 ? Field{Null{}} : field;
        };
        const std::vector<Field> row{i,
                                     i % 3 == 0,
                                     unless(5, i % 2 == 0),
                                     unless(4, -i),
                                     unless(3, static_cast<double>(i) / 4),
                                     unless(2, std::string_view{text}),
                                     std::string_view{word},
                                     unless(6, Time{std::chrono::milliseconds{1769846400000 + i}}),
                                     unless(8, std::span<const double>{list}),
                                     std::span<const double>{list}};
        writer.add(row);
    }
    writer.complete();
    file.complete();
}

/// Values that are easy to get wrong, a row each.
void write_odd_values(const std::filesystem::path& path)
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    NewFile file{path};
    parquet::Writer writer{[&file](std::string_view bytes) { file.append(bytes); },
                           {{"real", Kind::real, Presence::required},
                            {"zero", Kind::real, Presence::required},
                            {"integer", Kind::integer, Presence::required},
                            {"text", Kind::text, Presence::required},
                            {"never", Kind::text, Presence::optional}},
                           {},
                           "cb version 1.2.3"};
    const std::string with_nul{"nul \0 and \" ' \\ \r\n", 18};
    const auto text = "😁" + std::string(100, 'x'); // the greatest
    const auto add = [&writer](double real, double zero, std::int64_t integer, std::string_view s) {
        const std::vector<Field> row{real, zero, integer, s, Null{}};
        writer.add(row);
    };
    add(nan, 0.0, std::numeric_limits<std::int64_t>::max(), "😀 \u202e שלום");
    add(-infinity, -0.0, std::numeric_limits<std::int64_t>::min(), with_nul);
    add(std::numeric_limits<double>::denorm_min(), 0.0, 0, "");
    add(std::numeric_limits<double>::max(), 0.0, -1, text);
    writer.complete();
    file.complete();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        return EXIT_FAILURE;
    }
    const std::filesystem::path dir{argv[1]};
    const auto short_list = [](std::int64_t i) {
        return std::vector<double>(static_cast<std::size_t>(i % 4), static_cast<double>(i) / 2);
    };
    using parquet::Compression;
    // Several pages a group, several groups a file.
    const parquet::Settings small{
        .compression = Compression::gzip, .max_page_bytes = 1000, .max_group_rows = 700};
    const parquet::Settings plain{.compression = Compression::none, .max_group_bytes = 50'000};
    write_rows(dir / "none.parquet", 0, {}, short_list);
    write_rows(dir / "one.parquet", 1, {}, short_list);
    write_rows(dir / "pages.parquet", 5000, small, short_list);
    write_rows(dir / "plain.parquet", 5000, plain, short_list);
    write_rows(dir / "long.parquet", 3, small, [](std::int64_t i) {
        std::vector<double> list(100'000);
        for (std::size_t k = 0; k < list.size(); ++k) {
            list[k] = static_cast<double>(k) + static_cast<double>(i) / 2;
        }
        return list;
    });
    write_odd_values(dir / "odd.parquet");
    return EXIT_SUCCESS;
}
