#pragma once

#include "manifest/manifest.hpp"

#include <string>
#include <vector>

namespace cb::test {

/// Sections with every member set, and with only the required ones.
[[nodiscard]] Source full_source();
[[nodiscard]] Source bare_source();
[[nodiscard]] Config full_config();
[[nodiscard]] Build full_build();
[[nodiscard]] Run full_run();
[[nodiscard]] Run bare_run();
[[nodiscard]] ParseFacts full_facts();
[[nodiscard]] std::vector<Result> full_results();

/// A job that passed every stage, one that failed at each, and one that has just begun.
[[nodiscard]] Manifest full_manifest();
[[nodiscard]] Manifest failed_manifest(Stage stage);
[[nodiscard]] Manifest bare_manifest();

} // namespace cb::test
