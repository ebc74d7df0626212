#include "parse/formats/formats.hpp"
#include "parse/formats/go_lines.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The output of `go test -bench`.
class GoText final : public LineFormat {
public:
    /// Other output may precede a result.
    [[nodiscard]] bool may_begin(char /*first*/) const override { return true; }

    /// GoLines rejects the last figure of such a line.
    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        const GoLine go{.text = line.text,
                        .previous = line.previous,
                        .lines = {line.number, line.number},
                        .ending = line.ending};
        if (lines_.wants_next() || begins_line_of_go(line.text)) {
            lines_.read(go);
        } else {
            lines_.read_inside(go);
        }
        if (lines_.has_rejected()) {
            reject_all(collector);
        }
        if (collector.same() == Same::apart) {
            series_.hand_over(collector);
        }
        return lines_.wants_next() ? Next::every : Next::some;
    }

    void finish(Collector& collector) override
    {
        lines_.finish();
        reject_all(collector);
        series_.hand_over(collector);
    }

private:
    /// Benchmark…, "goos: linux", Unit, "--- FAIL:", panic:
    static bool begins_line_of_go(std::string_view line)
    {
        const auto first = line.empty() ? ' ' : line.front();
        return (first >= 'a' && first <= 'z') || first == 'B' || first == 'U' || first == '-';
    }

    void reject_all(Collector& collector)
    {
        for (auto& rejected : lines_.take_rejected()) {
            collector.reject(std::move(rejected));
        }
    }

    GoSeries series_{};
    GoLines lines_{"default", series_};
};

/// The output of `go test -json` (src/cmd/internal/test2json/test2json.go): events, one per line,
/// with fragments of each package's output that end anywhere.
class GoJson final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"Action"}}; }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return object["Action"].text().has_value() &&
               object.has_any({"Package", "Test", "Output"}) && object.has_any({"Time", "Package"});
    }

    void read(JsonReading& reading) override
    {
        const auto action = reading.root()["Action"].text();
        const auto name = reading.root()["Package"].text().value_or("default");
        if (action == "output") {
            read_output(reading, name);
        } else if ((action == "pass" || action == "fail" || action == "skip") &&
                   !reading.root().has("Test")) {
            end_package(reading, name);
        }
        if (reading.collector().same() == Same::apart) {
            series_.hand_over(reading.collector());
        }
    }

    void finish(Collector& collector) override
    {
        for (auto& [name, package] : packages_) {
            end_line(package, package.line.empty() ? Ending::newline : Ending::open);
            package.reader.finish();
            for (auto& rejected : package.reader.take_rejected()) {
                rejected.column = 1; // its column in the output
                collector.reject(std::move(rejected));
            }
        }
        packages_.clear();
        series_.hand_over(collector);
    }

private:
    /// No more packages run at once.
    static constexpr std::size_t max_packages = 1000;
    /// A longer line is ignored.
    static constexpr std::size_t max_bytes = 1U << 16U;

    using Ending = TextLine::Ending;

    struct Package {
        Package(std::string_view name, GoSeries& series) : reader{name, series} {}

        GoLines reader;
        std::string line{}, previous{};
        GoSeries::LineRange lines{};
    };

    void read_output(JsonReading& reading, std::string_view name)
    {
        const auto output = reading.root()["Output"].text();
        if (!output) {
            reading.wrong(reading.root()["Output"], "must be a string without NUL bytes");
            return;
        }
        auto* const package = package_of(name);
        if (package == nullptr) {
            reading.wrong(reading.root()["Package"],
                          "is one too many: no end came of those before it");
            return;
        }
        auto rest = *output;
        while (!rest.empty()) {
            const auto newline = rest.find('\n');
            const auto piece = rest.substr(0, newline);
            if (package->line.empty()) {
                package->lines.first = reading.lines().first;
            }
            package->lines.second = reading.lines().second;
            package->line += piece.substr(0, max_bytes + 1 - package->line.size());
            if (newline == std::string_view::npos) {
                break;
            }
            end_line(*package, Ending::newline);
            rest.remove_prefix(newline + 1);
        }
        reject_all(reading, *package);
    }

    void end_package(JsonReading& reading, std::string_view name)
    {
        const auto package = packages_.find(name);
        if (package != packages_.end()) {
            end_line(package->second, Ending::newline);
            package->second.reader.finish();
            reject_all(reading, package->second);
            packages_.erase(package);
        }
    }

    static void end_line(Package& package, Ending ending)
    {
        if (package.line.size() <= max_bytes) {
            package.reader.read({.text = package.line,
                                 .previous = package.previous,
                                 .lines = package.lines,
                                 .ending = ending});
        }
        package.previous = std::exchange(package.line, {}).substr(0, 4096);
    }

    static void reject_all(JsonReading& reading, Package& package)
    {
        for (const auto& rejected : package.reader.take_rejected()) {
            reading.wrong(reading.root()["Output"],
                          fmt::format("{}: {}", rejected.field, rejected.reason));
        }
    }

    /// The state for the package's output; null if too many are open.
    Package* package_of(std::string_view name)
    {
        const auto known = packages_.find(name);
        if (known != packages_.end()) {
            return &known->second;
        }
        if (packages_.size() == max_packages) {
            return nullptr;
        }
        return &packages_.try_emplace(std::string{name}, name, series_).first->second;
    }

    GoSeries series_{};
    std::map<std::string, Package, std::less<>> packages_{};
};

} // namespace

std::unique_ptr<LineFormat> make_go_text()
{
    return std::make_unique<GoText>();
}

std::unique_ptr<JsonFormat> make_go_json()
{
    return std::make_unique<GoJson>();
}

} // namespace cb::parse
