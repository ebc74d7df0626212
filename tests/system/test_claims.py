"""Several pipelines that watch one store: each job goes to one of them, also if they are killed."""

import collections
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

import bed

# A stage in place of a benchmark: it writes down when it works on which job.
MEASURE = """
import json, os, sys, time
def note(word, job):
    with open("measured", "a") as file:
        file.write(f"{word} {job['job']} {os.getpid()}\\n")
for line in sys.stdin:
    job = json.loads(line)
    note("begin", job)
    time.sleep(float(sys.argv[1]))
    job["results"] = [{"benchmark": "b", "test": "t", "metric": "time", "unit": "ms", "direction": "lower", "description": "",
                       "values": [1.0], "summary": None, "lines": [[1, 1]], "labels": {}}]
    job["parse"] = {"format": "cb", "found": 1, "rejected": []}
    note("end", job)
    print(json.dumps(job), flush=True)
"""


class Claims:
    """With either database; see below for which."""

    def setUp(self):
        super().setUp()
        self.store = self.target()
        self.run_cb("store", *self.store)  # creates the database
        (self.dir / "measure.py").write_text(MEASURE)
        self.words = " ".join(map(str, self.store))

    def make_history(self, length):
        path = self.dir / "project"
        path.mkdir()
        self.git(path, "init", "-q", "-b", "main")
        commits = "".join(
            f"commit refs/heads/main\ncommitter A <a@b> {1_700_000_000 + i} +0000\ndata <<E\n{i}\nE\n\n" for i in range(length)
        )
        subprocess.run(["git", "-C", path, "fast-import", "--quiet"], input=commits.encode(), check=True, env=self.env)

    def pipeline(self, time_s=0, options="--all"):
        return (f"cb watch project {options} {self.words} | python3 measure.py {time_s} | cb store {self.words}")

    def measured(self, word):
        path = self.dir / "measured"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line.split()[1] for line in lines if line.startswith(word)]

    def claims(self):
        return self.run_cb("claims", *self.store).out.splitlines()[1:]

    def due(self, *words):
        return len(self.run_cb("watch", "project", "--all", "--no-claim", *self.store, *words).manifests())

    def keepers(self):
        return [
            pid
            for pid in bed.processes_with("--keep")
            if pathlib.Path(f"/proc/{pid}/cwd").resolve() == self.dir.resolve()
        ]

    def wait_for_keepers(self):
        self.wait_until(lambda: not self.keepers(), "the keepers to end")

    def test_two_watchers_share_a_history(self):
        self.make_history(80)
        loops = [
            bed.background(self, f"while [ $(cb watch project --all --no-claim {self.words} | wc -l) != 0 ]; do "
                                 f"{self.pipeline(0.01, '--all --limit 7')}; done")
            for _ in range(2)
        ]
        for loop in loops:
            self.assertEqual(loop.wait(120), 0)
        begun = collections.Counter(self.measured("begin"))
        self.assertEqual((len(begun), set(begun.values())), (80, {1}))
        self.wait_for_keepers()
        self.assertEqual(self.claims(), [])

    def test_killed_pipelines_give_their_jobs_back_at_once(self):
        self.make_history(3)
        pipeline = bed.background(self, self.pipeline(60))
        self.wait_until(lambda: len(self.measured("begin")) == 1 and len(self.claims()) == 3, "the first job")
        self.assertEqual({line.rsplit("  ", 1)[1] for line in self.claims()}, {"running here"})
        listed = self.shell(f"cb watch project --all -v {self.words} | cat")
        self.assertIn("0 due, 3 claimed by other passes", listed.err)
        self.assertEqual(self.due(), 3)
        # Even if the keeper is killed first.
        self.wait_until(self.keepers, "the keeper")
        keeper, = self.keepers()
        bed.kill(keeper)
        os.killpg(pipeline.pid, signal.SIGKILL)
        pipeline.wait(30)
        self.assertEqual({line.rsplit("  ", 1)[1] for line in self.claims()}, {"has ended: anybody may take it"})
        self.shell(self.pipeline())
        self.assertEqual(len(set(self.measured("end"))), 3)
        self.wait_for_keepers()
        self.assertEqual(self.claims(), [])

    def test_a_keeper_gives_back_what_a_dead_pipeline_held(self):
        self.make_history(3)
        pipeline = bed.background(self, self.pipeline(60))
        self.wait_until(lambda: len(self.claims()) == 3, "the claims")
        self.wait_until(self.keepers, "the keeper")
        for keeper in self.keepers():  # as systemd does with what is left of a service
            bed.kill(keeper, signal.SIGTERM)
        os.killpg(pipeline.pid, signal.SIGINT)  # like Ctrl-C: of all stages, but not of the keeper
        self.wait_until(lambda: self.claims() == [], "the claims to end")
        self.wait_for_keepers()

    def test_a_stage_that_dies_frees_what_it_had(self):
        self.make_history(3)
        background = bed.background(self, self.pipeline(60))
        self.wait_until(lambda: len(self.claims()) == 3, "the claims")
        stage, = [pid for pid in bed.processes_with("measure.py") if os.getsid(pid) == background.pid]
        bed.kill(stage)
        self.wait_until(lambda: self.claims() == [], "the claims to end")
        background.wait(30)

    def test_leases_of_another_place_are_renewed_and_end(self):
        """A process of another PID namespace cannot see whether the pipeline lives."""
        self.make_history(2)
        elsewhere = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"]

        def due_elsewhere():
            words = [*elsewhere, "sh", "-c", f"'{self.cb}' watch project --all {self.words} | wc -l"]
            done = subprocess.run(words, env=self.env, cwd=self.dir, capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return int(done.stdout)

        pipeline = bed.background(self, self.pipeline(60, "--all --lease 3s"))
        self.wait_until(lambda: len(self.claims()) == 2, "the claims")
        time.sleep(4)
        self.assertEqual(due_elsewhere(), 0)  # the keeper renewed them
        self.wait_until(self.keepers, "the keeper")
        keeper, = self.keepers()
        bed.kill(keeper)
        os.killpg(pipeline.pid, signal.SIGKILL)
        pipeline.wait(30)
        self.assertEqual(due_elsewhere(), 0)
        time.sleep(3.5)
        self.assertEqual(due_elsewhere(), 2)

    def test_what_nobody_reads_is_not_claimed(self):
        self.make_history(2)
        self.shell(f"cb watch project --all {self.words} > jobs")
        self.assertEqual(self.claims(), [])
        self.shell(f'jobs=$(cb watch project --all {self.words}); [ -n "$jobs" ]')
        self.shell(f"cb watch project --all --no-claim {self.words} | cat")
        self.assertEqual((self.claims(), self.keepers()), ([], []))

    def test_release(self):
        self.make_history(2)
        bed.background(self, self.pipeline(60))
        self.wait_until(lambda: len(self.claims()) == 2, "the claims")
        worker = os.uname().nodename
        done = self.run_cb("claims", "--release", worker, *self.store)
        self.assertIn(f"2 claims of {worker} given back", done.err)
        self.assertEqual(self.claims(), [])


class Sqlite(Claims, bed.Case):
    def target(self):
        return ["--db", self.dir / "store.db"]


class Postgres(Claims, bed.Case):
    def target(self):
        file = self.dir / "conn-info"
        file.write_text(bed.make_database(self))
        return ["--conn-info-file", file]

    def test_watchers_that_are_killed_do_each_job_once(self):
        """A pipeline with one of its stages, or all of it, killed at random; three at a time."""
        self.make_history(240)
        random.seed(4)
        give_up_at = time.monotonic() + 240

        def hammer():
            while self.due() and time.monotonic() < give_up_at:
                pipeline = bed.background(self, self.pipeline(0.01, "--all --limit 12"))
                time.sleep(random.uniform(0.05, 1.2))
                self.kill_some_of(pipeline)
                pipeline.wait(60)

        threads = [threading.Thread(target=hammer) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.due(), 0)
        rows = self.all_rows(*self.store)
        self.assertEqual(collections.Counter(row["commit"] for row in rows).most_common(1)[0][1], 1)
        self.assertEqual(len(rows), 240)
        self.wait_for_keepers()
        self.assertEqual(self.claims(), [])

    @staticmethod
    def kill_some_of(pipeline):
        choice = random.choice(["all", "one", "one", "nothing"])
        if choice == "all":
            try:
                os.killpg(pipeline.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        elif choice == "one":
            stages = []
            for entry in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    if os.getsid(int(entry.name)) == pipeline.pid and int(entry.name) != pipeline.pid:
                        stages.append(int(entry.name))
                except ProcessLookupError:
                    pass
            for pid in random.sample(stages, min(1, len(stages))):
                try:
                    bed.kill(pid)
                except ProcessLookupError:
                    pass


if __name__ == "__main__":
    unittest.main()
