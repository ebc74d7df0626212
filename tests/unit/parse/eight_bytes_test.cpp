#include "catch.hpp"
#include "parse/eight_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

using namespace cb::parse;

namespace {

EightBytes eight(std::string text)
{
    text.insert(0, 8, 'x'); // preceding text must not matter
    return load_eight(text.data() + text.size() - 8);
}

std::string decimal_of(const std::string& text)
{
    const auto decimal = short_decimal(eight(text), text.size());
    return decimal.is_number ? fmt::format("{}e-{}", decimal.digits, decimal.decimals) : "none";
}

} // namespace

TEST_CASE("the first byte that is equal to one is marked")
{
    for (int byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        for (std::size_t place = 0; place < 8; ++place) {
            INFO(byte << " at " << place);
            const auto flag = EightBytes{0x80} << (8 * place);
            std::string text(8, static_cast<char>(byte ^ 1));
            CHECK(first_equal(load_eight(text.data()), c) == 0);
            text[place] = c;
            CHECK(first_equal(load_eight(text.data()), c) == flag);
            text.replace(place, 8 - place, 8 - place, c);
            CHECK(first_equal(load_eight(text.data()), c) == flag);
        }
    }
}

TEST_CASE("digits with or without a point are a short decimal")
{
    CHECK(decimal_of("0") == "0e-0");
    CHECK(decimal_of("7") == "7e-0");
    CHECK(decimal_of("12345678") == "12345678e-0");
    CHECK(decimal_of("99999999") == "99999999e-0");
    CHECK(decimal_of("1.5") == "15e-1");
    CHECK(decimal_of("5.") == "5e-0");
    CHECK(decimal_of("0.000001") == "1e-6");
    CHECK(decimal_of("123456.7") == "1234567e-1");
    CHECK(decimal_of("1234567.") == "1234567e-0");
    for (const char* const text : {".",
                                   ".5",
                                   "1..2",
                                   "1.2.3",
                                   "-1",
                                   "+1",
                                   "1e5",
                                   "1,5",
                                   "1:",
                                   "/1",
                                   "a",
                                   "\xB0",
                                   "1\xFF",
                                   "1 2",
                                   "\t1"}) {
        INFO(text);
        CHECK(decimal_of(text) == "none");
    }
}

TEST_CASE("short decimals are what strtod reads, over random digits")
{
    std::mt19937 random{1};
    for (int i = 0; i < 100000; ++i) {
        std::string text;
        for (auto size = 1 + random() % 8; size > 0; --size) {
            text += "0123456789."[random() % 11];
        }
        const auto points = std::count(text.begin(), text.end(), '.');
        const auto decimal = short_decimal(eight(text), text.size());
        if (points > 1 || text.front() == '.') {
            CHECK_FALSE(decimal.is_number);
            continue;
        }
        REQUIRE(decimal.is_number);
        CHECK(decimal.digits / std::pow(10, decimal.decimals) ==
              std::strtod(text.c_str(), nullptr));
    }
}
