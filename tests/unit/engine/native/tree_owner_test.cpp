#include "catch.hpp"
#include "engine/native/tree_owner.hpp"

using cb::engine::make_swapped_ids;

TEST_CASE("the map of owners swaps two and leaves all others")
{
    CHECK(make_swapped_ids(0, 65534) == "0 65534 1\n"
                                        "1 1 65533\n"
                                        "65534 0 1\n"
                                        "65535 65535 4294901760\n");
    CHECK(make_swapped_ids(1000, 65534) == "0 0 1000\n"
                                           "1000 65534 1\n"
                                           "1001 1001 64533\n"
                                           "65534 1000 1\n"
                                           "65535 65535 4294901760\n");
    CHECK(make_swapped_ids(65533, 65534) == "0 0 65533\n"
                                            "65533 65534 1\n"
                                            "65534 65533 1\n"
                                            "65535 65535 4294901760\n");
}

TEST_CASE("the map of owners has everybody once where there is nobody to swap")
{
    CHECK(make_swapped_ids(7, 7) == "0 0 7\n7 7 1\n8 8 4294967287\n");
    CHECK(make_swapped_ids(4294967294U, 0) == "0 4294967294 1\n1 1 4294967293\n4294967294 0 1\n");
}
