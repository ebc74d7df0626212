#include "base/error.hpp"
#include "import/output.hpp"
#include "import/readers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cb;
using namespace cb::imports;

/// One program for several targets: CB_FUZZ_FORMAT names the one that is fuzzed.
std::string_view chosen_format()
{
    const char* const name = std::getenv("CB_FUZZ_FORMAT");
    return name == nullptr ? "import-history" : name;
}

const std::string_view format = chosen_format();

struct NoLog final : Log {
    void write(Level /*level*/, std::string_view /*message*/) override {}
};

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void import_text(std::string text, Output& output)
{
    Input input{.fd = Fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)},
                .name = "input",
                .start = std::move(text)};
    try {
        if (format == "import-jsonl") {
            import_jsonl(std::move(input), output);
        } else if (format == "import-csv") {
            import_csv(std::move(input), output);
        } else {
            import_history_file(std::move(input), parse::Format::automatic, output);
        }
    } catch (const Error& error) {
        require(error.code() == Errc::bad_input);
    }
}

std::vector<std::string> jobs_of(std::string_view text)
{
    std::vector<std::string> jobs;
    NoLog log;
    Output output{Settings{.repo = format == "import-history" ? std::optional<std::string>{"r"}
                                                              : std::nullopt},
                  nullptr,
                  [&jobs](const Manifest& job) { jobs.push_back(job.to_json()); },
                  log};
    import_text(std::string{text}, output);
    require(output.summary().jobs == jobs.size());
    return jobs;
}

bool is_good(const std::string& line)
{
    const auto job = Manifest::parse(line);
    if (!job || job->to_json() != line) {
        return false;
    }
    return std::all_of(job->results().begin(), job->results().end(), [](const Result& result) {
        return std::all_of(result.values.begin(), result.values.end(), [](double value) {
            return std::isfinite(value);
        });
    });
}

} // namespace

/// For any bytes: importing twice gives the same jobs, and each of them is a manifest with finite
/// figures.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto jobs = jobs_of(text);
    require(std::all_of(jobs.begin(), jobs.end(), is_good));
    require(jobs_of(text) == jobs);
    return 0;
}
