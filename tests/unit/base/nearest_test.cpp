#include "base/nearest.hpp"
#include "catch.hpp"

using namespace cb;

namespace {

const std::vector<std::string> words{
    "watch", "build", "run", "parse", "store", "--repeat", "--retry-suspect"};

} // namespace

TEST_CASE("a typing error has a nearest word")
{
    const auto [typed, meant] = GENERATE(table<std::string, std::string>({
        {"wacth", "watch"}, // swapped
        {"wtch", "watch"},  // missing
        {"runn", "run"},    // extra letter
        {"storr", "store"}, // wrong
        {"ru", "run"},
        {"--repeats", "--repeat"},
        {"--rep", "--repeat"}, // truncated
        {"--retry", "--retry-suspect"},
    }));
    CHECK(nearest(typed, words) == meant);
}

TEST_CASE("what is like no word has no nearest one")
{
    const auto typed =
        GENERATE(as<std::string>{}, "", "x", "deploy", "--re", "--cpu", std::string(101, 'r'));
    CHECK_FALSE(nearest(typed, words).has_value());
}
