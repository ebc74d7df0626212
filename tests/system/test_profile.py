"""The system call profile allows the calls of the engine's own default, and a few more."""

import json
import subprocess
import unittest

import bed

LAST = 462  # from Linux 6.8, newer than the profiles
# Calls that an outdated default refuses, which breaks libc, sanitizers and io libraries: x86-64 numbers.
NEWER = {"rseq": 334, "membarrier": 324, "openat2": 437, "close_range": 436, "faccessat2": 439, "futex_waitv": 449}
# Calls that docker's newest default allows and those of Debian's packages may not know: x86-64 numbers.
LATER = {
    "cachestat": 451, "fchmodat2": 452, "futex_requeue": 456, "futex_wait": 455, "futex_waitv": 449, "futex_wake": 454,
    "getxattrat": 464, "listmount": 458, "listxattrat": 465, "map_shadow_stack": 453, "mseal": 462,
    "name_to_handle_at": 303, "pkey_alloc": 330, "pkey_free": 331, "pkey_mprotect": 329, "process_vm_readv": 310,
    "process_vm_writev": 311, "removexattrat": 466, "riscv_hwprobe": None, "setxattrat": 463, "statmount": 457,
    "uretprobe": 335,
}  # fmt: skip
# Calls that this default refuses, and that the packages' defaults may allow (podman's does): x86-64 numbers.
HELD = {
    "add_key": 248, "bpf": 321, "fsconfig": 431, "fsmount": 432, "fsopen": 430, "fspick": 433, "io_uring_enter": 426,
    "io_uring_register": 427, "io_uring_setup": 425, "keyctl": 250, "mount": 165, "mount_setattr": 442,
    "move_mount": 429, "open_tree": 428, "pidfd_getfd": 438, "pivot_root": 155, "request_key": 249, "setns": 308,
    "syslog": 103, "umount2": 166, "unshare": 272, "userfaultfd": 323,
}  # fmt: skip
SHAPED = {"clone": 56, "clone3": 435, "socket": 41}  # allowed with some arguments; tests/system/probe.c tries which
# Calls that cb allows in addition, for benchmarks that place their memory: x86-64 numbers.
NUMA = {"mbind": 237, "set_mempolicy": 238, "get_mempolicy": 239, "move_pages": 279, "set_mempolicy_home_node": 450}
MISSING = "errno 38"
REFUSED = ("errno 1", MISSING)  # docker's default returns EPERM, podman's ENOSYS
PROFILES = {"docker": "profiles/seccomp.json", "podman": "profiles/seccomp-podman.json"}


def table(text):
    return dict(line.split(" ", 1) for line in text.splitlines())


class Profile:
    """The tests of one engine; see below for which."""

    def build_image(self):
        subprocess.run(
            ["gcc", "-O1", "-static", "-o", self.dir / "syscalls", bed.ROOT / "tests/system/syscalls.c"], check=True
        )
        (self.dir / "Dockerfile").write_text("FROM scratch\nCOPY syscalls /\n")
        self.engine("build", "--quiet", "--tag", "cb-syscalls", str(self.dir))
        self.addCleanup(self.engine, "image", "rm", "--force", "cb-syscalls")

    def under_cb(self, *words):
        done = self.run_cb("run", "--engine", self.program, "--image", "cb-syscalls", *words, "--", "/syscalls", str(LAST))
        return table(done.manifest()["run"]["output"])

    def test_lets_through_what_the_default_does(self):
        words = ("run", "--rm", "--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
        default = table(self.engine(*words, "cb-syscalls", "/syscalls", str(LAST)))
        ours = self.under_cb()
        self.assertGreater(len(default), LAST)
        shaped = {str(number) for number in SHAPED.values()}
        refused = {name for name, result in ours.items() if result in REFUSED and default[name] not in REFUSED}
        self.assertLessEqual(refused - shaped, {str(number) for number in HELD.values()})
        more = {name for name, result in default.items() if result in REFUSED and ours[name] not in REFUSED}
        numa = {str(number) for number in NUMA.values()}
        self.assertLessEqual(more, numa | {str(number) for number in LATER.values()})
        self.assertEqual({name for name in numa if ours[name] in REFUSED}, set())
        self.assertEqual({name for name, number in HELD.items() if ours[str(number)] not in REFUSED}, set())
        self.assertEqual(default["no_randomize"], "refused")
        self.assertEqual(ours["no_randomize"], "ok")
        for name, number in NEWER.items():
            self.assertEqual(ours[str(number)] == "errno 1", default[str(number)] == "errno 1", name)

    def test_newer_calls_work(self):
        ours = self.under_cb()
        for name, number in NEWER.items():
            self.assertNotEqual(ours[str(number)], "errno 1", name)

    def test_profile_is_the_same_where_randomization_stays(self):
        ours = self.under_cb("--aslr", "on")
        self.assertEqual(ours["no_randomize"], "ok")
        self.assertEqual({name for name, number in NUMA.items() if ours[str(number)] in REFUSED}, set())

    def test_is_as_strict_as_the_newest_default(self):
        """For a process without capabilities, the file alone decides, regardless of the installed engine's version."""
        rules = [
            rule
            for rule in json.loads((bed.ROOT / PROFILES[self.program]).read_text())["syscalls"]
            if not (rule.get("includes") or {}).get("caps") and "s390x" not in (rule.get("includes") or {}).get("arches", [])
        ]
        allowed = [rule for rule in rules if rule["action"] == "SCMP_ACT_ALLOW"]
        always = {name for rule in allowed if not rule.get("args") for name in rule["names"]}
        self.assertEqual(always & (set(HELD) | set(SHAPED) | {"personality", "umount"}), set())
        self.assertLessEqual(set(LATER) | set(NUMA), always)
        shapes = {
            name: [
                (argument["index"], argument["op"], argument["value"])
                for rule in allowed
                if name in rule["names"]
                for argument in rule["args"]
            ]
            for name in ("socket", "clone", "personality")
        }
        self.assertEqual(shapes["socket"], [(0, "SCMP_CMP_LT", 38), (0, "SCMP_CMP_EQ", 39), (0, "SCMP_CMP_GT", 40)])
        self.assertEqual(shapes["clone"], [(0, "SCMP_CMP_MASKED_EQ", 0x7E020000)])
        values = {value for _, _, value in shapes["personality"]}
        self.assertEqual(values, {0, 8, 0x20000, 0x20008, 0xFFFFFFFF, 0x40000, 0x40008})
        clone3 = [rule for rule in rules if "clone3" in rule["names"]]
        self.assertEqual([(rule["action"], rule["errnoRet"]) for rule in clone3], [("SCMP_ACT_ERRNO", 38)])


class Docker(Profile, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()
        self.build_image()


class Podman(Profile, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_podman()
        self.build_image()


if __name__ == "__main__":
    unittest.main()
