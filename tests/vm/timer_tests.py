"""Tests of systemd's units in the virtual machine of tests/vm/run, over two boots. What survives is on the disk
`state.img` of the share: /etc/cb, /var/lib/cb, /var/cache/cb, and the repository. A reset loses what was not flushed to it.

  python3 timer_tests.py FirstBoot   ends by a reset of the machine in the middle of a benchmark
  python3 timer_tests.py SecondBoot
"""

import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest

SHARE = pathlib.Path("/mnt")
STATE = pathlib.Path("/state")
REPOSITORY = STATE / "repository"
STORE = "/var/lib/cb/store.db"
# The libraries that cb needs are older than those of the machine's own programs.
OWN = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}

PROJECT = f"""repository = "{REPOSITORY}"
command = ["./bench"]
[build]
engine = "native"
[run]
cpu = "2"
network = "none"
"""
# Every five minutes would be long for a test.
TIMER = """[Timer]
OnCalendar=
OnCalendar=*:*:0/10
AccuracySec=1s
"""
SERVICE = f"""[Service]
Environment=LD_LIBRARY_PATH={SHARE}/lib
"""


def system(*words):
    subprocess.run(words, check=True, capture_output=True, env=OWN)


def install():
    """The machine as it is after a boot: cb and its units, and what survived."""
    shutil.copytree(SHARE / "cb", "/usr/local", dirs_exist_ok=True, symlinks=True)
    STATE.mkdir()
    system("mount", "-o", "loop", str(SHARE / "state.img"), str(STATE))
    for name, place in (("etc", "/etc/cb"), ("lib", "/var/lib/cb"), ("cache", "/var/cache/cb")):
        (STATE / name).mkdir(parents=True, exist_ok=True)
        pathlib.Path(place).mkdir(parents=True, exist_ok=True)
        system("mount", "--bind", str(STATE / name), place)
    (STATE / "etc/bench.toml").write_text(PROJECT)
    units = pathlib.Path("/etc/systemd/system")
    for unit in pathlib.Path("/usr/local/lib/systemd/system").glob("cb*"):
        shutil.copy(unit, units)
    for name, text in (("cb@.timer.d", TIMER), ("cb@.service.d", SERVICE)):
        (units / name).mkdir()
        (units / name / "test.conf").write_text(text)
    system("systemctl", "daemon-reload")


def start_timer():
    system("systemctl", "enable", "--now", "cb@bench.timer")


def point_branch_to(number):
    """The commits were made before; their ids are in the file `commits`."""
    commit = (SHARE / "commits").read_text().split()[number]
    (REPOSITORY / ".git/refs/heads/main").write_text(commit + "\n")
    return commit


def stored():
    """The commit and the status of each stored job."""
    if not pathlib.Path(STORE).exists():
        return []
    done = subprocess.run(
        ["cb", "export", "--db", STORE, "--format", "manifests"], capture_output=True, text=True, timeout=120
    )
    jobs = [json.loads(line) for line in done.stdout.splitlines()]
    return [(job["source"]["commit"], job["status"]) for job in jobs if "source" in job]


def benchmark_runs():
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"cb-vm-middle" in entry.read_bytes():
                return True
        except OSError:
            pass
    return False


def wait_until(is_so, what, seconds=180):
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            journal = subprocess.run(
                ["journalctl", "--no-pager", "-u", "cb@bench*"], capture_output=True, text=True, env=OWN
            ).stdout
            claims = subprocess.run(["cb", "claims", "--db", STORE], capture_output=True, text=True, timeout=120)
            raise AssertionError(f"{what} took longer than {seconds} s\n{journal[-4000:]}\n{claims.stdout}{claims.stderr}")
        time.sleep(1)


class FirstBoot(unittest.TestCase):
    def test_timer(self):
        install()
        shutil.copytree(SHARE / "repository", REPOSITORY)
        first = point_branch_to(0)
        start_timer()
        verified = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "cb@bench.service", "cb@bench.timer", "cb-prune.service", "cb-prune.timer"],
            capture_output=True, text=True, env=OWN,
        )  # fmt: skip
        self.assertEqual((verified.returncode, verified.stderr), (0, ""))
        wait_until(lambda: stored() == [(first, "ok")], "the first commit")
        second = point_branch_to(1)
        wait_until(lambda: (second, "ok") in stored(), "the second commit, by the next firing")
        self.assertEqual(sorted(stored()), sorted([(first, "ok"), (second, "ok")]))
        point_branch_to(2)
        system("sync", "--file-system", str(REPOSITORY))  # what a person pushed is not what is tested
        wait_until(benchmark_runs, "the start of the benchmark of the third commit")
        (SHARE / "reset").write_text(json.dumps(stored()))
        pathlib.Path("/proc/sysrq-trigger").write_text("b")
        time.sleep(60)


class SecondBoot(unittest.TestCase):
    def test_nothing_is_lost(self):
        before = [tuple(job) for job in json.loads((SHARE / "reset").read_text())]
        commits = (SHARE / "commits").read_text().split()
        self.assertEqual(sorted(before), sorted((commit, "ok") for commit in commits[:2]))
        install()
        start_timer()
        wait_until(lambda: (commits[2], "ok") in stored(), "the commit whose benchmark was interrupted")
        self.assertEqual(sorted(stored()), sorted((commit, "ok") for commit in commits))
        # The next pass finds nothing to do, and nothing is left of the interrupted run.
        system("systemctl", "start", "--wait", "cb@bench.service")
        self.assertEqual(len(stored()), 3)
        done = subprocess.run(["cb", "claims", "--db", STORE], capture_output=True, text=True, timeout=120)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        done = subprocess.run(["cb", "store", "--check", "--db", STORE], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
