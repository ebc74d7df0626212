#include "base/error.hpp"
#include "base/utf8.hpp"
#include "project/current_bench.hpp"
#include "project/project.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

using namespace cb;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void require_good(const project::Moved& moved)
{
    require(!moved.drafts.empty());
    std::set<std::string> names;
    for (const auto& draft : moved.drafts) {
        require(!draft.name.empty() && draft.name.front() != '.' && draft.name.front() != '-' &&
                draft.name.find('/') == std::string::npos && names.insert(draft.name).second);
        require(project::read(draft.toml, {{"watch", "build", "run", "parse"}, {"notify"}})
                    .faults.empty());
    }
    for (const auto& remark : moved.remarks) {
        require(printable(remark, remark.size()) == remark);
    }
}

} // namespace

/// For any bytes: the file of a current-bench is refused, or each project file that is made of it
/// reads without a fault and has a name of its own in the directory.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try {
        require_good(project::move_current_bench(text));
    } catch (const Error& error) {
        require(error.code() == Errc::bad_input);
    }
    return 0;
}
