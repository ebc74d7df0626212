// How fast zlib, LZ4 and Zstandard compress and decompress a text corpus, and how well.
//
// Measured with Google Benchmark. Each repetition is one sample; results are printed as one JSON
// object a line in the format that current-bench and cb read.

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <lz4.h>
#include <string>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace {

using Bytes = std::vector<char>;

constexpr std::size_t corpus_limit = 2 << 20;
constexpr int repetitions = 8;
constexpr double min_seconds = 0.03;

constexpr int zlib_level = 6;
constexpr int zstd_level = 3;

// A codec writes at most `to.size()` bytes and returns how many it wrote, 0 on failure.
struct Codec {
    const char* name;
    std::size_t (*bound)(std::size_t size);
    std::size_t (*compress)(const Bytes& from, Bytes& to);
    std::size_t (*decompress)(const Bytes& from, Bytes& to);
};

std::size_t zlib_compress(const Bytes& from, Bytes& to)
{
    uLongf size = to.size();
    const int status = compress2(reinterpret_cast<Bytef*>(to.data()),
                                 &size,
                                 reinterpret_cast<const Bytef*>(from.data()),
                                 from.size(),
                                 zlib_level);
    return status == Z_OK ? size : 0;
}

std::size_t zlib_decompress(const Bytes& from, Bytes& to)
{
    uLongf size = to.size();
    const int status = uncompress(reinterpret_cast<Bytef*>(to.data()),
                                  &size,
                                  reinterpret_cast<const Bytef*>(from.data()),
                                  from.size());
    return status == Z_OK ? size : 0;
}

std::size_t lz4_compress(const Bytes& from, Bytes& to)
{
    const int size = LZ4_compress_default(
        from.data(), to.data(), static_cast<int>(from.size()), static_cast<int>(to.size()));
    return static_cast<std::size_t>(std::max(size, 0));
}

std::size_t lz4_decompress(const Bytes& from, Bytes& to)
{
    const int size = LZ4_decompress_safe(
        from.data(), to.data(), static_cast<int>(from.size()), static_cast<int>(to.size()));
    return static_cast<std::size_t>(std::max(size, 0));
}

std::size_t zstd_compress(const Bytes& from, Bytes& to)
{
    const std::size_t size =
        ZSTD_compress(to.data(), to.size(), from.data(), from.size(), zstd_level);
    return ZSTD_isError(size) != 0 ? 0 : size;
}

std::size_t zstd_decompress(const Bytes& from, Bytes& to)
{
    const std::size_t size = ZSTD_decompress(to.data(), to.size(), from.data(), from.size());
    return ZSTD_isError(size) != 0 ? 0 : size;
}

constexpr Codec codecs[] = {
    {"zlib", compressBound, zlib_compress, zlib_decompress},
    {"lz4",
     [](std::size_t size) -> std::size_t { return LZ4_COMPRESSBOUND(size); },
     lz4_compress,
     lz4_decompress},
    {"zstd", ZSTD_compressBound, zstd_compress, zstd_decompress},
};

// Licences and C++ headers, in the order of their names: texts that every machine that can build
// this has.
Bytes read_corpus()
{
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (const char* directory : {"/usr/share/common-licenses", "/usr/include/c++"}) {
        for (const auto& entry : fs::recursive_directory_iterator(directory)) {
            if (entry.is_regular_file() && !entry.is_symlink()) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());

    Bytes corpus;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        corpus.insert(corpus.end(), std::istreambuf_iterator<char>(stream), {});
        if (corpus.size() >= corpus_limit) {
            corpus.resize(corpus_limit);
            break;
        }
    }
    return corpus;
}

Bytes compressed(const Codec& codec, const Bytes& corpus)
{
    Bytes packed(codec.bound(corpus.size()));
    packed.resize(codec.compress(corpus, packed));
    return packed;
}

// A codec that loses a byte is not worth timing.
void check_round_trip(const Codec& codec, const Bytes& corpus)
{
    const Bytes packed = compressed(codec, corpus);
    Bytes unpacked(corpus.size());
    if (packed.empty() || codec.decompress(packed, unpacked) != corpus.size() ||
        unpacked != corpus) {
        std::fprintf(stderr, "%s does not give back what it was given\n", codec.name);
        std::exit(1);
    }
}

void measure_compress(benchmark::State& state, const Codec& codec, const Bytes& corpus)
{
    Bytes packed(codec.bound(corpus.size()));
    std::size_t size = 0;
    for (auto _ : state) {
        size = codec.compress(corpus, packed);
        benchmark::ClobberMemory();
    }
    state.counters["bytes"] = static_cast<double>(corpus.size());
    state.counters["ratio"] = static_cast<double>(corpus.size()) / static_cast<double>(size);
}

void measure_decompress(benchmark::State& state, const Codec& codec, const Bytes& corpus)
{
    const Bytes packed = compressed(codec, corpus);
    Bytes unpacked(corpus.size());
    for (auto _ : state) {
        codec.decompress(packed, unpacked);
        benchmark::ClobberMemory();
    }
    state.counters["bytes"] = static_cast<double>(corpus.size());
}

using Measure = void (*)(benchmark::State&, const Codec&, const Bytes&);

void add_benchmark(const Codec& codec, const char* what, Measure measure, const Bytes& corpus)
{
    const std::string name = std::string(codec.name) + " " + what;
    benchmark::RegisterBenchmark(name.c_str(), measure, codec, std::cref(corpus))
        ->Repetitions(repetitions)
        ->MinTime(min_seconds)
        ->UseRealTime();
}

// Prints the repetitions of each benchmark as the samples of one result.
class JsonReporter : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override
    {
        if (runs.front().run_type != Run::RT_Iteration) {
            return; // averages over what was reported already
        }
        std::vector<double> milliseconds, throughput, ratio;
        for (const Run& run : runs) {
            const double seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
            milliseconds.push_back(seconds * 1e3);
            throughput.push_back(run.counters.at("bytes") / seconds / 1e6);
            if (const auto found = run.counters.find("ratio"); found != run.counters.end()) {
                ratio.push_back(found->second);
            }
        }
        std::printf(R"({"name":"compression","results":[{"name":"%s","metrics":[)",
                    runs.front().run_name.function_name.c_str());
        print_metric("time", "ms", "lower", milliseconds);
        std::printf(",");
        print_metric("throughput", "MB/s", "higher", throughput);
        if (!ratio.empty()) {
            std::printf(",");
            print_metric("ratio", "", "higher", ratio);
        }
        std::printf("]}]}\n");
        std::fflush(stdout);
    }

private:
    static void print_metric(const char* name,
                             const char* units,
                             const char* better,
                             const std::vector<double>& values)
    {
        std::printf(
            R"({"name":"%s","units":"%s","trend":"%s-is-better","value":[)", name, units, better);
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::printf("%s%.6g", i == 0 ? "" : ",", values[i]);
        }
        std::printf("]}");
    }
};

} // namespace

int main()
{
    const Bytes corpus = read_corpus();
    std::fprintf(stderr, "corpus: %zu bytes\n", corpus.size());
    for (const Codec& codec : codecs) {
        check_round_trip(codec, corpus);
        add_benchmark(codec, "compress", measure_compress, corpus);
        add_benchmark(codec, "decompress", measure_decompress, corpus);
    }
    JsonReporter reporter;
    return benchmark::RunSpecifiedBenchmarks(&reporter) == 0 ? 1 : 0;
}
