// A manifest that was read survives being written and read again unchanged, even after a stage has
// set its members and the job has failed.

#include "manifest/manifest.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

using namespace cb;

namespace {

Manifest reread(const Manifest& manifest)
{
    auto again = Manifest::parse(manifest.to_json());
    if (!again || again->to_json() != manifest.to_json() || again->job() != manifest.job() ||
        again->failure() != manifest.failure() || again->source() != manifest.source() ||
        again->config() != manifest.config() || again->build() != manifest.build() ||
        again->run() != manifest.run() || again->parsed() != manifest.parsed() ||
        again->results() != manifest.results()) {
        std::abort();
    }
    return std::move(*again);
}

/// Writes each section that was read with cb's own writer, whose output must mean the same.
void rewrite(Manifest& manifest)
{
    if (auto build = manifest.build()) {
        manifest.set(std::move(*build));
    }
    if (auto run = manifest.run()) {
        manifest.set(std::move(*run));
    }
    if (auto facts = manifest.parsed()) {
        manifest.set(std::move(*facts), std::vector<Result>{manifest.results()});
    }
    manifest.fail({Stage::store, "reason", "message"});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view line{reinterpret_cast<const char*>(data), size};
    if (const auto manifest = Manifest::parse(line)) {
        auto again = reread(*manifest);
        rewrite(again);
        static_cast<void>(reread(again));
    }
    return 0;
}
