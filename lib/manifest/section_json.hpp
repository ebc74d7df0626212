#pragma once

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "manifest/sections.hpp"

/// How each section is spelled in JSON. Readers note what is wrong in the reader's JsonProblem.
namespace cb {

[[nodiscard]] Source read_source(ObjectReader object);
[[nodiscard]] Config read_config(ObjectReader object);
[[nodiscard]] Failure read_failure(ObjectReader object);
[[nodiscard]] Build read_build(ObjectReader object);
[[nodiscard]] Run read_run(ObjectReader object);
[[nodiscard]] ParseFacts read_parse_facts(ObjectReader object);
[[nodiscard]] Result read_result(ObjectReader object);

void write(JsonWriter& json, const Source& source);
void write(JsonWriter& json, const Config& config);
void write(JsonWriter& json, const Failure& failure);
void write(JsonWriter& json, const Build& build);
void write(JsonWriter& json, const Run& run);
void write(JsonWriter& json, const ParseFacts& facts);
void write(JsonWriter& json, const Result& result);
void write(JsonWriter& json, const Stored& stored);

} // namespace cb
