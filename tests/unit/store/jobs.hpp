#pragma once

#include "manifest/manifest.hpp"
#include "store/export.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Manifests for the tests of the store.
namespace cb::store {

/// A commit hash: the digit, 40 times.
[[nodiscard]] CommitId commit_of(char digit);

/// The hash of a commit: the number in hexadecimal, with zeros before it.
[[nodiscard]] std::string hash_of(int number);

[[nodiscard]] Result result_of(std::string test, std::vector<double> values);

/// A job of acme/index at a commit on main, as written by cb parse.
[[nodiscard]] Manifest plain_job(std::string_view job, std::vector<Result> results);

/// A job with every member set.
[[nodiscard]] Manifest full_job(std::string_view job);

/// A job with this source instead of acme/index.
[[nodiscard]] Manifest
job_from(std::string_view job, Source source, std::vector<Result> results, Config config = {});

/// `count` jobs named PREFIX-N, each with `results` results of `samples` samples.
[[nodiscard]] std::vector<Manifest>
many_jobs(std::string_view prefix, int count, int results, int samples);

[[nodiscard]] Source source_of(std::string repo, char commit);
[[nodiscard]] JobId job_id(std::string_view text);

/// What the store exports without restrictions; `log` gets the warnings.
[[nodiscard]] std::string exported(const Target& target, ExportFormat format);
[[nodiscard]] std::string exported(const Target& target, ExportFormat format, Log& log);

/// All samples of the store, in its order.
[[nodiscard]] std::vector<Sample> all_samples(Store& store);

} // namespace cb::store
