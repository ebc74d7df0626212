#include "base/file.hpp"
#include "base/utf8.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr std::size_t name_width = 20; ///< of a name; a longer one is on its own line

/// Removes the power of ten from the end of "4.499M".
int take_power(std::string_view& number)
{
    constexpr std::string_view letters = "kMBTQ";
    const auto at = number.empty() ? std::string_view::npos : letters.find(number.back());
    number.remove_suffix(at == std::string_view::npos ? 0 : 1);
    return at == std::string_view::npos ? 0 : 3 * (static_cast<int>(at) + 1);
}

/// Ruby's benchmark-ips (lib/benchmark/ips/job/stdout_report.rb), its section "Calculating".
class BenchmarkIps final : public TextFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == 'W' || first == 'C'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        if (line().text.starts_with("Warming up -----")) {
            section_ = Section::warmup;
            names_.clear();
        } else if (line().text.starts_with("Calculating -----")) {
            section_ = Section::figures;
        } else if (line().text.starts_with("Comparison:") || line().text.empty()) {
            section_ = Section::other;
            names_.clear();
        } else if (section_ == Section::warmup) {
            read_warmup();
        } else if (section_ == Section::figures) {
            read_figures();
        }
        return section_ == Section::other ? Next::some : Next::every;
    }

private:
    enum class Section : std::uint8_t { other, warmup, figures };
    static constexpr std::size_t max_names = 10'000;

    /// The name before the figures, or from the previous line; empty if incomplete.
    [[nodiscard]] std::string_view name_of() const
    {
        const auto name = trimmed(line().text.substr(0, byte_of_column(line().text, name_width)));
        if (!name.empty()) {
            return name;
        }
        const auto& previous = line().previous;
        const bool is_long = count_characters(previous) > name_width && previous.front() != ' ';
        return is_long ? previous : std::string_view{};
    }

    /// "            addition   122.045k i/100ms"
    void read_warmup()
    {
        if (line().text.ends_with(" i/100ms") && names_.size() < max_names) {
            names_.emplace(name_of());
        }
    }

    /// "            addition      4.499M (±1.0%) i/s -      2.075M in   0.513983s", and since
    /// version 2.14 with "(222.27 ns/i)" before the hyphen.
    void read_figures()
    {
        const auto end = line().text.find("%) i/s ");
        const auto open = line().text.substr(0, std::min(end, line().text.size())).rfind(" (");
        if (end == std::string_view::npos || open == std::string_view::npos ||
            !line().text.ends_with('s')) {
            return;
        }
        auto before = line().text.substr(0, open);
        auto number = take_last_word(before);
        const auto name = name_of();
        const bool is_known = names_.empty() || names_.count(std::string{name}) == 1;
        const bool is_apart = column_of(line().text, number) > name_width;
        if (name.empty() || !is_known || !is_apart) {
            reject(number,
                   to_name(name),
                   "something else was printed between the name and its figures");
            return;
        }
        const auto power = take_power(number);
        const auto value = parse_scaled(number, power);
        if (!value) {
            reject(number, to_name(name), value.error());
            return;
        }
        start_test(name);
        test_->add({"throughput", "i/s", Direction::higher}, "avg", *value, line());
        give_test();
    }

    Section section_ = Section::other;
    std::set<std::string> names_{}; ///< of the section "Warming up"
};

} // namespace

std::unique_ptr<LineFormat> make_benchmark_ips()
{
    return std::make_unique<BenchmarkIps>();
}

} // namespace cb::parse
