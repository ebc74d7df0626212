// manifest_lines print: manifests as the writer spells them, one a line.
// manifest_lines read: for each line of standard input "accepted" or what is wrong with it.

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
    } else if (what == "read") {
        read();
    }
    return what == "print" || what == "read" ? 0 : 2;
}
