#include "verdict/comparison_request.hpp"

#include "base/fd.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "verdict/comparison_input.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::verdict {

namespace {

bool is_file(const SideName& side)
{
    struct stat status {};
    return side.kind == SideName::Kind::file || side.text == "-" ||
           (::stat(side.text.c_str(), &status) == 0 && !S_ISDIR(status.st_mode));
}

/// Reads results from files and from the store, which is opened when it is first needed.
class Reader {
public:
    Reader(const ComparisonRequest& request, const OpenQueries& open, int input, Log& log)
        : request_{request}, open_{open}, input_{input}, log_{log}
    {}

    /// Splits "A..B", and finds what a single commit is compared with.
    [[nodiscard]] std::vector<SideName> find_sides()
    {
        const auto& sides = request_.sides;
        if (sides.size() == 2) {
            return sides;
        }
        if (is_file(sides.front())) {
            throw Error{Errc::usage,
                        fmt::format("{} is a file: name a second file or a commit to compare it "
                                    "with",
                                    sides.front().text)};
        }
        const auto& text = sides.front().text;
        if (text.find("..") != std::string::npos) {
            const auto range = value_or_throw(store::parse_range(text), Errc::usage, text);
            if (!range.first) {
                throw Error{Errc::usage, fmt::format("{}: name the commit before \"..\"", text)};
            }
            return {{*range.first}, {range.last.value_or("HEAD")}};
        }
        const auto candidate = find_commit(text);
        return {{find_base(queries(), repository(), names().commits, candidate)}, {text}};
    }

    [[nodiscard]] std::vector<SeriesPair> pairs(const SideName& base, const SideName& candidate)
    {
        if (!is_file(base) && !is_file(candidate)) {
            auto base_commit = find_commit(base.text);
            auto candidate_commit = find_commit(candidate.text);
            return read_pairs(queries(),
                              stored_sides(std::move(base_commit), std::move(candidate_commit)),
                              names().commits);
        }
        if (base.text == "-" && candidate.text == "-") {
            throw Error{Errc::usage, "only one side can be standard input"};
        }
        auto old_side = side(base);
        return pair_series(std::move(old_side), side(candidate));
    }

private:
    /// What is not a file is taken for a commit, and so the message says both.
    void open_store()
    {
        try {
            queries_.emplace(open_());
            if (queries_->repositories().empty()) {
                throw Error{Errc::usage, "the store is empty; cb store fills it"};
            }
        } catch (const Error& error) {
            const auto other =
                std::find_if_not(request_.sides.begin(), request_.sides.end(), is_file);
            if (other == request_.sides.end()) {
                throw;
            }
            throw Error{error.code(),
                        fmt::format("there is no file {}, and to find a commit of that name: {}",
                                    printable(other->text, 200),
                                    error.what())};
        }
    }

    [[nodiscard]] store::Queries& queries()
    {
        if (!queries_) {
            open_store();
        }
        return *queries_;
    }

    [[nodiscard]] std::string repository()
    {
        if (request_.repository) {
            return *request_.repository;
        }
        const auto all = queries().repositories();
        if (all.size() == 1) {
            return all.front();
        }
        throw Error{Errc::usage,
                    fmt::format("the store has several repositories, name one with --repo: {}",
                                fmt::join(all, ", "))};
    }

    [[nodiscard]] const store::CommitNames& names()
    {
        if (!names_) {
            names_ = queries().names(repository());
        }
        return *names_;
    }

    [[nodiscard]] std::string find_commit(const std::string& text)
    {
        auto commit = store::find_commit(names(), text);
        if (!commit) {
            throw Error{
                Errc::usage,
                fmt::format(
                    "{}: {}; there is no file {}, either", repository(), commit.error(), text)};
        }
        return *std::move(commit);
    }

    [[nodiscard]] StoredSides stored_sides(std::string base, std::string candidate)
    {
        return {.repository = repository(),
                .base = std::move(base),
                .candidate = std::move(candidate),
                .series = request_.series,
                .worker = request_.worker};
    }

    [[nodiscard]] std::vector<SideSeries> side(const SideName& name)
    {
        if (!is_file(name)) {
            const auto commit = find_commit(name.text);
            return read_side(queries(), stored_sides(commit, commit), commit);
        }
        Fd file;
        int fd = input_;
        if (name.text != "-" || name.kind == SideName::Kind::file) {
            file = Fd{::open(name.text.c_str(), O_RDONLY | O_CLOEXEC)};
            if (!file) {
                throw Error{Errc::usage,
                            fmt::format("opening {}: {}",
                                        name.text,
                                        std::generic_category().message(errno))};
            }
            fd = file.get();
        }
        auto series = read_side(fd, name.text, request_.format, log_);
        keep_selected(series, request_.series);
        return series;
    }

    const ComparisonRequest& request_;
    const OpenQueries& open_;
    int input_;
    Log& log_;
    std::optional<store::Queries> queries_{};
    std::optional<store::CommitNames> names_{};
};

} // namespace

ComparisonReport
compare_sides(const ComparisonRequest& request, const OpenQueries& open, int input, Log& log)
{
    if (request.sides.empty() || request.sides.size() > 2) {
        throw Error{Errc::usage, "name two files or commits, one commit, or a range A..B"};
    }
    Reader reader{request, open, input, log};
    const auto sides = reader.find_sides();
    auto report = compare_series(reader.pairs(sides.front(), sides.back()), request.options);
    if (report.rows.empty()) {
        throw Error{Errc::usage, "no series is selected; see --benchmark, --test and --metric"};
    }
    report.base = sides.front().text;
    report.candidate = sides.back().text;
    return report;
}

Parsed<double> parse_percentage(std::string_view text)
{
    auto digits = text;
    const bool is_percent = !digits.empty() && digits.back() == '%';
    if (is_percent) {
        digits.remove_suffix(1);
    }
    digits = trimmed(digits);
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
    if (!is_number || !(value >= 0 && value <= 1e6) || (!is_percent && value != 0)) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a percentage such as 1%", text)};
    }
    return value / 100;
}

Parsed<double> parse_fail_on(std::string_view text)
{
    constexpr std::string_view word = "regression";
    if (text == word) {
        return 0.0;
    }
    if (text.substr(0, word.size()) == word && text.substr(word.size(), 1) == ":") {
        return parse_percentage(text.substr(word.size() + 1));
    }
    return tl::unexpected{fmt::format(
        "\"{:.40}\" is not regression or regression:PERCENT, such as regression:5%", text)};
}

} // namespace cb::verdict
