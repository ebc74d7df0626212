#pragma once

#include "json/writer.hpp"
#include "manifest/sections.hpp"

#include <vector>

/// Writers of the sections that are also stored separately. fields.hpp describes them.
namespace cb {

void write(JsonWriter& json, const Source& source);
void write(JsonWriter& json, const Config& config);
void write(JsonWriter& json, const Failure& failure);
void write(JsonWriter& json, const Build& build);
void write(JsonWriter& json, const Run& run);
void write(JsonWriter& json, const std::vector<ResultsFile>& files);
void write(JsonWriter& json, const ParseFacts& facts);
void write(JsonWriter& json, const Result& result);
void write(JsonWriter& json, const Stored& stored);

} // namespace cb
