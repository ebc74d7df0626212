#pragma once

#include "base/text_style.hpp"
#include "manifest/manifest.hpp"

#include <string>

/// A job in a line, for people. Texts from a repository are safe for a terminal; each line ends
/// with a newline.
namespace cb::terminal {

/// The name of a job in messages: "mirage/index 0123456789ab".
[[nodiscard]] std::string name_of(const Manifest& job);

/// Images have long hashes, of which the first digits distinguish them:
/// "sha256:0123456789abcdef0…".
[[nodiscard]] std::string to_short_image(const std::string& image);

/// "mirage/index 0123456789ab  2026-01-31  main  Merge in one pass"
[[nodiscard]] std::string to_job_line(const Manifest& job, const TextStyle& style);

/// "mirage/index 0123456789ab  docker  sha256:012345…  built in 42.1 s"; for a failed job, the
/// stage that failed and the reason.
[[nodiscard]] std::string to_build_line(const Manifest& job, const TextStyle& style);

/// "mirage/index 0123456789ab  new  12 results"
[[nodiscard]] std::string to_stored_line(const Manifest& job, const TextStyle& style);

/// "mirage/index 0123456789ab  build failed: no_dockerfile". \pre job.failure()
[[nodiscard]] std::string to_failure_line(const Manifest& job, const TextStyle& style);

} // namespace cb::terminal
