#include "base/utf8.hpp"
#include "project/project.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cb;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

bool has_nul(const std::vector<std::string>& words)
{
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word.find('\0') != std::string::npos;
    });
}

/// What callers rely on in a project without faults.
void require_usable(const project::Project& project)
{
    require(!project.repository.empty() && !project.configurations.empty());
    for (const auto& configuration : project.configurations) {
        require(!configuration.name.empty() && !has_nul(configuration.command));
        for (const auto& [command, settings] : configuration.tables) {
            for (const auto& setting : settings) {
                require(!has_nul(setting.texts));
                require(setting.form == project::Form::list || setting.texts.size() == 1);
            }
        }
    }
}

} // namespace

/// For any bytes: reading ends, twice in the same way; each fault has a place and a text for a
/// terminal; a file without faults is complete.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const project::TableNames tables{{"watch", "build", "run", "parse"}, {"notify"}};
    const auto reading = project::read(text, tables);
    for (const auto& fault : reading.faults) {
        require(fault.at.line >= 1 && !fault.what.empty());
        require(printable(fault.what, fault.what.size()) == fault.what);
    }
    if (reading.faults.empty()) {
        require_usable(reading.project);
    }
    require(project::read(text, tables).faults == reading.faults);
    return 0;
}
