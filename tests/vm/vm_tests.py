"""Tests that run in the virtual machine of tests/vm/run: CPUs 0-1 on node 0, 2-3 on node 1, cgroup v2, systemd."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

MIB = 1 << 20


def cb(*words, code=0):
    done = subprocess.run(["cb", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    if code is not None and done.returncode != code:
        raise AssertionError(f"cb {words}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr}")
    return done


def run_of(*words, code=0):
    return json.loads(cb("run", *words, code=code).stdout)["run"]


def node_free_bytes(node):
    text = pathlib.Path(f"/sys/devices/system/node/node{node}/meminfo").read_text()
    return int(re.search(r"MemFree:\s+(\d+)", text).group(1)) * 1024


def runs(program):
    """Whether a process with that first word is running."""
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if entry.read_bytes().split(b"\0")[0].decode() == program:
                return True
        except OSError:
            pass
    return False


def wait_until(is_so):
    deadline = time.monotonic() + 120
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("it took longer than two minutes")
        time.sleep(0.5)


class Machine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(["docker", "import", "image.tar", "truth:1"], check=True, capture_output=True)
        cls.engines = {"docker": ("--image", "truth:1"), "native": ("--dir", "/mnt/tree")}
        cls.truth = {"docker": "/truth", "native": "./truth"}

    def each_engine(self):
        return [(engine, words, self.truth[engine]) for engine, words in self.engines.items()]


class TwoNodes(Machine):
    def test_machine_is_what_these_tests_need(self):
        self.assertEqual(os.cpu_count(), 4)
        self.assertTrue(pathlib.Path("/sys/fs/cgroup/cgroup.controllers").exists())
        driver = subprocess.run(["docker", "info", "-f", "{{.CgroupDriver}}"], capture_output=True, text=True)
        self.assertEqual(driver.stdout, "systemd\n")

    def test_memory_is_on_the_node_of_the_cpus(self):
        for engine, words, truth in self.each_engine():
            for cpu, node in (("0", "0"), ("3", "1")):
                run = run_of(*words, "--cpu", cpu, "--", truth, "memory", "100")
                self.assertEqual(run["pins"]["cpus"], cpu, engine)
                self.assertEqual(run["pins"]["mems"], node)
                self.assertEqual(run["pins"]["shm_policy"], f"bind:{node}")
                placed = run["pins"]["placed_bytes"]
                self.assertGreater(placed[node], 99 * MIB)
                self.assertLess(placed[str(1 - int(node))], 4 * MIB)

    def test_tmpfs_is_on_the_node(self):
        for engine, words, truth in self.each_engine():
            child = subprocess.Popen(
                ["cb", "run", *words, "--cpu", "2", "--shm", "400M", "--", truth, "hold", "/dev/shm/x", "300"],
                stdout=subprocess.PIPE,
                text=True,
            )
            before = node_free_bytes(0), node_free_bytes(1)
            least = list(before)
            while child.poll() is None:
                least = [min(old, node_free_bytes(node)) for node, old in enumerate(least)]
                time.sleep(0.05)
            run = json.loads(child.stdout.read())["run"]
            child.stdout.close()
            self.assertEqual(run["outcome"], "ok", run)
            self.assertGreater(before[1] - least[1], 250 * MIB, engine)
            self.assertLess(before[0] - least[0], 200 * MIB, engine)
            self.assertGreater(run["usage"]["shared_bytes"], 290 * MIB)
            self.assertGreater(run["pins"]["placed_bytes"]["1"], 290 * MIB)

    def test_memory_of_both_nodes(self):
        for _, words, truth in self.each_engine():
            run = run_of(*words, "--cpu", "1-2", "--numa", "0-1", "--", truth, "memory", "1")
            self.assertEqual(run["pins"]["mems"], "0-1")
            self.assertEqual(run["pins"]["shm_policy"], "bind:0-1")
            self.assertIn("several_numa_nodes", [reason["code"] for reason in run["fitness"]["reasons"]])

    def test_what_the_nodes_cannot_give(self):
        done = cb("run", "--dir", "tree", "--cpu", "0", "--numa", "1", "--", "true", code=2)
        self.assertIn("--numa", done.stderr)
        done = cb("run", "--dir", "tree", "--cpu", "0", "--shm", "1400M", "--", "true", code=2)
        self.assertIn("available", done.stderr)
        cb("run", "--dir", "tree", "--cpu", "0", "--numa", "2", "--", "true", code=2)

    def test_figures_of_version_2(self):
        for engine, words, truth in self.each_engine():
            usage = run_of(*words, "--cpu", "1", "--", truth, "memory", "100")["usage"]
            self.assertAlmostEqual(usage["anonymous_bytes"] / MIB, 100, delta=3)
            self.assertGreater(usage["peak_memory_bytes"], 100 * MIB)
            self.assertLess(usage["peak_memory_bytes"], 115 * MIB)
            for name in ("throttled_s", "swap_bytes"):
                self.assertEqual(usage[name], 0, (engine, name))
            for name in ("pressure_cpu_s", "pressure_memory_s", "pressure_io_s"):
                self.assertIsNotNone(usage[name], (engine, usage["unavailable"].get(name)))
            usage = run_of(*words, "--cpu", "1", "--", truth, "cpu", "1000", "2")["usage"]
            self.assertAlmostEqual(usage["user_s"] + usage["system_s"], 2, delta=0.4)
            self.assertGreater(usage["pressure_cpu_s"], 0.5)  # two threads on one CPU

    def test_limits(self):
        for _, words, truth in self.each_engine():
            run = run_of(*words, "--memory", "50M", "--", truth, "memory", "100", code=1)
            self.assertEqual(run["outcome"], "oom")
            run = run_of(*words, "--timeout", "2s", "--", truth, "cpu", "60000", "2", code=1)
            self.assertEqual(run["outcome"], "timeout")
            run = run_of(*words, "--cpu-time", "1s", "--", truth, "cpu", "60000", "2", code=1)
            self.assertEqual(run["outcome"], "cpu_limit")

    def test_nothing_is_left(self):
        for engine, words, truth in self.each_engine():
            child = subprocess.Popen(["cb", "run", *words, "--", truth, "cpu", "60000", "1"], stdout=subprocess.DEVNULL)
            wait_until(lambda: runs(truth))
            child.kill()
            child.wait()
            self.assertIn("removed", cb("run", "--sweep").stderr, engine)
        left = [str(path) for path in pathlib.Path("/sys/fs/cgroup").rglob("*cb-run-*")]
        self.assertEqual(left, [])
        shown = subprocess.run(["docker", "ps", "-aq"], capture_output=True, text=True).stdout
        self.assertEqual(shown, "")

    def test_two_runs_share_no_core(self):
        begin = time.monotonic()
        children = [
            subprocess.Popen(["cb", "run", "--dir", "tree", "--cpu", "2", "--", "sleep", "3"], stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        waits = sorted(json.loads(child.communicate()[0])["run"]["lock_wait_s"] for child in children)
        self.assertGreater(time.monotonic() - begin, 6)
        self.assertEqual(waits[0], 0)
        self.assertGreater(waits[1], 1)

    def test_memory_hog_is_seen(self):
        """The cgroup is throttled at memory.high: machine-wide pressure that the run did not cause."""
        cgroup = pathlib.Path("/sys/fs/cgroup/hog")
        cgroup.mkdir()
        (cgroup / "memory.high").write_text(str(20 * MIB))
        hog = subprocess.Popen(
            ["/bin/sh", "-c", f"echo $$ > {cgroup}/cgroup.procs; while :; do /mnt/truth memory 60; done"]
        )
        try:
            time.sleep(2)
            run = run_of("--dir", "tree", "--cpu", "3", "--", "./truth", "cpu", "2000", "1")
        finally:
            hog.kill()
            (cgroup / "cgroup.kill").write_text("1")
            hog.wait()
        self.assertIn("pressure_memory", [reason["code"] for reason in run["fitness"]["reasons"]])
        self.assertEqual(run["fitness"]["verdict"], "suspect")

    def test_isolated_partition(self):
        """A cpuset partition removes its CPUs from all other cgroups: a run inside gets them, a run outside is rejected."""
        cgroup = pathlib.Path("/sys/fs/cgroup/bench")
        cgroup.mkdir()
        (cgroup / "cpuset.cpus").write_text("3")
        (cgroup / "cpuset.cpus.partition").write_text("isolated")
        try:
            self.assertEqual((cgroup / "cpuset.cpus.partition").read_text(), "isolated\n")
            done = cb("run", "--dir", "tree", "--cpu", "3", "--", "true", code=2)
            self.assertIn("CPU 3", done.stderr)
        finally:
            (cgroup / "cpuset.cpus.partition").write_text("member")
            cgroup.rmdir()

    def test_pipeline(self):
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run(["cp", "-r", "/mnt/repository", directory], check=True)
            line = (
                "set -o pipefail; cb watch repository --all --db x.db | cb build --engine native | "
                "cb run --cpu 2 -- ./bench | cb parse | cb store --db x.db && cb export --db x.db --format csv"
            )
            done = subprocess.run(["bash", "-c", line], cwd=directory, capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            own = [line for line in done.stdout.splitlines() if ",run,./bench," not in line]
            self.assertEqual(len(own), 3, done.stdout)

    def test_tune_and_undo(self):
        """On a real kernel: the values are set, and undo restores exactly the originals."""
        kernel = ("vm/swappiness", "kernel/numa_balancing", "kernel/nmi_watchdog", "kernel/timer_migration")
        files = [pathlib.Path("/proc/sys", name) for name in kernel]
        files += [pathlib.Path("/sys/kernel/mm/transparent_hugepage/enabled")]
        files += [pathlib.Path("/proc/irq/default_smp_affinity"), *pathlib.Path("/proc/irq").glob("*/smp_affinity_list")]
        files = [file for file in files if file.exists()]

        def state():
            return {str(file): file.read_text() for file in files}

        pathlib.Path("/proc/sys/kernel/numa_balancing").write_text("1")
        before = state()
        done = cb("tune", "--cpu", "3", code=None)
        self.assertIn(done.returncode, (0, 1), done.stderr)  # 1: this kernel refused something, and cb says what
        tuned = state()
        self.assertEqual(tuned["/proc/sys/vm/swappiness"], "1\n")
        self.assertEqual(tuned["/proc/sys/kernel/numa_balancing"], "0\n")
        self.assertEqual(int(tuned["/proc/irq/default_smp_affinity"], 16) & 8, 0)
        again = cb("tune", "--cpu", "3", code=None)
        self.assertEqual(again.stdout, "")
        cb("tune", "--undo", code=None)
        self.assertEqual(state(), before)
        self.assertEqual(cb("tune", "--undo").stdout, "")
        self.assertFalse(pathlib.Path("/var/lib/cb/tune.journal").exists())

    def test_doctor(self):
        checks = {check["code"]: check for check in json.loads(cb("doctor", "--format", "json").stdout)["checks"]}
        self.assertEqual(checks["cgroup"]["status"], "ok", checks["cgroup"])
        self.assertNotEqual(checks["docker_cgroup_driver"]["status"], "problem", checks["docker_cgroup_driver"])


class Podman(Machine):
    """Podman 5 with crun and cgroup v2, as root and rootless."""

    @classmethod
    def setUpClass(cls):
        subprocess.run(["podman", "import", "image.tar", "truth:1"], check=True, capture_output=True)

    words = ("--engine", "podman", "--image", "truth:1")

    def test_memory_and_tmpfs_are_on_the_node(self):
        run = run_of(*self.words, "--cpu", "2", "--numa", "1", "--shm", "400M", "--", "/truth", "hold", "/dev/shm/x", "300")
        self.assertEqual(run["engine"], "podman")
        pins = run["pins"]
        self.assertEqual((pins["cpus"], pins["mems"], pins["shm_policy"]), ("2", "1", "bind:1"))
        self.assertEqual(pins["shm_bytes"], 400 * MIB)
        self.assertEqual(pins["aslr"], "off_verified")
        self.assertGreater(pins["placed_bytes"]["1"], 290 * MIB)
        self.assertLess(pins["placed_bytes"].get("0", 0), 4 * MIB)
        self.assertGreater(run["usage"]["shared_bytes"], 290 * MIB)
        self.assertGreater(run["usage"]["peak_memory_bytes"], 290 * MIB)
        self.assertNotIn("cache/cb/shm", pathlib.Path("/proc/mounts").read_text())

    def test_limits(self):
        run = run_of(*self.words, "--memory", "50M", "--", "/truth", "memory", "100", code=1)
        self.assertEqual(run["outcome"], "oom")
        run = run_of(*self.words, "--timeout", "2s", "--", "/truth", "cpu", "60000", "2", code=1)
        self.assertEqual(run["outcome"], "timeout")

    def test_nothing_is_left(self):
        child = subprocess.Popen(
            ["cb", "run", *self.words, "--numa", "1", "--", "/truth", "cpu", "60000", "1"], stdout=subprocess.DEVNULL
        )
        wait_until(lambda: runs("/truth"))
        child.kill()
        child.wait()
        removed = cb("run", "--sweep").stderr
        self.assertIn("container cb-run-", removed)
        self.assertIn("cache/cb/shm", removed)
        self.assertNotIn("cache/cb/shm", pathlib.Path("/proc/mounts").read_text())
        shown = subprocess.run(["podman", "ps", "-aq"], capture_output=True, text=True).stdout
        self.assertEqual(shown, "")

    # The libraries that cb needs are older than those of the machine's own programs.
    own = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}

    def as_user(self, *words):
        """In the user's own session, to which systemd delegates the controllers."""
        variables = [f"{name}={os.environ[name]}" for name in ("PATH", "LD_LIBRARY_PATH")]
        command = ["env", *variables, "CB_LOCK_DIR=/home/bench/locks", *words]
        uid = subprocess.run(["id", "-u", "bench"], check=True, capture_output=True, text=True).stdout.strip()
        return subprocess.run(
            ["runuser", "-u", "bench", "--", "env", "HOME=/home/bench", f"XDG_RUNTIME_DIR=/run/user/{uid}",
             f"DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/{uid}/bus",
             "systemd-run", "--user", "--scope", "--quiet", *command],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, cwd="/home/bench", env=self.own,
        )  # fmt: skip

    def test_without_root(self):
        """Limits, CPUs and figures as for root; only /dev/shm is not bound."""
        drop_in = pathlib.Path("/etc/systemd/system/user@.service.d")
        drop_in.mkdir(parents=True)
        (drop_in / "delegate.conf").write_text("[Service]\nDelegate=cpu cpuset io memory pids\n")
        subprocess.run(["chmod", "-R", "a+rX", "/mnt"], check=True)
        for line in ("systemctl daemon-reload", "useradd --create-home bench", "loginctl enable-linger bench"):
            subprocess.run(line.split(), check=True, capture_output=True, env=self.own)
        wait_until(lambda: list(pathlib.Path("/run/user").glob("[1-9]*/bus")))
        done = self.as_user("podman", "import", "/mnt/image.tar", "truth:1")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.as_user("cb", "run", *self.words, "--cpu", "2", "--memory", "200M", "--", "/truth", "memory", "100")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        run = json.loads(done.stdout)["run"]
        self.assertEqual((run["pins"]["cpus"], run["pins"]["mems"]), ("2", "1"))
        self.assertIsNone(run["pins"]["shm_policy"])
        self.assertEqual(run["pins"]["aslr"], "off_verified")
        self.assertAlmostEqual(run["usage"]["anonymous_bytes"] / MIB, 100, delta=3)
        self.assertGreater(run["pins"]["placed_bytes"]["1"], 99 * MIB)
        done = self.as_user("cb", "run", *self.words, "--memory", "50M", "--", "/truth", "memory", "100")
        self.assertEqual(json.loads(done.stdout)["run"]["outcome"], "oom", done.stdout)
        done = self.as_user("cb", "run", *self.words, "--cpu", "2", "--numa", "1", "--", "/truth", "memory", "1")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("rootless podman cannot bind /dev/shm", done.stderr)


class IsolatedCpus(Machine):
    def test_auto_takes_an_isolated_core(self):
        for _, words, truth in self.each_engine():
            run = run_of(*words, "--cpu", "auto", "--", truth, "cpu", "200", "1")
            self.assertIn(run["pins"]["cpus"], ("2", "3"))
            self.assertEqual(run["pins"]["mems"], "1")
            self.assertNotIn("not_isolated", [reason["code"] for reason in run["fitness"]["reasons"]])

    def test_several_isolated_cpus_are_named(self):
        run = run_of("--dir", "tree", "--cpu", "2-3", "--", "true")
        self.assertIn("several_isolated_cpus", [reason["code"] for reason in run["fitness"]["reasons"]])

    def test_cpu_that_is_not_isolated_is_named(self):
        run = run_of("--dir", "tree", "--cpu", "1", "--", "true")
        self.assertIn("not_isolated", [reason["code"] for reason in run["fitness"]["reasons"]])


if __name__ == "__main__":
    unittest.main()
