"""On one machine, a build never overlaps with a run, unless requested."""

import datetime
import json
import re
import time
import unittest

import bed
import registry

STAMPS = "date +at=%s.%N; sleep 0.4; date +at=%s.%N"
FOREVER = "while :; do cb run --dir tree --cpu {} -- /bin/sleep {} >/dev/null 2>&1; done"


def build_span(manifest):
    """The start and end times of the build's commands. Docker prints a command before it runs it."""
    begin, end = re.findall(r"at=(\d+\.\d+)", manifest["build"]["log"])
    return float(begin), float(end)


def run_span(manifest):
    begin = datetime.datetime.fromisoformat(manifest["run"]["started_at"].replace("Z", "+00:00")).timestamp()
    return begin, begin + manifest["run"]["wall_s"]


class Exclusion(bed.Case):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.run_cb, "run", "--sweep")  # the sweep of what is killed below comes last

    def repository(self, *commits):
        return self.make_repository("project", [{"number": str(number), **files} for number, files in enumerate(commits)])

    def check_spans(self, manifests, count):
        self.assertEqual([m["status"] for m in manifests], ["ok"] * count)
        builds, runs = [build_span(m) for m in manifests], [run_span(m) for m in manifests]
        for build_begin, build_end in builds:
            for run_begin, run_end in runs:
                self.assertTrue(build_end <= run_begin or run_end <= build_begin, f"{builds} beside {runs}")
        for manifest, (begin, end) in zip(manifests, builds):
            self.assertLess(manifest["build"]["wall_s"], end - begin + 20)
        self.assertGreater(sum(m["build"]["lock_wait_s"] + m["run"]["lock_wait_s"] for m in manifests), 0)

    def test_native_pipeline(self):
        self.repository(*[{}] * 5)
        done = self.shell(
            f"cb watch project --all | cb build --engine native --prepare '{STAMPS}'"
            " | cb run --cpu 1 -- /bin/sleep 0.6"
        )
        self.check_spans(self.check_schema(done), 5)

    def test_docker_pipeline(self):
        self.use_docker()
        dockerfile = f"FROM {bed.BASE_IMAGE}\nCOPY number /{self.dir.name}\nRUN {STAMPS}\n"
        self.repository(*[{"Dockerfile": dockerfile}] * 3)
        done = self.shell("cb watch project --all | cb build --engine docker | cb run --cpu 1 -- /bin/sleep 0.6")
        self.check_spans(self.check_schema(done), 3)

    def start_run(self, seconds):
        (self.dir / "tree").mkdir(exist_ok=True)
        child = self.start("run", "--dir", "tree", "--cpu", "1", "--", "/bin/sleep", seconds)
        file = self.dir / "locks/core-1"
        self.wait_until(lambda: file.exists() and file.read_text().startswith("a run of"), "the lock")
        return child

    def build(self, *words, code=0):
        jobs = self.run_cb("watch", "project", "--all").out
        return self.run_cb("-v", "build", "--engine", "native", "--prepare", STAMPS, *words, stdin=jobs, code=code)

    def test_build_waits_or_gives_up(self):
        self.repository({})
        child = self.start_run(3)
        done = self.build("--no-wait", code=4)
        self.assertIn(f"in use by a run of process {child.pid}", done.err)
        self.assertEqual(done.out, "")
        done = self.build()
        self.assertEqual(done.err.count("waiting"), 1, done.err)
        build = done.manifest()["build"]
        self.assertGreater(build["lock_wait_s"], 0.2)
        out, _ = child.communicate(timeout=30)
        begin, end = run_span(json.loads(out))
        self.assertGreaterEqual(build_span(done.manifest())[0], end)
        self.assertLess(build["wall_s"], build["lock_wait_s"] + 5)

    def test_beside_runs_takes_no_lock(self):
        self.repository({})
        child = self.start_run(100)
        build = self.build("--beside-runs").manifest()["build"]
        self.assertEqual(build["lock_wait_s"], 0)
        self.assertFalse(self.build("--no-wait", code=0).manifest()["build"]["lock_wait_s"])
        self.assertIsNone(child.poll())

    def test_push_waits_too(self):
        self.use_docker()
        server = registry.Registry(self)
        self.repository({"Dockerfile": f"FROM {bed.BASE_IMAGE}\nCOPY number /{self.dir.name}\n"})
        jobs = self.run_cb("watch", "project").out
        self.run_cb("build", "--engine", "docker", stdin=jobs)
        child = self.start_run(3)
        again = self.run_cb("build", "--engine", "docker", "--no-wait", stdin=jobs).manifest()["build"]
        self.assertEqual((again["cached"], again["lock_wait_s"]), (True, 0))
        push = ("build", "--engine", "docker", "--push", server.name)
        self.assertIn(f"in use by a run of process {child.pid}", self.run_cb(*push, "--no-wait", stdin=jobs, code=4).err)
        pushed = self.run_cb(*push, stdin=jobs).manifest()["build"]
        self.assertGreater(pushed["lock_wait_s"], 0.2)
        self.assertTrue(pushed["image"].startswith(server.name))
        self.assertEqual(child.wait(30), 0)

    def test_two_builds_exclude_each_other(self):
        self.repository({}, {})
        jobs = self.run_cb("watch", "project", "--all").out.splitlines()
        for number, job in enumerate(jobs):
            (self.dir / f"job-{number}").write_text(job + "\n")
        build = f"cb build --engine native --prepare '{STAMPS}'"
        done = self.shell(f"{build} < job-0 > a & {build} < job-1 > b; wait; cat a b")
        (first, second) = sorted(build_span(manifest) for manifest in self.check_schema(done))
        self.assertLessEqual(first[1], second[0])

    def test_build_is_not_starved(self):
        """Runs overlap continuously, and each core has a waiting run, so all cores are never free at the same time."""
        self.repository({})
        (self.dir / "tree").mkdir()
        loops = [f"({FOREVER.format(cpu, sleep / 10)}) &" for cpu in (0, 1) for sleep in range(15, 23)]
        bed.background(self, " ".join(loops) + " wait")
        time.sleep(3)
        build = self.build("--wait", "45s").manifest()["build"]
        self.assertGreater(build["lock_wait_s"], 0)


if __name__ == "__main__":
    unittest.main()
