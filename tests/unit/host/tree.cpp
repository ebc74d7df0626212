#include "tree.hpp"

#include "base/id_set.hpp"

#include <fstream>
#include <stdexcept>

namespace cb::test {

namespace {

std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            plain += text[++i] == 'n' ? '\n' : '\t';
        } else {
            plain += text[i];
        }
    }
    return plain + '\n';
}

std::vector<std::string> expanded(const std::string& path)
{
    const auto open = path.find('{');
    if (open == std::string::npos) {
        return {path};
    }
    const auto close = path.find('}');
    const auto numbers = CpuSet::parse(path.substr(open + 1, close - open - 1));
    std::vector<std::string> paths;
    for (const unsigned number : numbers.value().ids()) {
        paths.push_back(path.substr(0, open) + std::to_string(number) + path.substr(close + 1));
    }
    return paths;
}

} // namespace

Tree::Tree(std::string_view name)
{
    std::ifstream lines{std::string{CB_TEST_DATA "/host/"} + std::string{name} + ".tree"};
    if (!lines) {
        throw std::runtime_error{"no such tree: " + std::string{name}};
    }
    for (std::string line; std::getline(lines, line);) {
        const auto tab = line.find('\t');
        if (line.starts_with('#')) {
            continue;
        }
        for (const auto& path : expanded(line.substr(0, tab))) {
            write(path, unescaped(line.substr(tab + 1)));
        }
    }
}

void Tree::write(const std::filesystem::path& path, std::string_view content) const
{
    std::filesystem::create_directories((root() / path).parent_path());
    std::ofstream file{root() / path, std::ios::binary};
    file << content;
    if (!file.flush()) {
        throw std::runtime_error{"cannot write " + path.native()};
    }
}

void Tree::remove(const std::filesystem::path& path) const
{
    if (std::filesystem::remove_all(root() / path) == 0) {
        throw std::runtime_error{"nothing to remove: " + path.native()};
    }
}

} // namespace cb::test
