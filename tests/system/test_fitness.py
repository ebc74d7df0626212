"""Disturbances of a run are detected and named, and a quiet run is clean. Each disturbance is real."""

import json
import subprocess
import time
import unittest

import bed

# Effects of a busy machine on any run. Without a deliberate disturbance, tests accept only these reasons.
OTHERS = {
    "cpu_steal", "foreign_cpu_time", "sibling_busy", "irq_on_cpu", "throttled", "frequency_changed", "swapping", "load",
    "pressure_memory",
}
BURN = ["/bin/sh", "-c", "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done"]

# Interrupts CPU 1 from CPU 0 as fast as possible, for 20 s: membarrier(2) interrupts every CPU that runs this process.
STORM = r"""
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static void on(int cpu) { cpu_set_t set; CPU_ZERO(&set); CPU_SET(cpu, &set); sched_setaffinity(0, sizeof set, &set); }
static void *spin(void *unused) { on(1); for (;;) { } return unused; }
int main(void)
{
    pthread_t thread;
    on(0);
    syscall(SYS_membarrier, 16, 0, 0); /* REGISTER_PRIVATE_EXPEDITED */
    pthread_create(&thread, 0, spin, 0);
    for (time_t end = time(0) + 20; time(0) < end;) { syscall(SYS_membarrier, 8, 0, 0); }
    return 0;
}
"""


class Fitness(bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        for tree in ("tree", "slow"):
            (self.dir / tree).mkdir()

    def disturb(self, *argv):
        child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        time.sleep(0.2)
        return child

    def fitness(self, *words, command=BURN, code=0):
        done = self.run_cb("run", "--dir", "tree", "--cpu", "1", *words, "--", *command, code=code)
        (manifest,) = self.check_schema(done)
        return manifest["run"]

    def reason(self, run, code):
        found = [reason for reason in run["fitness"]["reasons"] if reason["code"] == code]
        self.assertEqual(len(found), 1, run["fitness"])
        return found[0]

    def check_disturbed_by_others_alone(self, run):
        """The verdict is clean, or all reasons are effects of other programs, with a figure as evidence."""
        found = [reason for reason in run["fitness"]["reasons"] if reason["weight"] != "clean"]
        self.assertLessEqual({reason["code"] for reason in found}, OTHERS, run["fitness"])
        for reason in found:
            self.assertGreater(reason["value"], reason["threshold"], reason)
        self.assertEqual(run["fitness"]["verdict"], "suspect" if found else "clean")
        self.assertEqual(len(run["iterations"]), 1)
        self.assertEqual(run["iterations"][0]["verdict"], run["fitness"]["verdict"])

    def test_quiet_run_is_clean(self):
        run = self.fitness("--retry-suspect", "4")
        self.check_disturbed_by_others_alone(run)
        if run["fitness"]["verdict"] != "clean":
            self.assertEqual(run["retried"], 4)

    def test_run_that_others_may_disturb_is_clean(self):
        """With unreachable thresholds, no reason against a run remains."""
        most = {"load": 1e6, "irq_on_cpu": 1e9, "swapping": 1e9, "throttled": 1e9}
        allowed = [word for code in OTHERS for word in ("--fitness", f"{code}={most.get(code, 1)}")]
        run = self.fitness(*allowed)
        self.assertEqual(run["fitness"]["verdict"], "clean", run["fitness"])
        self.assertEqual(run["iterations"][0]["verdict"], "clean")

    def test_run_that_is_not_pinned_is_suspect(self):
        done = self.run_cb("run", "--dir", "tree", "--", "true")
        self.assertEqual(self.reason(done.manifest()["run"], "not_pinned")["weight"], "suspect")

    def check_time_of_one_cpu(self, run, reason):
        """Our own and foreign processor time add up to one CPU and not to more."""
        own = (run["usage"]["user_s"] + run["usage"]["system_s"]) / run["wall_s"]
        self.assertLess(reason["value"] + own, 1.2)

    def test_burner_on_the_same_cpu(self):
        self.disturb("taskset", "-c", "1", "/bin/sh", "-c", "while :; do :; done")
        run = self.fitness()
        reason = self.reason(run, "foreign_cpu_time")
        self.assertEqual(run["fitness"]["verdict"], "suspect")
        self.assertGreater(reason["value"], 0.3)  # half, or more on a busy machine
        self.assertLess(reason["value"], 1)
        self.check_time_of_one_cpu(run, reason)
        self.assertIn("CPU 1", reason["detail"])

    def test_burner_on_another_cpu_is_not_foreign(self):
        self.disturb("taskset", "-c", "0", "/bin/sh", "-c", "while :; do :; done")
        run = self.fitness()
        for reason in run["fitness"]["reasons"]:  # on a busy machine, other programs may have used CPU 1, too
            if reason["code"] == "foreign_cpu_time":
                self.check_time_of_one_cpu(run, reason)

    def test_other_tasks(self):
        for _ in range(4):
            self.disturb("taskset", "-c", "0", "/bin/sh", "-c", "while :; do :; done")
        self.assertGreaterEqual(self.reason(self.fitness(), "load")["value"], 3)

    def test_thresholds_can_be_set(self):
        self.disturb("taskset", "-c", "1", "/bin/sh", "-c", "while :; do :; done")
        run = self.fitness("--fitness", "foreign_cpu_time=0.99", "--fitness", "load=1000", "--fitness", "cpu_steal=1")
        self.assertNotIn("foreign_cpu_time", [reason["code"] for reason in run["fitness"]["reasons"]])
        done = self.run_cb("run", "--dir", "tree", "--fitness", "mood=1", "--", "true", code=2)
        self.assertIn('"mood" is not one of', done.err)

    def test_interrupts(self):
        source = self.dir / "storm.c"
        source.write_text(STORM)
        subprocess.run(["gcc", "-O1", "-pthread", "-o", self.dir / "storm", source], check=True)
        self.disturb(self.dir / "storm")
        reason = self.reason(self.fitness(), "irq_on_cpu")
        self.assertGreater(reason["value"], 1000)
        self.assertEqual(reason["unit"], "1/s")

    def test_strict_fails_a_run_that_was_held_back_by_a_quota(self):
        quota = self.dir / "quota"
        ours = f"cb-run-{bed.place_of(self)}-*"  # excludes the runs of others
        quota.write_text(
            "#!/bin/sh\nwhile :; do\n"
            f"for f in /sys/fs/cgroup/cpu/{ours}/cpu.cfs_quota_us; do [ -f $f ] && echo 20000 > $f && exit; done\n"
            f'for f in /sys/fs/cgroup/{ours}/cpu.max; do [ -f $f ] && echo "20000 100000" > $f && exit; done\n'
            "done\n"
        )
        for words, code in ((("--strict",), 1), ((), 0)):
            self.disturb("/bin/sh", quota)
            run = self.run_cb("run", "--dir", "tree", "--cpu", "1", *words, "--", *BURN, code=code).manifest()
            self.assertEqual(run["run"]["fitness"]["verdict"], "invalid")
            self.assertGreater(self.reason(run["run"], "cpu_quota")["value"], 0.2)
            self.assertGreater(run["run"]["usage"]["throttled_s"], 0.1)
            if words:
                self.assertEqual(run["failure"]["reason"], "invalid")
                self.assertIn("cpu_quota", run["failure"]["message"])

    def test_disturbed_iteration_is_done_again(self):
        """The disturbance lasts until the cgroup of the second iteration exists, even on a slow machine."""
        burner = self.disturb("taskset", "-c", "1", "/bin/sh", "-c", "while :; do :; done")
        child = self.start("run", "--dir", "tree", "--cpu", "1", "--retry-suspect", "5", "--", *BURN)
        seen = set()

        def is_second():
            seen.update(path.name for path in bed.cgroups_left(self))
            return len(seen) >= 2

        self.wait_until(is_second, "the second iteration")
        burner.kill()
        out, err = child.communicate(timeout=300)
        self.assertEqual(child.returncode, 0, err)
        run = json.loads(out)["run"]
        self.assertGreaterEqual(run["retried"], 1)
        self.check_disturbed_by_others_alone(run)

    def test_what_does_not_change_is_not_tried_again(self):
        done = self.run_cb("run", "--dir", "tree", "--retry-suspect", "5", "--fitness", "load=1000", "--", "true")
        self.assertEqual(done.manifest()["run"]["retried"], 0)


class Repetition(bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        for tree, loops in (("fast", 60000), ("slow", 240000)):
            (self.dir / tree).mkdir()
            (self.dir / tree / "loops").write_text(str(loops))

    def run_loops(self, *words, code=0):
        script = "i=0; n=$(cat loops); while [ $i -lt $n ]; do i=$((i+1)); done; echo done"
        done = self.run_cb("-v", "run", "--cpu", "1", *words, "--", "/bin/sh", "-c", script, code=code)
        (manifest,) = self.check_schema(done)
        return manifest, done.err

    def test_until_stops_when_the_median_is_known(self):
        manifest, _ = self.run_loops("--dir", "fast", "--until", "ci=50%,max=1m")
        run = manifest["run"]
        stopping = run["stopping"]
        self.assertEqual(stopping["reason"], "precise_enough")
        self.assertEqual(stopping["rule"], "ci=50%,min=6,confidence=0.95,max=1m,runs=1000")
        walls = sorted(iteration["wall_s"] for iteration in run["iterations"])
        self.assertLessEqual(stopping["low_s"], walls[len(walls) // 2])
        self.assertGreaterEqual(stopping["high_s"], walls[len(walls) // 2])
        self.assertGreaterEqual(stopping["confidence"], 0.95)
        self.assertEqual(run["output"], "done\n" * len(walls))

    def test_until_stops_at_its_limits(self):
        manifest, _ = self.run_loops("--dir", "fast", "--until", "ci=0.001%,runs=10")
        self.assertEqual(manifest["run"]["stopping"]["reason"], "out_of_runs")
        self.assertEqual(len(manifest["run"]["iterations"]), 10)
        manifest, _ = self.run_loops("--dir", "fast", "--until", "max=300ms")
        self.assertEqual(manifest["run"]["stopping"]["reason"], "out_of_time")

    def test_until_ends_with_a_failure(self):
        done = self.run_cb("run", "--dir", "fast", "--until", "ci=1%", "--", "false", code=1)
        self.assertEqual(done.manifest()["run"]["stopping"]["reason"], "failed")
        self.assertIsNone(done.manifest()["run"]["stopping"]["low_s"])

    def test_against_a_faster_image(self):
        manifest, err = self.run_loops("--dir", "slow", "--against", f"dir:{self.dir}/fast", "--repeat", "6")
        against = manifest["run"]["against"]
        self.assertEqual(against["verdict"], "slower", against)
        # ln(4) is 1.39, minus the start time of both. The width of the interval depends on the
        # machine's noise; the interval of given samples is tested without a machine.
        self.assertGreater(against["low"], 0)
        self.assertGreater(against["high"], 0.5)
        self.assertLess(against["high"], 2.5)
        self.assertEqual(sorted(against["order"]), ["A"] * 6 + ["B"] * 6)
        for i in range(0, 12, 4):
            self.assertIn(against["order"][i : i + 4], ("ABBA", "BAAB"))
        self.assertEqual(len(against["iterations"]), 6)
        self.assertEqual(len(manifest["run"]["iterations"]), 6)
        self.assertIn("slower: +", err)

    def test_against_the_other_way(self):
        manifest, _ = self.run_loops("--dir", "fast", "--against", f"dir:{self.dir}/slow", "--repeat", "6")
        self.assertEqual(manifest["run"]["against"]["verdict"], "faster", manifest["run"]["against"])

    def test_against_needs_some_iterations(self):
        manifest, _ = self.run_loops("--dir", "fast", "--against", f"dir:{self.dir}/slow", "--repeat", "3")
        self.assertEqual(manifest["run"]["against"]["verdict"], "too_few")

    def test_against_what_fails_or_is_not_there(self):
        (self.dir / "empty").mkdir()
        done = self.run_cb(
            "run", "--dir", "fast", "--against", f"dir:{self.dir}/empty", "--", "test", "-e", "loops", code=1
        )
        failure = done.manifest()["failure"]
        self.assertEqual(failure["reason"], "against")
        self.assertIn("status 1", failure["message"])
        manifest, _ = self.run_loops("--dir", "fast", "--against", f"dir:{self.dir}/none", code=1)
        self.assertEqual(manifest["failure"]["reason"], "no_image")

    def test_until_and_repeat_exclude_one_another(self):
        for words in (("--repeat", "2"), ("--against", "dir:x")):
            done = self.run_cb("run", "--dir", "fast", "--until", "ci=1%", *words, "--", "true", code=2)
            self.assertIn("--until", done.err)


if __name__ == "__main__":
    unittest.main()
