#include "catch.hpp"
#include "report/text.hpp"

#include <limits>
#include <set>

namespace cb::report {

namespace {

std::string number_text(std::optional<double> number)
{
    std::string text;
    append_number(text, number);
    return text;
}

} // namespace

TEST_CASE("a key is a file name, and names that look alike have different keys")
{
    std::set<std::string> keys;
    const std::vector<std::string> names{"mirage/index",
                                         "mirage-index",
                                         "Mirage/Index",
                                         "",
                                         ".",
                                         "..",
                                         "../../etc",
                                         "<script>",
                                         "\xff\xfe",
                                         std::string(5000, 'x'),
                                         std::string(5001, 'x'),
                                         "\u202e",
                                         "con",
                                         "-o"};
    for (const auto& name : names) {
        const auto key = make_key(name);
        CAPTURE(name, key);
        CHECK(key.size() <= 45);
        CHECK(key.front() != '-');
        CHECK(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
        keys.insert(key);
    }
    CHECK(keys.size() == names.size());
    CHECK(make_key("Mirage/Index").starts_with("mirage-index-"));
}

TEST_CASE("numbers of plots are short, and whole numbers are exact")
{
    CHECK(number_text(12.345678901234) == "12.345679");
    CHECK(number_text(9007199254740991.0) == "9007199254740991");
    CHECK(number_text(-3) == "-3");
    CHECK(number_text(0) == "0");
    CHECK(number_text(-0.0) == "0");
    CHECK(number_text(1e300) == "1e+300");
    CHECK(number_text(1.5e-310) == "1.5e-310");
    CHECK(number_text(std::nullopt) == "null");
    CHECK(number_text(std::numeric_limits<double>::quiet_NaN()) == "null");
    CHECK(number_text(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("a script passes its path and its value")
{
    CHECK(make_script("data/a.js", R"({"x":1})") == "cb_data(\"data/a.js\",{\"x\":1});\n");
}

} // namespace cb::report
