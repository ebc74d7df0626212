#include "catch.hpp"
#include "engine/native/call_filter.hpp"
#include "engine/seccomp_profile.hpp"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <unistd.h>

using namespace cb::engine;

namespace {

const ProfileMachine machine{"SCMP_ARCH_X86_64", "amd64"};

constexpr auto start = R"({"defaultAction": "SCMP_ACT_ERRNO", "archMap": [
    {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]},
    {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}],
    "syscalls": [)";

cb::Parsed<SeccompProfile> parse(const std::string& rules)
{
    return parse_seccomp_profile(start + rules + "]}", machine);
}

} // namespace

TEST_CASE("a profile has the rules of this machine without capabilities")
{
    const auto profile = parse(R"(
        {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW", "args": null, "includes": null},
        {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["arch_prctl"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["amd64"]}},
        {"names": ["set_tls"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm"]}},
        {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN"],
         "arches": ["s390x"]}},
        {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["amd64"]}},
        {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}})");
    REQUIRE(profile);
    std::vector<std::string> first_names;
    for (const auto& rule : profile->rules) {
        first_names.push_back(rule.names.front());
    }
    CHECK(first_names == std::vector<std::string>{"read", "arch_prctl", "clone", "ptrace"});
    CHECK(profile->rules.front().names == std::vector<std::string>{"read", "write"});
    CHECK(profile->default_error == EPERM);
    CHECK(profile->sub_architectures == std::vector<std::string>{"SCMP_ARCH_X86", "SCMP_ARCH_X32"});
}

TEST_CASE("a rule of a profile has its errno and its arguments")
{
    const auto profile = parse(R"(
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
        {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [
            {"index": 1, "value": 2114060288, "valueTwo": 7, "op": "SCMP_CMP_MASKED_EQ"}]})");
    REQUIRE(profile);
    REQUIRE(profile->rules.size() == 2);
    CHECK(profile->rules[0].error == ENOSYS);
    CHECK_FALSE(profile->rules[1].error);
    REQUIRE(profile->rules[1].arguments.size() == 1);
    const auto& argument = profile->rules[1].arguments.front();
    CHECK(argument.index == 1);
    CHECK(argument.comparison == "SCMP_CMP_MASKED_EQ");
    CHECK(argument.value == 2114060288);
    CHECK(argument.second_value == 7);
}

TEST_CASE("a profile that allows what it does not name is refused")
{
    CHECK_FALSE(
        parse_seccomp_profile(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": []})", machine));
    CHECK_FALSE(parse(R"({"names": ["read"], "action": "SCMP_ACT_LOG"})"));
    CHECK_FALSE(parse_seccomp_profile("[]", machine));
    CHECK_FALSE(parse_seccomp_profile("", machine));
}

TEST_CASE("the filter of a profile with an unknown comparison is no filter")
{
    const auto profile = parse(R"({"names": ["read"], "action": "SCMP_ACT_ALLOW",
                                   "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_LIKE"}]})");
    REQUIRE(profile);
    CHECK_THROWS_AS(CallFilter::of_profile(*profile), cb::Error);
}

namespace {

/// The result of the call in a separate process under the filter: 0 or its errno.
int error_under(const CallFilter& filter, long number, long fourth = 0)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        filter.apply();
        ::_exit(::syscall(number, 0, 0, 0, fourth, 0, 0) < 0 ? errno : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("memory cannot be placed where only the filter keeps the nodes")
{
    const SeccompProfile none;
    const auto held = CallFilter::of_sandbox(none, NodeKeeper::filter);
    const auto free = CallFilter::of_sandbox(none, NodeKeeper::kernel);
    for (const long number : {SYS_set_mempolicy, SYS_mbind, SYS_migrate_pages}) {
        CAPTURE(number);
        CHECK(error_under(held, number) == EPERM);
        CHECK(error_under(free, number) != EPERM);
    }
    CHECK(error_under(held, SYS_get_mempolicy) == 0);
    CHECK(error_under(held, SYS_move_pages, 1) == EPERM);
    CHECK(error_under(free, SYS_move_pages, 1) != EPERM);
    CHECK(error_under(held, SYS_move_pages) != EPERM); // it only reports where pages are
}
