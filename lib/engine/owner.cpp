#include "engine/owner.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t part_length = 8;
constexpr std::string_view name_start = "run-";

/// Identifies the lock directory and the machine: equal only for processes that use the same lock
/// files.
std::string make_place(const fs::path& directory)
{
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0) {
        throw_errno("reading the status of " + directory.native());
    }
    auto machine = read_small_file("/etc/machine-id").value_or("");
    // Absent in most containers; then a reboot counts as another machine.
    if (trimmed(machine).empty()) {
        machine = read_small_file("/proc/sys/kernel/random/boot_id").value_or("");
    }
    return sha256_hex(fmt::format("{}\n{}\n{}", machine, directory.native(), status.st_dev))
        .substr(0, part_length);
}

fs::path lock_file(const fs::path& directory, std::string_view owner)
{
    return directory / fmt::format("owner-{}", owner);
}

/// The owner name of this process.
class Owner {
public:
    Owner() : place_{make_place(directory_)}, lock_{host::open_lock(lock_file(directory_, id_))}
    {
        static_cast<void>(
            host::try_lock(lock_, directory_)); // cannot fail: nobody else knows the name
    }
    Owner(const Owner&) = delete;
    Owner& operator=(const Owner&) = delete;
    ~Owner() { ::unlink(lock_file(directory_, id_).c_str()); }

    std::string next_name() { return fmt::format("{}{}-{}-{}", name_start, place_, id_, ++runs_); }

private:
    fs::path directory_ = host::lock_directory();
    std::string place_;
    std::string id_ = random_hex(part_length / 2);
    Fd lock_;
    unsigned runs_ = 0;
};

bool is_hex(std::string_view text)
{
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

std::string make_run_name()
{
    static Owner owner;
    return owner.next_name();
}

bool is_orphan(std::string_view name)
{
    constexpr auto owner_start = name_start.size() + part_length + 1;
    if (!name.starts_with(name_start) || name.size() < owner_start + part_length) {
        return false;
    }
    const auto directory = host::lock_directory();
    const auto owner = name.substr(owner_start, part_length);
    if (name.substr(name_start.size(), part_length) != make_place(directory) || !is_hex(owner)) {
        return false;
    }
    const auto file = lock_file(directory, owner);
    const Fd lock = host::open_existing_lock(file);
    if (lock ? !host::try_lock(lock, file)
             : errno != ENOENT) { // if in doubt, the owner counts as alive
        return false;
    }
    ::unlink(file.c_str());
    return true;
}

} // namespace cb::engine
