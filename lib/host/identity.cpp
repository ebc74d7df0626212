#include "host/identity.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "host/key_facts.hpp"
#include "json/writer.hpp"

namespace cb::host {

namespace {

std::string fact(const Host& host, const std::string& name)
{
    const auto at = host.facts.find(name);
    return at != host.facts.end() ? at->second : "unknown";
}

} // namespace

std::string host_key(const std::map<std::string, std::string>& facts)
{
    constexpr std::size_t digits = 16;
    JsonWriter canonical; // quoting keeps different sets of facts distinct
    canonical.begin_object();
    for (const auto& [name, value] : facts) {
        canonical.member(name, value);
    }
    canonical.end_object();
    return sha256_hex(canonical.text()).substr(0, digits);
}

Host read_host(const std::filesystem::path& root)
{
    const SysFiles files{root};
    Host host;
    host.facts = read_key_facts(files);
    host.key = host_key(host.facts);
    host.name = to_utf8(files.text("proc/sys/kernel/hostname").value_or("unknown"));
    host.cpu = fact(host, "cpu");
    host.kernel = fact(host, "kernel");
    if (const auto online = files.list<CpuSet>("sys/devices/system/cpu/online")) {
        host.cpus_online = online->size();
    }
    if (const auto total = meminfo_size(files.text("proc/meminfo").value_or(""), "MemTotal")) {
        host.memory_bytes = total->count();
    }
    return host;
}

} // namespace cb::host
