"""What cb export writes, read by the programs for which it is meant, and by cb parse."""

import csv
import json
import subprocess
import unittest

import cli

COMMITS = ["1" * 40, "2" * 40]
SAMPLES = {COMMITS[0]: [10.5, 10.25, 11, 10.75], COMMITS[1]: [21, 20.5, 22, 21.5]}
PYTHON = "/usr/bin/python3"  # that of the distribution, to which the packages of these readers belong
COMPARE = "/usr/share/benchmark/compare.py"
OPENMETRICS = """
import json, sys
from prometheus_client.openmetrics.parser import text_fd_to_metric_families
print(json.dumps([[f.name, f.type, f.unit, [[s.labels, s.value] for s in f.samples]]
                  for f in text_fd_to_metric_families(sys.stdin)]))
"""


class Export(cli.Case):
    """Two commits of acme/index; the second takes twice as long."""

    def setUp(self):
        super().setUp()
        for position, commit in enumerate(COMMITS, 1):
            source = {"repo": "acme/index", "commit": commit, "branch": "main", "position": position, "subject": "S",
                      "author": "Ada", "committed_at": f"2026-01-1{position}T08:00:00Z", "url": "https://github.com/acme/index"}
            common = {"benchmark": "suite", "test": "insert 5"}
            results = [
                dict(common, metric="time", unit="ms", direction="lower", values=SAMPLES[commit]),
                dict(common, metric="rate", unit="ops/s", direction="higher", values=[position, 2, 3, 4]),
                dict(common, test="said", metric="time", unit="us", direction="lower", summary={"min": 1, "avg": 2, "max": 4}),
            ]
            job = {"cb": 1, "job": f"job{position}", "status": "ok", "source": source, "config": {"name": "default"},
                   "parse": {"format": "cb", "found": 3, "rejected": []}, "results": results}
            self.run_cb("store", "--db", "cb.db", code=0, stdin=json.dumps(job).encode())

    def export(self, form, *words, says=()):
        """The text of the export, whose warnings are `says`."""
        out, err = self.run_cb("export", "--db", "cb.db", "--format", form, *words, code=0)
        self.assertEqual(err, [f"cb export: warning: {form}: {line}" for line in says])
        return out

    def parse(self, form, text, command=("parse",)):
        """{(commit, test, metric): (values, summary)} of what the command reads, which rejects nothing."""
        out, _ = self.run_cb(*command, "--repo", "r", "--format", form, code=0, stdin=text.encode())
        found = {}
        for job in map(json.loads, out.splitlines()):
            self.assertEqual(job["parse"]["rejected"], [])
            for result in job["results"]:
                key = job["source"].get("commit"), result["test"], result["metric"]
                found[key] = result["values"], result.get("summary")
        return found

    def test_benchfmt(self):
        text = self.export("benchfmt", says=["results without samples are single values (2)"])
        self.assertIn("Unit time-ms better=lower\n", text)
        self.assertIn("Unit rate-ops/s better=higher\n", text)
        self.assertEqual(text.count("\ncommit: "), 2)
        last = self.export("benchfmt", "--range", "1111111..", says=["results without samples are single values (1)"])
        found = self.parse("go", last)
        self.assertEqual(found[None, "Benchmarkinsert_5", "time-ms"], (SAMPLES[COMMITS[1]], None))
        self.assertEqual(found[None, "Benchmarkinsert_5", "rate-ops/s"][0], [2, 2, 3, 4])
        self.assertEqual(found[None, "Benchmarksaid", "time-us"][0], [2])

    def test_google_benchmark(self):
        says = ["tests without a processor time repeat their time as such (2)",
                "units and directions of counters cannot be said (1)"]
        for name, ends in (("old", "..1111111"), ("new", "..")):
            words = ["--range", ends] if ends != ".." else []
            text = self.export("google-benchmark", *words, says=says)
            (self.dir / f"{name}.json").write_text(text)
        found = self.parse("google-benchmark", text)
        self.assertEqual(found[None, "suite/insert 5", "real_time"], (SAMPLES[COMMITS[1]], None))
        self.assertEqual(found[None, "suite/insert 5", "rate"][0], [2, 2, 3, 4])
        self.assertEqual(found[None, "suite/said", "real_time"][1], {"avg": 2, "min": 1, "max": 4})
        done = subprocess.run([PYTHON, COMPARE, "--no-color", "-d", "out.json", "benchmarks", "old.json", "new.json"],
                              capture_output=True, text=True, cwd=self.dir, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        compared = {row["name"]: row for row in json.loads((self.dir / "out.json").read_text())}
        times = compared["suite/insert 5"]["measurements"]
        self.assertEqual([row["real_time"] for row in times], SAMPLES[COMMITS[0]])
        self.assertEqual([row["real_time_other"] for row in times], SAMPLES[COMMITS[1]])
        self.assertEqual([compared["suite/insert 5"]["utest"]["nr_of_repetitions_other"]], [4])

    def test_bmf(self):
        text = self.export("bmf", says=["units and directions cannot be said (3)"])
        found = self.parse("bmf", text)
        self.assertEqual(found[None, "suite/insert 5", "time"][1], {"avg": 21.25, "lower": 20.5, "upper": 22})
        self.assertEqual(found[None, "suite/said", "time"][1], {"avg": 2, "lower": 1, "upper": 4})

    def test_github_action_benchmark(self):
        text = self.export("github-action-benchmark")
        data = json.loads(text.removeprefix("window.BENCHMARK_DATA = ").removesuffix(";\n"))
        self.assertEqual(data["repoUrl"], "https://github.com/acme/index")
        entry = data["entries"]["acme/index"][1]
        self.assertEqual((entry["tool"], entry["commit"]["id"]), ("customSmallerIsBetter", COMMITS[1]))
        found = self.parse("github-action-benchmark", text, ("import", "/dev/stdin"))
        self.assertEqual(found[COMMITS[0], "suite/insert 5/time", "time"][1], {"avg": 10.625})
        self.assertEqual(found[COMMITS[1], "suite/insert 5/time", "time"][1], {"avg": 21.25})
        self.assertEqual(found[COMMITS[1], "suite/insert 5/rate", "throughput"][1], {"avg": 2.5})
        self.assertEqual(found[COMMITS[1], "suite/said/time", "time"][0], [2])

    def test_otava(self):
        rows = list(csv.DictReader(self.export("otava").splitlines()))
        self.assertEqual([row["commit"] for row in rows], COMMITS)
        self.assertEqual(rows[0]["time"], "2026-01-11T08:00:00Z")
        self.assertEqual([float(row["suite/insert 5/time"]) for row in rows], [10.625, 21.25])
        self.run_cb("store", "--db", "cb.db", code=0, stdin=json.dumps(
            {"cb": 1, "job": "other", "status": "ok", "source": {"repo": "b"}, "parse": {"format": "cb", "found": 1},
             "results": [{"benchmark": "b", "test": "t", "metric": "m", "values": [1]}]}).encode())
        _, err = self.run_cb("export", "--db", "cb.db", "--format", "otava", code=2)
        self.assertIn("choose one with --repo", err[0])

    def test_openmetrics(self):
        text = self.export("openmetrics")
        done = subprocess.run([PYTHON, "-c", OPENMETRICS], input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        families = {name: rest for name, *rest in json.loads(done.stdout)}
        values = {(labels["test"], labels["metric"]): value for labels, value in families["cb_result"][2]}
        self.assertEqual(values, {("insert 5", "time"): 21.25, ("insert 5", "rate"): 2.5, ("said", "time"): 2})
        kind, unit, [[labels, value]] = families["cb_newest_result_age_seconds"]
        self.assertEqual((kind, unit, labels), ("gauge", "seconds", {"repository": "acme/index"}))
        self.assertLess(value, 600)
        self.assertTrue(text.endswith("# EOF\n"))


if __name__ == "__main__":
    unittest.main()
