"""The operations that are refused to a benchmark, with every engine: the table of tests/system/probe.c.

Each engine's table is complete: it names every open operation, and everything else that the probe tries is refused.
docs/security.md explains why.
"""

import ctypes
import hashlib
import json
import subprocess
import unittest

import bed

# Programs need these. ASLR can be disabled, because cb does that.
NEEDED = {
    "disables_randomization",
    "null_writable",
    "pins_itself",
    "read:/etc/passwd",
    "read:/sys/devices/system/cpu/online",
    "socket_inet",
    "socket_inet6",
    "socket_netlink",
    "socket_unix",
}
# Depends on the machine: kernel.perf_event_paranoid.
BY_MACHINE = {"counts_own_events"}
# Depends on the machine in a container: the version of its cgroups, and what its kernel makes of AF_VSOCK by the 32-bit
# interface, whose arguments no filter sees.
BY_KERNEL = {"sees_host_cgroup", "socket_vsock_32"}
# Open in every container of the engines: the image's own files, and a read-only /sys of the host.
IN_IMAGE = {
    "device_mounted_writable",
    "list:/sys/class/net",
    "list:/sys/module",
    "list:/var/lib/dpkg",
    "mounted_writable:/etc",
    "mounted_writable:/sys/fs/cgroup",
    "mounted_writable:/usr",
    "read:/etc/fstab",
}
# Also open to the root of an image, without any capability: what belongs to root in the container.
AS_ROOT = {
    "changes_null_mode",
    "changes_null_owner",
    "is_root_of_host",
    "list:/proc/1/fd",
    "list:/root",
    "read:/etc/gshadow",
    "read:/etc/shadow",
    "read:/proc/kpagecount",
    "write:/etc/passwd",
    "write:/proc/1/oom_score_adj",
    "write:/usr/bin/env",
}
ADD_KEY, KEYCTL = 248, 250  # x86-64
JOIN, UNLINK, SESSION_KEYRING, USER_KEYRING = 1, 9, -3, -4


def call(*arguments):
    """A system call with integers and bytes."""
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_char_p(word) if isinstance(word, bytes) else ctypes.c_long(word) for word in arguments]
    result = libc.syscall(*words)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"call {arguments[0]}")
    return result


def give_keys(case):
    """Gives the caller of cb a key in its session and one of its user, like those of Kerberos and fscrypt."""
    call(KEYCTL, JOIN, 0)
    for keyring in (SESSION_KEYRING, USER_KEYRING):
        key = call(ADD_KEY, b"user", b"cb-secret", b"x", 1, keyring)
        case.addCleanup(call, KEYCTL, UNLINK, key, keyring)


def compile_probe(case):
    case.probe = case.dir / "work/probe"
    case.probe.parent.mkdir()
    source = bed.ROOT / "tests/system/probe.c"
    subprocess.run(["gcc", "-O1", "-static", "-Wall", "-Werror", "-o", case.probe, source], check=True)


def run_in_image(case, instruction=""):
    (case.dir / "work/Dockerfile").write_text(f"FROM {bed.BASE_IMAGE}\nCOPY probe /probe\n{instruction}\n")
    case.engine("build", "--quiet", "--network", "none", "--tag", "cb-probe", str(case.probe.parent))
    case.addCleanup(case.engine, "image", "rm", "--force", "cb-probe")
    return case.run_cb("run", "--engine", case.program, "--image", "cb-probe", "--cpu", "1", "--", "/probe").manifest()


def assert_open(case, manifest, expected, either=BY_MACHINE):
    table = dict(line.split(" ", 1) for line in manifest["run"]["output"].splitlines())
    case.assertGreater(len(table), 150)
    found = {name for name, result in table.items() if result == "open"}
    case.assertEqual(found - either, expected)


class Native(bed.Case):
    def setUp(self):
        super().setUp()
        compile_probe(self)
        give_keys(self)

    def test_as_root(self):
        for owner in (0, 1000, 65534):
            with self.subTest(owner=owner):
                subprocess.run(["chown", "-R", str(owner), self.probe.parent], check=True)
                done = self.run_cb("run", "--dir", self.probe.parent, "--cpu", "1", "--", "./probe")
                assert_open(self, done.manifest(), NEEDED)
                profile = (bed.ROOT / "profiles/seccomp.json").read_bytes()
                self.assertEqual(
                    done.manifest()["run"]["provenance"]["seccomp_profile"], "sha256:" + hashlib.sha256(profile).hexdigest()
                )

    def test_as_a_user(self):
        bed.share_with_everybody(self)
        done = bed.run_as_nobody(self, "run", "--dir", self.probe.parent, "--cpu", "1", "--", "./probe")
        self.assertEqual(done.returncode, 0, done.stderr)
        assert_open(self, json.loads(done.stdout), NEEDED)

    def test_as_a_prepare_command(self):
        files = {name: (bed.ROOT / "tests/system" / name).read_text() for name in ("probe.c", "probe.h")}
        repository = self.make_repository("project", [files])
        prepare = "gcc -O1 -static -o probe probe.c && ./probe > table"
        jobs = self.run_cb("watch", str(repository)).out
        jobs = self.run_cb("build", "--engine", "native", "--prepare", prepare, stdin=jobs).out
        done = self.run_cb("run", "--", "cat", "table", stdin=jobs)
        assert_open(self, done.manifest(), NEEDED)


class InImage:
    """The tests of an engine with images, whose own user may be root; see below for which."""

    def test_as_a_user_of_the_image(self):
        assert_open(self, run_in_image(self, "USER 65534:65534"), NEEDED | IN_IMAGE, BY_MACHINE | BY_KERNEL)

    def test_as_root_of_the_image(self):
        assert_open(self, run_in_image(self), NEEDED | IN_IMAGE | AS_ROOT, BY_MACHINE | BY_KERNEL)


class Docker(InImage, bed.Case):
    def setUp(self):
        super().setUp()
        compile_probe(self)
        self.use_docker()


class Podman(InImage, bed.Case):
    def setUp(self):
        super().setUp()
        compile_probe(self)
        self.use_podman()


if __name__ == "__main__":
    unittest.main()
