#pragma once

#include "json/reader.hpp"
#include "json/writer.hpp"
#include "manifest/sections.hpp"

/// How each section is spelled in JSON. Readers note what is wrong in the reader's JsonProblem.
namespace cb {

[[nodiscard]] Source read_source(ObjectReader object);
[[nodiscard]] Config read_config(ObjectReader object);
[[nodiscard]] Failure read_failure(ObjectReader object);
[[nodiscard]] Build read_build(ObjectReader object);
[[nodiscard]] Run read_run(ObjectReader object);
[[nodiscard]] Pins read_pins(ObjectReader object);
[[nodiscard]] Usage read_usage(ObjectReader object);
[[nodiscard]] Fitness read_fitness(ObjectReader object);
[[nodiscard]] Iteration read_iteration(ObjectReader object);
[[nodiscard]] ParseFacts read_parse_facts(ObjectReader object);
[[nodiscard]] Result read_result(ObjectReader object);

void write(JsonWriter& json, const Source& source);
void write(JsonWriter& json, const Config& config);
void write(JsonWriter& json, const Failure& failure);
void write(JsonWriter& json, const Build& build);
void write(JsonWriter& json, const Run& run);
void write(JsonWriter& json, const std::vector<ResultsFile>& files);
void write(JsonWriter& json, const Pins& pins);
void write(JsonWriter& json, const Usage& usage);
void write(JsonWriter& json, const Fitness& fitness);
void write(JsonWriter& json, const Iteration& iteration);
void write(JsonWriter& json, const ParseFacts& facts);
void write(JsonWriter& json, const Result& result);
void write(JsonWriter& json, const Stored& stored);

} // namespace cb
