"""Histories of other programs, through cb import and cb store, into real databases."""

import collections
import contextlib
import json
import sqlite3

import bed

# The tables of current-bench after its last migration.
CURRENT_BENCH = """
CREATE TABLE benchmarks (
  run_at timestamp NOT NULL, repo_id varchar(256) NOT NULL, commit varchar(50) NOT NULL, branch varchar(256),
  pull_number integer, benchmark_name varchar(256) NOT NULL, test_name varchar(256) NOT NULL, metrics jsonb,
  duration interval, build_job_id varchar(256), run_job_id varchar(256), version integer NOT NULL DEFAULT 1,
  test_index integer NOT NULL DEFAULT 0, worker varchar(256) NOT NULL DEFAULT 'autumn',
  docker_image varchar(256) NOT NULL DEFAULT 'ocaml/opam:debian-ocaml-5.0', pull_base varchar(100),
  CONSTRAINT prevent_duplicates UNIQUE (commit, benchmark_name, test_name, run_job_id));
CREATE TABLE benchmark_metadata (
  id serial PRIMARY KEY, run_at timestamp NOT NULL, repo_id varchar(256) NOT NULL, commit varchar(50) NOT NULL,
  branch varchar(256), pull_number integer, build_job_id varchar(256), run_job_id varchar(256), failed bool,
  pr_title varchar(256), success bool DEFAULT false, cancelled bool DEFAULT false, reason text,
  worker varchar(256) NOT NULL DEFAULT 'autumn',
  docker_image varchar(256) NOT NULL DEFAULT 'ocaml/opam:debian-ocaml-5.0',
  is_open_pr bool NOT NULL DEFAULT true, commit_message text, pull_base varchar(100),
  CONSTRAINT unique_run UNIQUE (repo_id, commit, worker, docker_image));
"""


def quoted(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def insert(table, **row):
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(quoted, row.values()))});"


def metric(name, value, **members):
    return {"name": name, "description": "", "value": value, "units": "", "trend": "", "lines": [], **members}


class ImportTest(bed.Case):
    def make_current_bench(self, statements):
        database = bed.make_database(self)
        bed.psql(database, CURRENT_BENCH + "\n".join(statements))
        return database

    def ask(self, statement):
        with contextlib.closing(sqlite3.connect(self.dir / "cb.db")) as db:
            return db.execute(statement).fetchall()

    def import_twice(self, *words, code=0):
        """Stores what is imported, twice; returns the manifests and the rows of the export."""
        done = self.run_cb("import", *words, code=code)
        manifests = self.check_schema(done)
        self.assertEqual(self.run_cb("import", *words, code=code).out, done.out)
        stored = 1 if code == 1 else 0
        first = self.run_cb("store", "-v", "--db", "cb.db", stdin=done.out, code=stored)
        self.assertIn(f"{len(manifests)} stored\n", first.err)
        rows = self.all_rows("--db", "cb.db")
        again = self.run_cb("store", "-v", "--db", "cb.db", stdin=done.out, code=stored)
        self.assertIn(f"0 stored, {len(manifests)} there already", again.err)
        self.assertEqual(self.all_rows("--db", "cb.db"), rows)
        return manifests, rows, done.err

    def test_current_bench(self):
        repository = self.make_repository("index", [{"a": str(n)} for n in range(3)])
        first, second, third = self.git(repository, "rev-list", "--reverse", "HEAD").split()
        common = {"repo_id": "mirage/index", "run_at": "2023-05-01 10:00:00.25"}
        run = {**common, "duration": "00:01:30.5", "build_job_id": "b/1", "run_job_id": "r/1", "version": 3}
        quote = "it's \"5\" — \\ 🙂"
        tests = [
            ("index", "replace", [metric("time", 12.5, units="ms", trend="lower-is-better", description="d")]),
            ("index", quote, [metric("t", [1, 2.5, 1e-9], units="s", lines=[[10, 12]])]),
            ("index", "sizes", [metric("xfer", {"min": 1, "avg": 2, "max": 4.5}, units="mbps")]),
            ("default", "v1", {"time": "11.04secs", "ops": [1, 2]}),
        ]
        statements = [
            insert("benchmarks", **run, commit=second, branch="main", benchmark_name=b, test_name=t, test_index=n,
                   metrics=json.dumps(m)) for n, (b, t, m) in enumerate(tests)
        ]
        statements += [
            insert("benchmark_metadata", **common, commit=second, branch="main", run_job_id="r/1", success=True,
                   commit_message="Commit 1\n\nThe rest"),
            # Another run of the same commit and environment, and the same commit on another worker.
            insert("benchmarks", **{**run, "run_job_id": "r/2", "run_at": "2023-05-02 10:00:00"}, commit=second,
                   branch="main", benchmark_name="index", test_name="replace",
                   metrics=json.dumps([metric("time", 13, units="ms")])),
            insert("benchmarks", **{**run, "run_job_id": "r/3"}, commit=second, worker="fermat", docker_image="img",
                   benchmark_name="index", test_name="replace", metrics=json.dumps([metric("time", 7, units="ms")])),
            # A pull request by the API, whose rows have empty job ids.
            insert("benchmarks", **{**run, "run_job_id": "", "build_job_id": ""}, commit=third, pull_number=7,
                   pull_base="main", worker="remote", docker_image="external", benchmark_name="index",
                   test_name="replace", metrics=json.dumps([metric("time", 14, units="ms")])),
            insert("benchmark_metadata", **common, commit=third, pull_number=7, pr_title="Faster", pull_base="main",
                   run_job_id="", worker="remote", docker_image="external", success=True, is_open_pr=False),
            # Runs without tests: failed, cancelled, not over; and of another repository.
            insert("benchmark_metadata", **common, commit=first, branch="main", run_job_id="r/5", failed=True,
                   reason="make: *** No rule"),
            insert("benchmark_metadata", **common, commit=first, branch="main", run_job_id="r/6", cancelled=True,
                   worker="fermat"),
            insert("benchmark_metadata", **common, commit=first, branch="main", run_job_id="r/7", worker="pi"),
            insert("benchmark_metadata", **{**common, "repo_id": "local/x"}, commit="abcdef1", success=True),
        ]
        # Rows without a run_job_id may be there twice.
        statements += 2 * [
            insert("benchmarks", **{**run, "repo_id": "local/x", "run_job_id": None}, commit="abcdef1",
                   benchmark_name="default", test_name="t", metrics=json.dumps([metric("m", 1)]))
        ]
        database = self.make_current_bench(statements)
        words = ["--conn-info", database, "--repo", "mirage/index", "--git", repository]
        manifests, rows, says = self.import_twice(*words, code=1)
        self.assertIn("runs that had not ended: 1", says)
        self.assertIn("jobs that failed: 2", says)
        self.assertEqual(len(manifests), 6)
        by_run = {m["run"]["provenance"].get("run_job_id", "api"): m for m in manifests}

        main = by_run["r/1"]
        self.assertEqual((main["status"], main["worker"], main["attempt"] if "attempt" in main else 1), ("ok", "autumn", 1))
        self.assertEqual(by_run["r/2"]["attempt"], 2)
        self.assertEqual(main["config"]["name"], "ocaml/opam:debian-ocaml-5.0")
        self.assertEqual(main["run"]["started_at"], "2023-05-01T10:00:00.250Z")
        self.assertEqual(main["run"]["wall_s"], 90.5)
        self.assertEqual(main["run"]["fitness"]["verdict"], "unknown")
        self.assertEqual(main["run"]["provenance"], {"build_job_id": "b/1", "run_job_id": "r/1", "version": "3"})
        source = main["source"]
        self.assertEqual((source["commit"], source["parents"], source["position"]), (second, [first], 2))
        self.assertEqual((source["branch"], source["subject"], source["pull"]), ("main", "Commit 1", None))
        self.assertEqual(source["url"], "https://github.com/mirage/index")
        results = {(r["benchmark"], r["test"], r["metric"]): r for r in main["results"]}
        self.assertEqual(results["index", "replace", "time"]["values"], [12.5])
        self.assertEqual(results["index", "replace", "time"]["direction"], "lower")
        self.assertEqual(results["index", "replace", "time"]["description"], "d")
        self.assertEqual(results["index", quote, "t"]["values"], [1, 2.5, 1e-9])
        self.assertEqual(results["index", quote, "t"]["lines"], [[10, 12]])
        self.assertEqual(results["index", "sizes", "xfer"]["summary"], {"min": 1, "avg": 2, "max": 4.5})
        self.assertEqual(results["default", "v1", "time"]["values"], [11.04])
        self.assertEqual(results["default", "v1", "time"]["unit"], "secs")
        self.assertEqual(results["default", "v1", "ops"]["values"], [1, 2])
        self.assertEqual(len(results), 5)

        pull = by_run["api"]["source"]["pull"]
        self.assertEqual((pull["number"], pull["title"], pull["base"]), (7, "Faster", "main"))
        self.assertEqual(by_run["api"]["run"]["provenance"]["pull_state"], "closed")
        self.assertEqual(by_run["r/3"]["worker"], "fermat")
        self.assertEqual(by_run["r/5"]["failure"],
                         {"stage": "run", "reason": "unknown", "message": "make: *** No rule", "fault": "commit"})
        self.assertEqual(by_run["r/6"]["failure"]["fault"], "machine")
        self.assertEqual(self.ask("SELECT count(*) FROM jobs"), [(6,)])
        self.assertEqual(collections.Counter(row["commit"] for row in rows), {second: 12, third: 1})

        # All of it, also the other project, without git.
        everything = self.run_cb("import", "--conn-info", database, code=1)
        other = [m for m in everything.manifests() if m["source"]["repo"] == "local/x"]
        self.assertEqual([m["results"][0]["values"] for m in other if m.get("results")], [[1]])
        self.assertIn("runs whose commit is not a full hash: 1, such as abcdef1", everything.err)
        dry = self.run_cb("import", "--conn-info", database, "--dry-run", code=1)
        self.assertIn("jobs: 7, commits: 3, results: 9", dry.out)

    def make_asv(self, commits):
        """asv's results of two commits, in version 2 and in version 1, with asv.conf.json."""
        machine = {"arch": "x86_64", "cpu": "AMD EPYC", "machine": "bench1", "num_cpu": "2", "os": "Linux 6.1", "ram": "8"}
        columns = ["result", "params", "version", "started_at", "duration", "stats_q_25", "stats_q_75", "samples"]
        new = {
            "commit_hash": commits[0], "env_name": "virtualenv-py3.11", "date": 1697040000000,
            "params": {**machine, "python": "3.11"}, "result_columns": columns, "version": 2,
            "results": {
                "benchmarks.TimeSuite.time_keys": [[1.125e-05], [], "5d", 1697040100000, 0.9, [1.1e-05], [1.2e-05]],
                "benchmarks.TimeSuite.time_range": [
                    [2.5e-06, 3.5e-06, float("nan"), None], [["10", "100"], ["'a'", "'b'"]], "77", 1697040200000, 1.5,
                    [2.4e-06, None, None, None], [2.6e-06, None, None, None], [None, [3.5e-06, 3.6e-06], None, None]],
                "track_loss": [[0.75], [], "ab", 1697040050000, 0.1],
                "time_broken": [None, [], "af", 1697040300000, 0.1]}}
        old = {
            "commit_hash": commits[1], "date": 1690000000000, "params": machine, "version": 1,
            "started_at": {"time_f": 1690000001000},
            "results": {"time_f": {"params": [], "result": [0.5], "stats": [{
                "q_25": 0.4, "q_75": 0.6, "min": 0.3, "max": 0.9, "mean": 0.55, "std": 0.1}]},
                "mem_g": 2440}}
        root = self.dir / "asv"
        (root / "out/bench1").mkdir(parents=True)
        (root / "asv.conf.json").write_text(
            '{// asv\n"version": 1, "project": "p", /* here */ "repo": "https://github.com/acme/lib.git",\n'
            '"pythons": ["3.11, ]", ], // and 3.12\n"results_dir": "out", /* later */ }\n')
        (root / "out/benchmarks.json").write_text(json.dumps({"track_loss": {"unit": "percent"}, "version": 2}))
        (root / "out/bench1/machine.json").write_text(json.dumps({**machine, "version": 1}))
        (root / "out/bench1/aaaa-env.json").write_text(json.dumps(new))
        (root / "out/bench1/bbbb-env.json").write_text(json.dumps(old))
        return root

    def test_asv(self):
        repository = self.make_repository("lib", [{"a": "1"}, {"a": "2"}])
        head, parent = self.git(repository, "rev-list", "HEAD").split()
        root = self.make_asv([head, parent])
        manifests, _, says = self.import_twice("--git", repository, "--branch", "main", root)
        new, old = manifests
        self.assertEqual(new["source"]["repo"], "acme/lib")
        self.assertEqual((new["source"]["parents"], new["source"]["position"]), ([parent], 2))
        self.assertEqual((new["worker"], new["source"]["branch"]), ("bench1", "main"))
        self.assertEqual(new["run"]["started_at"], "2023-10-11T16:00:50Z")
        self.assertEqual(new["run"]["provenance"], {"env_name": "virtualenv-py3.11", "python": "3.11"})
        self.assertEqual(new["run"]["host"]["key"], old["run"]["host"]["key"])
        # Nobody watched how quiet the machine was.
        self.assertEqual(self.ask("SELECT name FROM host"), [("bench1",)])
        self.assertEqual(self.ask("SELECT verdict FROM host_fitness"), [])
        results = {r["test"]: r for r in new["results"]}
        self.assertEqual(results["time_keys"]["summary"], {"avg": 1.125e-05, "median": 1.125e-05, "p25": 1.1e-05, "p75": 1.2e-05})
        self.assertEqual(results["time_range(10, 'b')"]["values"], [3.5e-06, 3.6e-06])
        self.assertEqual((results["track_loss"]["unit"], results["track_loss"]["values"]), ("percent", [0.75]))
        self.assertEqual(len(new["parse"]["rejected"]), 3)
        self.assertIn("results that could not be read: 3", says)
        results = {r["test"]: r for r in old["results"]}
        self.assertEqual(results["time_f"]["summary"],
                         {"avg": 0.55, "median": 0.5, "p25": 0.4, "p75": 0.6, "min": 0.3, "max": 0.9, "stddev": 0.1})
        self.assertEqual(results["mem_g"]["values"], [2440])

    def test_histories(self):
        repository = self.make_repository("example", [{"a": "1"}, {"a": "2"}, {"a": "3"}])
        commits = self.git(repository, "rev-list", "--reverse", "HEAD").split()
        entries = {
            "Rust": [
                {"commit": {"id": c, "message": "m\nrest", "timestamp": "2019-11-10T00:06:58+09:00",
                            "author": {"name": "Ada", "email": "a@example.org"}},
                 "date": 1574927127603 + n, "tool": "cargo",
                 "benches": [{"name": "fib", "range": "± 20", "unit": "ns/iter", "value": 100 + n, "extra": "x"}]}
                for n, c in enumerate(commits)],
            "Size": [{"commit": {"id": commits[0]}, "date": 1, "tool": "customSmallerIsBetter",
                      "benches": [{"name": "bin", "unit": "kB", "value": 7}]}]}
        history = {"lastUpdate": 1, "repoUrl": "https://github.com/acme/lib", "entries": entries}
        (self.dir / "data.js").write_text("window.BENCHMARK_DATA = " + json.dumps(history))
        self.run_cb("parse", "data.js", code=3)
        manifests, rows, _ = self.import_twice("--git", repository, "data.js")
        self.assertEqual([m["source"]["position"] for m in manifests], [1, 2, 3, 1])
        self.assertEqual({m["source"]["repo"] for m in manifests}, {"acme/lib"})
        (result,) = manifests[1]["results"]
        self.assertEqual((result["benchmark"], result["summary"], result["direction"]), ("Rust", {"avg": 101}, "lower"))
        self.assertEqual(result["labels"], {"extra": "x", "range": "± 20"})
        self.assertEqual(manifests[1]["run"]["provenance"], {"tool": "cargo"})
        self.assertEqual(manifests[1]["source"]["author"], "Ada <a@example.org>")
        self.assertEqual(manifests[0]["run"]["started_at"], "2019-11-28T07:45:27.603Z")

        # The history grew by another measurement of a commit: the same job, read again.
        again = {**entries["Rust"][0], "date": 1584927127603}
        entries["Rust"].append({**again, "benches": [{"name": "fib", "unit": "ns/iter", "value": 99}]})
        (self.dir / "data.js").write_text("window.BENCHMARK_DATA = " + json.dumps(history))
        grown = self.run_cb("import", "--git", repository, "data.js")
        stored = self.run_cb("store", "-v", "--db", "cb.db", stdin=grown.out)
        self.assertIn("0 stored, 1 replaced by a newer reading, 3 there already", stored.err)

        # What cb exported gives the same rows, from each format.
        for number, format in enumerate(["jsonl", "csv"]):
            (self.dir / f"rows.{format}").write_bytes(
                self.run_cb("export", "--db", "cb.db", "--format", format).out.encode())
            copied = self.run_cb("import", f"rows.{format}")
            self.check_schema(copied)
            self.run_cb("store", "--db", f"{number}.db", stdin=copied.out)
            self.assertEqual(self.all_rows("--db", f"{number}.db"), self.all_rows("--db", "cb.db"))
        self.assertEqual(self.run_cb("import", "--repo", "other/project", "rows.csv").out, "")

        # Reports of LNT, one of them with an abbreviated commit, and Nyrkiö's files, named by their tests.
        (self.dir / "lnt").mkdir()
        for name, revision in (("a", commits[0]), ("b", commits[1][:12])):
            (self.dir / f"lnt/{name}.json").write_text(json.dumps({
                "format_version": "2", "machine": {"name": "m1", "hardware": "h"},
                "run": {"start_time": "2026-07-13T11:18:04", "llvm_project_revision": revision, "note": "n"},
                "tests": [{"name": "ack", "execution_time": [0.5, 0.25]}]}))
        reports = self.run_cb("import", "--repo", "llvm", "--git", repository, "lnt").manifests()
        self.assertEqual([m["source"]["commit"] for m in reports], commits[:2])
        self.assertEqual(reports[0]["results"][0]["values"], [0.5, 0.25])
        self.assertEqual((reports[0]["worker"], reports[0]["run"]["provenance"]["note"]), ("m1", "n"))
        for name in ("quick", "slow"):
            (self.dir / f"{name}.json").write_text(json.dumps([
                {"timestamp": 1706220908 + n, "metrics": [{"name": "p50", "unit": "us", "value": 56 + n}],
                 "attributes": {"git_repo": "https://github.com/acme/lib", "branch": "main", "git_commit": c}}
                for n, c in enumerate(commits)]))
        series = self.run_cb("import", "quick.json", "slow.json").manifests()
        self.assertEqual(len({m["job"] for m in series}), 6)
        self.assertEqual([m["results"][0]["test"] for m in series], 3 * ["quick"] + 3 * ["slow"])

    def test_logs(self):
        repository = self.make_repository("index", [{"a": "1"}, {"a": "2"}])
        first, second = self.git(repository, "rev-list", "--reverse", "HEAD").split()
        logs = self.dir / "logs"
        (logs / second).mkdir(parents=True)
        (logs / f"{first[:9]}.log").write_text("warming up\nBenchmarkX 10 5 ns/op\n")
        (logs / second / "a.txt").write_text("BenchmarkX 10 6 ns/op\n")
        (logs / second / "b.json").write_text('{"results":[{"name":"t","metrics":[{"name":"m","value":[1,2]}]}]}')
        (logs / "README").write_text("not of a commit")
        (logs / "deadbeefdead.log").write_text("BenchmarkX 10 7 ns/op\n")
        manifests, rows, says = self.import_twice("--repo", "mirage/index", "--git", repository, logs)
        self.assertIn("files that are not named by a commit: 1, such as", says)
        self.assertIn("logs of an abbreviated commit, which needs --git and to be there: 1", says)
        self.assertEqual({m["source"]["commit"]: m["source"]["position"] for m in manifests}, {first: 1, second: 2})
        self.assertEqual(sorted((row["commit"] == second, row["metric"], row["value"]) for row in rows),
                         [(False, "time", "5"), (True, "m", "1"), (True, "m", "2"), (True, "time", "6")])
        (log,) = [m for m in manifests if m["source"]["commit"] == first]
        self.assertEqual(log["run"]["output"], "warming up\nBenchmarkX 10 5 ns/op\n")
        # A newer reading, as by a newer cb.
        read = self.run_cb("import", "--reread", "--repo", "mirage/index", "--git", repository, logs)
        stored = self.run_cb("store", "-v", "--db", "cb.db", stdin=read.out)
        self.assertIn("0 stored", stored.err)
