#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

/// The type and the fields of ["BenchmarkTools.Trial",{…}], the form in which BenchmarkTools.save()
/// writes values; with the module's name until version 1.7.
struct Saved {
    std::string_view type;
    JsonValue fields;

    static Saved of(JsonValue value)
    {
        constexpr std::string_view module = "BenchmarkTools.";
        auto type = value.size() == 2 ? value.at(0).text_or("") : std::string_view{};
        type.remove_prefix(type.starts_with(module) ? module.size() : 0);
        return {type, value.at(1)};
    }
};

bool is_measured(std::string_view type)
{
    return type == "Trial" || type == "TrialEstimate";
}

/// BenchmarkTools.jl's JSON: src/serialization.jl.
class BenchmarkTools final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"tags"}, {"gctimes"}, {"gctime"}};
    }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return is_group(object) || is_trial(object);
    }

    void read(JsonReading& reading) override
    {
        const auto root = reading.root();
        if (is_group(root)) {
            read_group(reading, root, "");
        } else if (std::exchange(has_nameless_, true)) {
            reading.wrong(root,
                          "has no name of its own, and another trial without one came before it; "
                          "save trials in a BenchmarkGroup");
        } else {
            read_trial(reading, root, "default");
        }
    }

private:
    static bool is_group(JsonValue object)
    {
        const auto members = object["data"].members();
        return object["tags"].is_list() &&
               std::any_of(members.begin(), members.end(), [](const auto& member) {
                   const auto type = Saved::of(member.value).type;
                   return is_measured(type) || type == "BenchmarkGroup";
               });
    }

    static bool is_trial(JsonValue object)
    {
        return object.has_all({"memory", "allocs", "params"}) &&
               (object.has_all({"times", "gctimes"}) || object.has_all({"time", "gctime"}));
    }

    /// Ignores parameters, ratios and judgements.
    static void read_group(JsonReading& reading, JsonValue group, const std::string& path)
    {
        for (const auto& [key, value] : group["data"].members()) {
            const auto name = path.empty() ? std::string{key} : path + "/" + std::string{key};
            const auto saved = Saved::of(value);
            if (!reading.takes_name(name, value)) {
                continue;
            }
            if (saved.type == "BenchmarkGroup") {
                read_group(reading, saved.fields, name);
            } else if (is_measured(saved.type)) {
                read_trial(reading, saved.fields, name);
            }
        }
    }

    /// All figures are per evaluation. An estimate summarizes several samples.
    static void read_trial(JsonReading& reading, JsonValue trial, std::string_view name)
    {
        const auto make = [name](std::string_view metric, std::string_view unit) {
            return make_result(make_test(name), {metric, unit, Direction::lower});
        };
        if (trial.has("times")) {
            reading.add_samples(make("time", "ns"), trial["times"]);
            reading.add_samples(make("gc_time", "ns"), trial["gctimes"]);
        } else {
            reading.add_summary(
                make("time", "ns"), trial, std::array{SummaryFigure{"time", "avg"}});
            reading.add_summary(
                make("gc_time", "ns"), trial, std::array{SummaryFigure{"gctime", "avg"}});
        }
        reading.add_value(make("memory", "B"), trial["memory"]);
        reading.add_value(make("allocs", ""), trial["allocs"]);
    }

    bool has_nameless_ = false;
};

} // namespace

std::unique_ptr<JsonFormat> make_benchmarktools()
{
    return std::make_unique<BenchmarkTools>();
}

} // namespace cb::parse
