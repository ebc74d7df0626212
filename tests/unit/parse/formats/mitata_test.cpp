#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("mitata: samples, with the heap and the garbage collector")
{
    const auto text = sample("mitata-1.0.34.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "mitata");
    CHECK(result_lines(found) ==
          Lines{"default | hash | time: 108.8564453125 109.0791015625 109.088623046875 "
                "110.162841796875 [ns] lower",
                "default | hash | memory: avg=0.25086911674816625 max=39.638671875 min=0.130859375 "
                "[B] lower",
                "json | parse | time: 327.28369140625 327.56494140625 327.714111328125 "
                "328.978515625 [ns] lower",
                "json | parse | memory: avg=104.66494309971098 max=245.814453125 min=18.09765625 "
                "[B] lower",
                "json | stringify 1 | time: 221.677734375 231.5546875 236.600830078125 "
                "237.892333984375 [ns] lower",
                "json | stringify 1 | memory: avg=51.35479910714286 max=159.2421875 "
                "min=48.181640625 [B] lower",
                "json | stringify 1 | gc_time: avg=21880710.085714284 max=85660184 min=11770832 "
                "[ns] lower",
                "json | stringify 100 | time: 5481.041748046875 6733.987060546875 8902.22265625 "
                "9073.153564453125 [ns] lower",
                "json | stringify 100 | memory: avg=338.48359375 max=381.552734375 "
                "min=336.216796875 [B] lower",
                "json | stringify 100 | gc_time: avg=17900971.600000046 max=32236167.000000954 "
                "min=12489079 [ns] lower",
                "json | copy n=1 | time: 10.595947265625 10.59619140625 10.61083984375 "
                "10.6669921875 [ns] lower",
                "json | copy n=1 | memory: avg=56.10424127183317 max=57.525390625 min=56.099609375 "
                "[B] lower",
                "json | copy n=100 | time: 107.03662109375 107.54296875 109.781005859375 "
                "110.189453125 [ns] lower",
                "json | copy n=100 | memory: avg=850.4819830149291 max=852.591796875 "
                "min=850.37109375 [B] lower"});
    CHECK(rejected_lines(found) == Lines{"1:3538 benchmarks/4/runs/0: the benchmark failed"});
    CHECK(is_same_in_pieces(text, Format::mitata));
}

TEST_CASE("mitata: figures only")
{
    const auto found = find_results(sample("mitata-1.0.34-figures.json"), Format::mitata);
    CHECK(result_lines(found) ==
          Lines{"default | hash | time: avg=218.01873486261147 max=2128.99462890625 "
                "median=135.84326171875 min=122.175048828125 p25=131.45751953125 "
                "p75=141.91162109375 p99=1150.328369140625 p99.9=2029.430419921875 [ns] lower",
                "default | hash | memory: avg=0.5103534327975376 max=207.38671875 min=0.130859375 "
                "[B] lower",
                "json | parse | time: avg=975.672429306702 max=2557.86279296875 "
                "median=664.524658203125 min=438.911376953125 p25=571.537841796875 "
                "p75=1517.953857421875 p99=2507.64404296875 p99.9=2524.193603515625 [ns] lower",
                "json | parse | memory: avg=103.16903861464968 max=104.189453125 min=2.990234375 "
                "[B] lower",
                "json | stringify 1 | time: avg=717.465124371408 max=3441.357666015625 "
                "median=464.6748046875 min=270.649169921875 p25=331.74267578125 "
                "p75=575.157958984375 p99=3327.2890625 p99.9=3327.2890625 [ns] lower",
                "json | stringify 1 | memory: avg=49.08564082278481 max=149.3125 min=31.80859375 "
                "[B] lower",
                "json | stringify 100 | time: avg=12002.587158203138 max=14286.596435546875 "
                "median=11772.859375 min=10717.667724609375 p25=11213.891357421875 "
                "p75=12518.520263672108 p99=13590.794677734375 p99.9=13590.794677734375 [ns] lower",
                "json | stringify 100 | memory: avg=40.26128472222222 max=324.490234375 "
                "min=2.08984375 [B] lower",
                "json | copy n=1 | time: avg=40.48889222848267 max=1999.765625 "
                "median=20.48291015625 min=14.910888671875 p25=19.394287109375 p75=22.297607421875 "
                "p99=1013.489501953125 p99.9=1415.21240234375 [ns] lower",
                "json | copy n=1 | memory: avg=56.15083497908922 max=107.205078125 "
                "min=56.103515625 [B] lower",
                "json | copy n=100 | time: avg=248.059772716528 max=2107.13232421875 "
                "median=145.33837890625 min=104.97216796875 p25=131.085693359375 "
                "p75=205.9111328125 p99=1246.862060546875 p99.9=1636.3154296875 [ns] lower",
                "json | copy n=100 | memory: avg=850.2307557550096 max=925.126953125 "
                "min=603.482421875 [B] lower"});
    CHECK(rejected_lines(found) == Lines{"1:3000 benchmarks/4/runs/0: the benchmark failed"});
}

TEST_CASE("mitata: what is wrong is named")
{
    const auto found = find_results(
        R"({"layout":[{"name":"g"},{"name":5}],"context":{"noop":{}},"benchmarks":[)"
        R"({"alias":"a","group":0,"runs":[{"name":"a","stats":{"avg":2,"samples":[1,"x"]}},)"
        R"({"stats":{"avg":2}},{"name":"b","stats":{"min":2}},7]},)"
        R"({"alias":"$s","group":1,"runs":[{"name":"c","args":{"s":"1","t":"big","u":[1]},"stats":{"avg":3}}]},)"
        R"({"alias":"d","group":9,"runs":5}]})",
        Format::mitata);
    CHECK(result_lines(found) ==
          Lines{"g | a | time: 1 [ns] lower", "default | c t=big u=[1] | time: avg=3 [ns] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:204 benchmarks/0/runs/3: must be an object",
                R"(1:146 benchmarks/0/runs/0/stats/samples/1: "x" is not a number)",
                "1:153 benchmarks/0/runs/1/name: is missing",
                "1:193 benchmarks/0/runs/2/stats/avg: is missing",
                "1:338 benchmarks/2/runs: must be a list"});
}

TEST_CASE("mitata: other objects with a layout are not its results")
{
    CHECK(find_results(R"({"layout":[{"name":"a"}],"benchmarks":[]})", Format::mitata)
              .results.empty());
    CHECK(
        find_results(R"({"layout":"grid","context":{"noop":1}})", Format::mitata).rejected.empty());
}
