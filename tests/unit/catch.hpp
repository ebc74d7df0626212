#pragma once

// Hides the different headers and matchers of Catch2 2 and 3; tests include this header.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#define CB_CONTAINS(text) Catch::Matchers::ContainsSubstring(text)
using Catch::Approx;
namespace Catch {
using Matchers::Equals;
using Matchers::StartsWith;
} // namespace Catch
#else
#include <catch2/catch.hpp>
#define CB_CONTAINS(text) Catch::Contains(text)
#endif
