#include "engine/native/call_filter.hpp"

#include "base/fd.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <seccomp.h>
#include <unistd.h>

namespace cb::engine {

namespace {

/// libseccomp returns a negative errno.
void require_filter(int result, const std::string& doing)
{
    if (result < 0) {
        errno = -result;
        throw_errno("the system call filter: " + doing);
    }
}

std::uint32_t to_action(const std::optional<std::uint16_t>& error)
{
    return error ? SCMP_ACT_ERRNO(*error) : SCMP_ACT_ALLOW;
}

/// libseccomp names "SCMP_ARCH_X86_64" "x86_64".
std::uint32_t architecture(std::string name)
{
    constexpr std::string_view start = "SCMP_ARCH_";
    name.erase(0, name.starts_with(start) ? start.size() : 0);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return seccomp_arch_resolve_name(name.c_str());
}

scmp_arg_cmp comparison(const CallArgument& argument)
{
    static const std::map<std::string_view, scmp_compare> known{
        {"SCMP_CMP_NE", SCMP_CMP_NE},
        {"SCMP_CMP_LT", SCMP_CMP_LT},
        {"SCMP_CMP_LE", SCMP_CMP_LE},
        {"SCMP_CMP_EQ", SCMP_CMP_EQ},
        {"SCMP_CMP_GE", SCMP_CMP_GE},
        {"SCMP_CMP_GT", SCMP_CMP_GT},
        {"SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ}};
    const auto found = known.find(argument.comparison);
    if (found == known.end()) {
        throw Error{Errc::system,
                    "the system call filter: unknown comparison " + argument.comparison};
    }
    return {argument.index, found->second, argument.value, argument.second_value};
}

ProfileMachine this_machine()
{
    switch (seccomp_arch_native()) {
    case SCMP_ARCH_X86_64:
        return {"SCMP_ARCH_X86_64", "amd64"};
    case SCMP_ARCH_AARCH64:
        return {"SCMP_ARCH_AARCH64", "arm64"};
    case SCMP_ARCH_PPC64LE:
        return {"SCMP_ARCH_PPC64LE", "ppc64le"};
    case SCMP_ARCH_S390X:
        return {"SCMP_ARCH_S390X", "s390x"};
    case SCMP_ARCH_RISCV64:
        return {"SCMP_ARCH_RISCV64", "riscv64"};
    default:
        throw Error{Errc::system,
                    "the native engine has no system call filter for this processor; use docker or "
                    "podman"};
    }
}

} // namespace

/// Owns a scmp_filter_ctx.
class CallFilterMaker {
public:
    explicit CallFilterMaker(std::uint32_t default_action) : context_{seccomp_init(default_action)}
    {
        require_filter(context_ != nullptr ? 0 : -ENOMEM, "beginning");
        // Sorts the calls for a binary search. With a linear list, the last call would be slow.
        require_filter(seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2), "sorting");
    }
    CallFilterMaker(const CallFilterMaker&) = delete;
    CallFilterMaker& operator=(const CallFilterMaker&) = delete;
    ~CallFilterMaker() { seccomp_release(context_); }

    void add_architecture(const std::string& name)
    {
        if (const auto token = architecture(name); token != 0) {
            require_filter(seccomp_arch_add(context_, token), "adding " + name);
        }
    }

    /// Skips names that libseccomp does not know. The default action then applies to them.
    void add(const CallRule& rule)
    {
        std::vector<scmp_arg_cmp> arguments;
        std::transform(rule.arguments.begin(),
                       rule.arguments.end(),
                       std::back_inserter(arguments),
                       comparison);
        for (const auto& name : rule.names) {
            const int call = seccomp_syscall_resolve_name(name.c_str());
            if (call != __NR_SCMP_ERROR) {
                add(call, to_action(rule.error), arguments);
            }
        }
    }

    void add(int call, std::uint32_t action, const std::vector<scmp_arg_cmp>& arguments)
    {
        require_filter(
            seccomp_rule_add_array(
                context_, action, call, static_cast<unsigned>(arguments.size()), arguments.data()),
            fmt::format("a rule for call {}", call));
    }

    /// libseccomp 2.5 can write a program only to a file.
    [[nodiscard]] CallFilter make() const
    {
        const Fd file{::memfd_create("cb-filter", MFD_CLOEXEC)};
        struct stat status {};
        require_filter(seccomp_export_bpf(context_, file.get()), "writing the program");
        require_filter(::fstat(file.get(), &status) == 0 ? 0 : -errno,
                       "reading the program's size");
        std::vector<sock_filter> program(static_cast<std::size_t>(status.st_size) /
                                         sizeof(sock_filter));
        const auto got =
            ::pread(file.get(), program.data(), static_cast<std::size_t>(status.st_size), 0);
        require_filter(got == status.st_size ? 0 : -EIO, "reading the program");
        return CallFilter{std::move(program)};
    }

private:
    scmp_filter_ctx context_;
};

CallFilter CallFilter::of_profile(const SeccompProfile& profile)
{
    CallFilterMaker maker{SCMP_ACT_ERRNO(profile.default_error)};
    for (const auto& name : profile.sub_architectures) {
        maker.add_architecture(name);
    }
    for (const auto& rule : profile.rules) {
        if (rule.error != profile.default_error) { // libseccomp rejects rules without effect
            maker.add(rule);
        }
    }
    // Harnesses read counters of the calling thread. The kernel's perf_event_paranoid decides what
    // they may count. Containers have no counters at all.
    maker.add({.names = {"perf_event_open"},
               .arguments = {{.index = 1, .comparison = "SCMP_CMP_EQ", .value = 0}}});
    return maker.make();
}

/// Adds two rules that a profile cannot express. On x86, the 32-bit interface creates sockets of
/// every family with socketcall(2), whose arguments are in the caller's memory, where no filter
/// sees them, so 32-bit programs may not create sockets with it. Likewise, the calls that place
/// memory take their nodes from memory, so all of them are refused if no cpuset keeps the run on
/// its nodes.
CallFilter CallFilter::of_sandbox(const SeccompProfile& profile, NodeKeeper keeper)
{
    CallFilterMaker maker{SCMP_ACT_ALLOW};
    for (const auto& name : profile.sub_architectures) {
        maker.add_architecture(name);
    }
    constexpr std::uint64_t socket_call = 1; // SYS_SOCKET, linux/net.h
    maker.add({.names = {"socketcall"},
               .error = EPERM,
               .arguments = {{.index = 0, .comparison = "SCMP_CMP_EQ", .value = socket_call}}});
    if (keeper == NodeKeeper::filter) {
        maker.add({.names = {"set_mempolicy", "mbind", "set_mempolicy_home_node", "migrate_pages"},
                   .error = EPERM});
        // Without nodes, move_pages(2) only reports where pages are.
        maker.add({.names = {"move_pages"},
                   .error = EPERM,
                   .arguments = {{.index = 3, .comparison = "SCMP_CMP_NE", .value = 0}}});
    }
    return maker.make();
}

void CallFilter::apply() const
{
    const sock_fprog program{static_cast<unsigned short>(program_.size()),
                             const_cast<sock_filter*>(program_.data())};
    // Without this flag, kernels before 5.16 disable speculation, which would make the program
    // slower than elsewhere.
    constexpr auto flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program) != 0) {
        throw_errno("installing the system call filter (the kernel needs CONFIG_SECCOMP_FILTER)");
    }
}

std::vector<CallFilter> sandbox_filters(NodeKeeper keeper)
{
    static const auto profile = [] {
        const auto path = seccomp_profile_file(Engine::native);
        const auto text = read_small_file(path);
        auto read = parse_seccomp_profile(text.value_or(""), this_machine());
        if (!read) {
            throw Error{Errc::system, path.native() + ": " + read.error()};
        }
        return std::move(*read);
    }();
    static const auto of_profile = CallFilter::of_profile(profile);
    return {of_profile, CallFilter::of_sandbox(profile, keeper)};
}

} // namespace cb::engine
