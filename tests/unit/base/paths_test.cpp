#include "base/error.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "catch.hpp"

#include <cstdlib>
#include <fstream>

using namespace cb;
namespace fs = std::filesystem;

namespace {

/// Sets an environment variable (null: unsets it) for the object's lifetime.
class Variable {
public:
    Variable(const char* name, const char* value) : name_{name}
    {
        const char* const before = std::getenv(name);
        before_ = before != nullptr ? std::optional<std::string>{before} : std::nullopt;
        set(value);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { set(before_ ? before_->c_str() : nullptr); }

private:
    void set(const char* value) const
    {
        value != nullptr ? ::setenv(name_, value, 1) : ::unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

} // namespace

TEST_CASE("the XDG directories are those set, when they are absolute")
{
    const Variable home{"HOME", "/home/somebody"};
    {
        const Variable data{"XDG_DATA_HOME", "/data"};
        const Variable cache{"XDG_CACHE_HOME", "/cache"};
        CHECK(data_home() == "/data/cb");
        CHECK(cache_home() == "/cache/cb");
    }
    const char* const value = GENERATE(as<const char*>{}, nullptr, "", "relative/path");
    const Variable data{"XDG_DATA_HOME", value};
    const Variable cache{"XDG_CACHE_HOME", value};
    CHECK(data_home() == "/home/somebody/.local/share/cb");
    CHECK(cache_home() == "/home/somebody/.cache/cb");
}

TEST_CASE("without a home and XDG directories the error says what to set")
{
    const Variable home{"HOME", nullptr};
    const Variable data{"XDG_DATA_HOME", nullptr};
    CHECK_THROWS_WITH(data_home(), "neither XDG_DATA_HOME nor HOME is set; set one of them");
}

TEST_CASE(
    "a shipped file is found below CB_DATA_DIR, and what is missing is an error that says where")
{
    const TempDir dir;
    fs::create_directories(dir.path() / "sql");
    std::ofstream{dir.path() / "sql/1.sql"} << "x";
    const Variable data{"CB_DATA_DIR", dir.path().c_str()};
    CHECK(shipped_file("sql/1.sql") == dir.path() / "sql/1.sql");
    CHECK_THROWS_WITH(shipped_file("sql/2.sql"), CB_CONTAINS((dir.path() / "sql/2.sql").native()));
}

TEST_CASE("the init program is the one that CB_INIT names")
{
    const TempDir dir;
    std::ofstream{dir.path() / "init"} << "x";
    {
        const Variable init{"CB_INIT", (dir.path() / "init").c_str()};
        CHECK(shipped_init() == dir.path() / "init");
    }
    const Variable init{"CB_INIT", (dir.path() / "missing").c_str()};
    CHECK_THROWS_WITH(shipped_init(), CB_CONTAINS("cb-init, which is part of cb, is missing"));
}
