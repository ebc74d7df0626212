"""The system call profile lets through what the engine's own default does, and a few calls more."""

import json
import subprocess
import unittest

import bed

LAST = 462  # of Linux 6.8, and so newer than any kernel or profile that does not know it
# What a default that is too old refuses, and what then breaks (libc, sanitizers, io libraries): x86-64 numbers.
NEWER = {"rseq": 334, "membarrier": 324, "openat2": 437, "close_range": 436, "faccessat2": 439, "futex_waitv": 449}
# What cb allows besides the default, for benchmarks that place their memory: x86-64 numbers.
NUMA = {"mbind": 237, "set_mempolicy": 238, "get_mempolicy": 239, "move_pages": 279, "set_mempolicy_home_node": 450}
REFUSED, MISSING = "errno 1", "errno 38"
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
        refused = {name for name, result in ours.items() if result == REFUSED and default[name] != REFUSED}
        self.assertEqual(refused, set())
        more = {name for name, result in default.items() if result == REFUSED and ours[name] != REFUSED}
        numa = {str(number) for number in NUMA.values()}
        self.assertEqual(more, {name for name in numa if default[name] == REFUSED})
        self.assertEqual({name for name in numa if ours[name] in (REFUSED, MISSING)}, set())
        self.assertEqual(default["no_randomize"], "refused")
        self.assertEqual(ours["no_randomize"], "ok")
        for name, number in NEWER.items():
            self.assertEqual(ours[str(number)] == REFUSED, default[str(number)] == REFUSED, name)

    def test_newer_calls_work(self):
        ours = self.under_cb()
        for name, number in NEWER.items():
            self.assertNotEqual(ours[str(number)], REFUSED, name)

    def test_profile_is_the_same_where_randomization_stays(self):
        ours = self.under_cb("--aslr", "on")
        self.assertEqual(ours["no_randomize"], "ok")
        self.assertEqual({name for name, number in NUMA.items() if ours[str(number)] in (REFUSED, MISSING)}, set())

    def test_rules_that_it_adds(self):
        made = json.loads((bed.ROOT / PROFILES[self.program]).read_text())
        ours = made["syscalls"][-3:]
        self.assertEqual([rule["names"] for rule in ours], [["personality"], ["personality"], sorted(NUMA)])
        self.assertEqual([rule["args"][0]["value"] for rule in ours[:2]], [0x40000, 0x40008])
        self.assertEqual({rule["action"] for rule in ours}, {"SCMP_ACT_ALLOW"})


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
