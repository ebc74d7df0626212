"""Two concurrent runs never share a core."""

import json
import os
import signal
import time
import unittest

import bed

# Prints when it started and ended, and its CPUs.
SPAN = "grep Cpus_allowed_list /proc/self/status; date +%s.%N; sleep {}; date +%s.%N"


def span(run):
    lines = run["output"].splitlines()
    return lines[0].split()[1], float(lines[1]), float(lines[2])


class Locks(bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        (self.dir / "tree").mkdir()

    def start_run(self, *words, sleep=0.5):
        return self.start("run", "--dir", "tree", *words, "--", "/bin/sh", "-c", SPAN.format(sleep))

    def finish(self, child):
        out, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 0, err)
        return json.loads(out)["run"]

    def wait_for_lock(self, core=1):
        """Waits until a run holds the core: its command writes to a pipe that is not read yet."""
        file = self.dir / f"locks/core-{core}"
        self.wait_until(lambda: file.exists() and file.read_text().startswith("a run of"), "the lock")

    def test_same_core_one_after_the_other(self):
        children = [self.start_run("--cpu", "1") for _ in range(3)]
        runs = [self.finish(child) for child in children]
        spans = sorted(span(run)[1:] for run in runs)
        for (_, end), (begin, _) in zip(spans, spans[1:]):
            self.assertGreaterEqual(begin, end)
        self.assertGreater(sum(run["lock_wait_s"] for run in runs), 1)
        self.assertEqual(min(run["lock_wait_s"] for run in runs), 0)

    def test_other_cores_at_once(self):
        runs = [self.finish(child) for child in [self.start_run("--cpu", cpu, sleep=2) for cpu in "01"]]
        self.assertEqual({span(run)[0] for run in runs}, {"0", "1"})
        begin = max(span(run)[1] for run in runs)
        self.assertLess(begin, min(span(run)[2] for run in runs))
        self.assertEqual([run["lock_wait_s"] for run in runs], [0, 0])

    def test_auto_takes_a_free_core(self):
        first = self.start_run("--cpu", "1", sleep=2)
        self.wait_for_lock()
        other = self.finish(self.start_run("--cpu", "auto", sleep=0))
        self.assertEqual(span(other)[0], "0")
        self.assertEqual(span(self.finish(first))[0], "1")

    def test_run_that_is_not_pinned_has_all_cores(self):
        first = self.start_run("--cpu", "1", sleep=1)
        self.wait_for_lock()
        other = self.finish(self.start_run(sleep=0))
        self.assertGreaterEqual(span(other)[1], span(self.finish(first))[2])

    def test_no_wait_gives_up_at_once(self):
        first = self.start_run("--cpu", "1", sleep=3)
        self.wait_for_lock()
        begin = time.monotonic()
        done = self.run_cb("run", "--dir", "tree", "--cpu", "1", "--no-wait", "--", "true", code=4)
        self.assertLess(time.monotonic() - begin, 2)
        self.assertIn(f"in use by a run of process {first.pid}", done.err)
        self.assertEqual(done.out, "")
        done = self.run_cb("run", "--dir", "tree", "--cpu", "1", "--wait", "300ms", "--", "true", code=4)
        self.assertIn("wait longer", done.err)
        self.finish(first)

    def test_killed_holder_is_no_holder(self):
        first = self.start_run("--cpu", "1", sleep=100)
        self.wait_for_lock()
        other = self.start_run("--cpu", "1", sleep=0)
        time.sleep(0.3)
        first.kill()
        self.finish(other)
        self.assertIn("removed cgroup", self.run_cb("run", "--sweep").err)

    def test_waiting_can_be_interrupted(self):
        first = self.start_run("--cpu", "1", sleep=100)
        self.wait_for_lock()
        other = self.start_run("--cpu", "1")
        time.sleep(0.5)
        other.send_signal(signal.SIGINT)
        out, _ = other.communicate(timeout=10)
        self.assertEqual(other.returncode, 128 + signal.SIGINT)
        self.assertEqual(out, b"")
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=20)

    def test_locks_of_another_user(self):
        """The files are shared like files in /tmp; the kernel's protection of such directories does not interfere."""
        if os.geteuid() == 0:
            self.run_cb("run", "--dir", "tree", "--cpu", "1", "--", "true")
            bed.share_with_everybody(self)
            done = bed.run_as_nobody(self, "run", "--dir", "tree", "--cpu", "1", "--", "true")
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_cb_keeps_off_the_core(self):
        child = self.start_run("--cpu", "1", sleep=2)
        self.wait_for_lock()
        status = f"/proc/{child.pid}/status"
        self.wait_until(lambda: "Cpus_allowed_list:\t0\n" in open(status).read(), "cb to leave CPU 1")
        self.finish(child)


if __name__ == "__main__":
    unittest.main()
