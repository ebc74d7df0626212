#include "catch.hpp"
#include "host/interrupts.hpp"

using namespace cb;
using namespace cb::host;

TEST_CASE("the timers of ARM and RISC-V have numbers and are not counted")
{
    const auto counts =
        count_interrupts("           CPU0       CPU1\n"
                         " 11:    1000000    2000000     GICv3  27 Level     arch_timer\n"
                         "  5:    1000000    2000000     RISC-V INTC  5 Edge      riscv-timer\n"
                         " 42:         17         18     GICv3  78 Level     uart-pl011\n"
                         "IPI0:         3          4       Rescheduling interrupts\n"
                         "IPI4:         9          9       Timer broadcast interrupts\n"
                         "Err:          0\n");
    CHECK(counts.at(0).devices == 17);
    CHECK(counts.at(1).devices == 18);
    CHECK(counts.at(0).processors == 3);
    CHECK(counts.at(1).processors == 4);
}

TEST_CASE("rows of interrupts that end early are no counts of a CPU")
{
    const auto counts = count_interrupts("           CPU0       CPU1\n"
                                         "  1:          5\n"
                                         "  2:          5          -6  x\n"
                                         "  3           5          6  x\n"
                                         "   :          5          6  x\n"
                                         "  4:          5          4294967295  x\n"
                                         "  5:          7          7");
    CHECK(counts.at(0).devices == 12);
    CHECK(counts.at(1).devices == 6); // 2^32 - 1 + 7
}

TEST_CASE("a head line with a CPU that cannot be has no counts")
{
    CHECK(count_interrupts("CPU0 CPU8191\n1: 1 1\n").size() == 2);
    CHECK(count_interrupts("CPU0 CPU8192\n1: 1 1\n").empty());
    CHECK(count_interrupts("CPU0 CPU\n1: 1 1\n").empty());
    CHECK(count_softirqs("1: 1 1\n").empty());
}
