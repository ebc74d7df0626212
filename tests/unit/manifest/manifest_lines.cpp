// manifest_lines print: prints manifests from the writer, one per line.
// manifest_lines fields: prints the members of each section and the words of each enumeration.
// manifest_lines read: prints "accepted" or what is wrong for each line of standard input.

#include "manifest/fields.hpp"
#include "samples.hpp"

#include <iostream>

using namespace cb;

namespace {

void print()
{
    std::cout << test::full_manifest().to_json() << '\n' << test::bare_manifest().to_json() << '\n';
    for (const auto stage : {Stage::watch, Stage::build, Stage::run, Stage::parse, Stage::store}) {
        std::cout << test::failed_manifest(stage).to_json() << '\n';
    }
    for (const auto outcome : {Outcome::ok,
                               Outcome::exit,
                               Outcome::signal,
                               Outcome::timeout,
                               Outcome::oom,
                               Outcome::output_limit,
                               Outcome::engine}) {
        auto manifest = test::bare_manifest();
        auto run = test::full_run();
        run.outcome = outcome;
        run.engine = Engine::native;
        run.pins.aslr = outcome == Outcome::ok ? Aslr::on : Aslr::requested_but_on;
        run.fitness.verdict = outcome == Outcome::ok ? Verdict::clean : Verdict::invalid;
        manifest.set(run);
        std::cout << manifest.to_json() << '\n';
    }
}

template <typename Section> void describe(JsonWriter& json, std::string_view name)
{
    json.key(name).begin_object();
    for_each_field<Section>([&](const auto& field) {
        json.member(field.name,
                    field.rule == Rule::by_hand                                  ? "by hand"
                    : field.rule == Rule::required || field.rule == Rule::filled ? "required"
                                                                                 : "optional");
    });
    json.end_object();
}

template <typename Enum> void list(JsonWriter& json, std::string_view name)
{
    json.key(name).begin_array();
    for (const auto& word : words<Enum>) {
        json.value(word.text);
    }
    json.end_array();
}

void describe_all()
{
    JsonWriter json;
    json.begin_object().key("sections").begin_object();
    describe<Members>(json, "");
    describe<Failure>(json, "failure");
    describe<Source>(json, "source");
    describe<Pull>(json, "pull");
    describe<Config>(json, "config");
    describe<Build>(json, "build");
    describe<Run>(json, "run");
    describe<ResultsFile>(json, "resultsFile");
    describe<Pins>(json, "pins");
    describe<Usage>(json, "usage");
    describe<Fitness>(json, "fitness");
    describe<FitnessReason>(json, "fitnessReason");
    describe<Host>(json, "host");
    describe<Iteration>(json, "iteration");
    describe<Stopping>(json, "stopping");
    describe<Against>(json, "against");
    describe<ParseFacts>(json, "parse");
    describe<Rejected>(json, "rejected");
    describe<Result>(json, "result");
    describe<Stored>(json, "store");
    json.end_object().key("words").begin_object();
    list<Stage>(json, "stageWord");
    list<Fault>(json, "faultWord");
    list<Engine>(json, "engineWord");
    list<Outcome>(json, "outcomeWord");
    list<Aslr>(json, "aslrWord");
    list<HeldBy>(json, "heldByWord");
    list<Verdict>(json, "verdictWord");
    list<Direction>(json, "directionWord");
    list<StopReason>(json, "stopReasonWord");
    list<Comparison>(json, "comparisonWord");
    json.end_object().end_object();
    std::cout << json.text() << '\n';
}

void read()
{
    for (std::string line; std::getline(std::cin, line);) {
        const auto manifest = Manifest::parse(line);
        std::cout << (manifest ? "accepted" : manifest.error()) << '\n';
    }
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "print") {
        print();
    } else if (what == "fields") {
        describe_all();
    } else if (what == "read") {
        read();
    }
    return what == "print" || what == "fields" || what == "read" ? 0 : 2;
}
