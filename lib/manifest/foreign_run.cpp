#include "manifest/foreign_run.hpp"

namespace cb {

Run make_foreign_run(std::string_view tool)
{
    constexpr std::string_view unknown = "unknown";
    Run run;
    run.engine = Open<Engine>::read(tool);
    run.outcome = Outcome::ok;
    run.pins.aslr = Open<Aslr>::read(unknown);
    run.fitness.verdict = Open<Verdict>::read(unknown);
    return run;
}

} // namespace cb
