"""The pipeline of README with a real project, with real docker, podman, PostgreSQL and git."""

import contextlib
import signal
import sqlite3
import time
import unittest

import bed

# A benchmark with constant numbers, so that the results of two pipelines can be compared exactly.
STEADY = """#!/bin/sh
sleep "${CB_TEST_SLEEP:-0}"
cat numbers.json
"""


def numbers(value):
    return (
        '{"name":"steady","results":[{"name":"t","metrics":[{"name":"time","value":[%s, %s.5],"units":"ms",'
        '"trend":"lower-is-better"},{"name":"size","value":{"min":1,"avg":2,"max":3},"units":"kb"}]}]}\n' % (value, value)
    )


def steady_commits(count):
    return [{"bench.sh*": STEADY, "numbers.json": numbers(n), "Makefile": "bench:\n\t@./bench.sh\n"} for n in range(count)]


class Example(bed.Case):
    """The quickstart's project: three commits, of which the second is really slower."""

    def check_slowdown(self, rows):
        commits = self.git(self.repository, "log", "--reverse", "--format=%H").split()
        self.assertEqual(len(commits), 3)
        values = {(commit, metric): [] for commit in commits for metric in ("time", "ratio")}
        for row in rows:
            if row["test"] == "zlib compress" and row["metric"] in ("time", "ratio"):
                values[row["commit"], row["metric"]].append(float(row["value"]))
        # The second commit is slower because it writes smaller files, and nothing disturbs a size.
        first, second, third = (set(values[commit, "ratio"]) for commit in commits)
        self.assertGreater(min(second), max(first))
        self.assertEqual(third, second)
        # Uses the fastest of the samples, which a busy machine disturbs least. The slowdown of a
        # process that shared its CPU is unpredictable.
        if self.shared == 0:
            first, second, third = (min(values[commit, "time"]) for commit in commits)
            self.assertGreater(second, 1.5 * first)
            self.assertGreater(third, 1.5 * first)

    def stages(self, build_words, engine):
        """Runs one stage after the other and validates the output of each."""
        self.repository = self.example()
        watched = self.run_cb("watch", self.repository, "--all", "--db", "cb.db")
        self.assertEqual(len(self.check_schema(watched)), 3)
        built = self.run_cb("build", *build_words, stdin=watched.out)
        for job in self.check_schema(built):
            self.assertEqual(job["build"]["engine"], engine)
            self.assertFalse(job["build"]["cached"])
        ran = self.run_cb("run", "--cpu", "auto:1", "--shm", "256M", stdin=built.out)
        for job in self.check_schema(ran):
            run = job["run"]
            self.assertEqual((run["outcome"], run["exit_code"]), ("ok", 0))
            self.assertEqual(run["pins"]["aslr"], "off_verified")
            self.assertEqual(run["pins"]["shm_bytes"], 256 << 20)
            self.assertGreater(run["usage"]["user_s"], 0.1)
            self.assertGreater(run["usage"]["peak_memory_bytes"], 1 << 20)
            self.assertGreater(run["wall_s"], 0.1)
        self.shared = sum(
            reason["value"] > 0.1
            for job in ran.manifests()
            for reason in job["run"]["fitness"]["reasons"]
            if reason["code"] in ("foreign_cpu_time", "cpu_steal")
        )
        parsed = self.run_cb("parse", stdin=ran.out)
        for job in self.check_schema(parsed):
            self.assertEqual(job["parse"]["rejected"], [])
            self.assertGreater(len(job["results"]), 5)
        passed = self.run_cb("store", "--db", "cb.db", "--pass", stdin=parsed.out)
        self.check_schema(passed)
        return built, parsed

    def test_docker_and_both_databases(self):
        self.use_docker()
        fresh = f"CB_TEST={time.time_ns()}"  # not a key of an earlier test run
        build_words = ["--engine", "docker", "--build-arg", f"BASE={bed.BASE_IMAGE}", "--build-arg", fresh]
        built, parsed = self.stages(build_words, "docker")
        rows = self.rows("--db", "cb.db")
        self.check_slowdown(rows)

        # The same tree is found again.
        watched = self.run_cb("watch", self.repository, "--all", "--db", "other.db")
        again = self.run_cb("build", *build_words, stdin=watched.out)
        self.assertEqual([job["build"]["cached"] for job in again.manifests()], [True] * 3)
        self.assertEqual(
            [job["build"]["image"] for job in again.manifests()], [job["build"]["image"] for job in built.manifests()]
        )

        # Nothing is due, and storing again changes nothing.
        self.assertEqual(self.run_cb("watch", self.repository, "--all", "--db", "cb.db").out, "")
        self.run_cb("store", "--db", "cb.db", stdin=parsed.out)
        self.assertEqual(self.rows("--db", "cb.db"), rows)

        # PostgreSQL gives the same result.
        database = bed.make_database(self)
        self.run_cb("store", "--conn-info", database, stdin=parsed.out)
        self.assertEqual(self.rows("--conn-info", database), rows)
        self.run_cb("store", "--conn-info", database, stdin=parsed.out)
        self.assertEqual(self.rows("--conn-info", database), rows)
        self.assertEqual(self.run_cb("watch", self.repository, "--all", "--conn-info", database).out, "")
        self.assertEqual(bed.container_ids(self), [])
        self.assertEqual(bed.cgroups_left(self), [])

    def test_podman(self):
        """cb build uses podman if no docker daemon answers."""
        self.use_podman()
        fresh = f"CB_TEST={time.time_ns()}"
        build_words = ["--build-arg", f"BASE={bed.BASE_IMAGE}", "--build-arg", fresh, "--network", "none"]
        built, _ = self.stages(build_words, "podman")
        self.check_slowdown(self.rows("--db", "cb.db"))
        watched = self.run_cb("watch", self.repository, "--all", "--db", "other.db")
        again = self.run_cb("build", *build_words, stdin=watched.out)
        self.assertEqual([job["build"]["cached"] for job in again.manifests()], [True] * 3)
        self.assertEqual(
            [job["build"]["image"] for job in again.manifests()], [job["build"]["image"] for job in built.manifests()]
        )
        self.assertEqual(bed.container_ids(self), [])
        self.assertEqual(bed.shm_mounts(self), [])

    def test_native(self):
        self.no_engine()
        self.stages(["--engine", "native", "--prepare", "make"], "native")
        self.check_slowdown(self.rows("--db", "cb.db"))
        self.assertEqual(bed.cgroups_left(self), [])


class Engines(bed.Case):
    """docker, podman and native report the same in the same format."""

    def pipeline(self, name, build_words):
        self.shell(
            f"cb watch steady --all --db {name}.db | cb build {build_words} | cb run --cpu auto:1 | cb parse"
            f" | tee {name}.jsonl | cb store --db {name}.db"
        )
        return bed.Finished(0, (self.dir / f"{name}.jsonl").read_text(), "")

    def test_manifests_have_the_same_shape(self):
        self.use_docker()
        self.make_repository("steady", steady_commits(2))
        docker = self.pipeline("docker", f"--engine docker --base {bed.BASE_IMAGE}")
        native = self.pipeline("native", "--engine native")
        self.use_podman()
        podman = self.pipeline("podman", f"--engine podman --base {bed.BASE_IMAGE}")
        for name, pipeline in (("native", native), ("podman", podman)):
            self.assertEqual(figures(self.rows("--db", "docker.db")), figures(self.rows("--db", f"{name}.db")))
            for one, other in zip(self.check_schema(docker), self.check_schema(pipeline)):
                self.assertEqual(shape(one), shape(other))
                for pin in ("cpus", "mems", "shm_bytes", "shm_policy", "aslr"):
                    self.assertEqual(one["run"]["pins"][pin], other["run"]["pins"][pin], pin)


def figures(rows):
    """The benchmark's results, without the activity of the machine."""
    return [{name: value for name, value in row.items() if name != "verdict"} for row in rows]


def shape(value):
    """The names and types of a manifest, without its values. Fields about the machine's quietness, about the engine and
    about images differ: a native build has none."""
    if isinstance(value, dict):
        left_out = ("unavailable", "dockerfile", "base", "content", "equal_to", "reasons", "provenance")
        return {key: shape(inner) for key, inner in value.items() if key not in left_out}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    is_figure = value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))
    return "figure or none" if is_figure else type(value).__name__


class Killed(bed.Case):
    """A killed stage loses nothing: repeating the same line gives the same rows."""

    LINE = (
        "cb watch steady --all --db cb.db | cb build --engine native --prepare 'sleep {sleep}'"
        " | cb run --cpu auto:1 --env CB_TEST_SLEEP={sleep} | cb parse | cb store --db cb.db"
    )

    def kill_stage(self, stage):
        self.no_engine()
        self.make_repository("steady", steady_commits(4))
        self.shell(self.LINE.format(sleep=0).replace("cb.db", "undisturbed.db"))
        wanted = figures(self.rows("--db", "undisturbed.db"))
        self.assertEqual(len({row["commit"] for row in wanted}), 4)

        # The pipeline runs in its own session; the victim is the process whose second argument is the stage's name.
        pipeline = bed.background(self, self.LINE.format(sleep=0.4))
        pid = bed.find_stage(self, pipeline, stage)
        if stage in ("parse", "store"):
            self.wait_until(lambda: self.stored() >= 1, "the first job to be stored")
        bed.kill(pid, signal.SIGKILL)
        pipeline.wait(60)

        self.shell(self.LINE.format(sleep=0))
        self.assertEqual(figures(self.rows("--db", "cb.db")), wanted)
        self.wait_until(lambda: bed.cgroups_left(self) == [], "the cgroups to go")

    def stored(self):
        done = self.run_cb("export", "--db", "cb.db", "--format", "csv", code=None)
        return max(0, len(done.out.splitlines()) - 1)

    def test_watch(self):
        self.no_engine()
        repository = self.make_repository("steady", steady_commits(1))
        for number in range(79):  # subjects of 1 KiB: more than the capacity of a pipe
            self.git(repository, "commit", "-q", "--allow-empty", "-m", f"{number} " + "x" * 1000)
        watch = self.start("watch", "steady", "--all", "--db", "cb.db")
        self.wait_until(lambda: bed.is_full(watch.stdout), "watch to fill the pipe")
        watch.kill()
        half = watch.stdout.read()
        half = half[: half.rindex(b"\n", 0, -1) + 200]  # the kernel writes such short lines atomically; a longer one is cut
        rest = "cb build --engine native | cb run --cpu auto:1 | cb parse | cb store --db cb.db"
        (self.dir / "half.jsonl").write_bytes(half)
        done = self.shell(f"cat half.jsonl | {rest}", code=3)
        self.assertIn("not valid JSON", done.err)
        stored = len({row["job"] for row in self.rows("--db", "cb.db")})
        self.assertEqual(stored, half.count(b"\n"))
        self.shell(f"cb watch steady --all --db cb.db | {rest}")
        self.assertEqual(len({row["job"] for row in self.rows("--db", "cb.db")}), 80)
        self.assertEqual(len(self.rows("--db", "cb.db")), 80 * 5)

    def test_build(self):
        self.kill_stage("build")

    def test_run(self):
        self.kill_stage("run")

    def test_parse(self):
        self.kill_stage("parse")

    def test_store(self):
        self.kill_stage("store")


class Identity(bed.Case):
    """The identity of jobs, which run of a job counts, and when a failed job is due again."""

    BUILD = "cb build --engine native"
    REST = "cb run --cpu auto:1 {run} | cb parse | cb store --db cb.db"

    def due(self, *words, code=0):
        return self.run_cb("watch", "steady", "--all", "--db", "cb.db", *words, code=code).manifests()

    def summary(self, *words):
        return self.run_cb("-v", "watch", "steady", "--all", "--db", "cb.db", *words).err

    def test_two_commands_of_one_watch(self):
        """Both are stored, and nothing remains due."""
        self.no_engine()
        self.make_repository("steady", steady_commits(2))
        self.shell(f"cb watch steady --all --db cb.db | {self.BUILD} > built.jsonl")
        for command in ("./bench.sh", "sh ./bench.sh"):
            self.shell(f"cat built.jsonl | {self.REST.format(run='-- ' + command)}")
        self.assertEqual(self.due(), [])
        jobs = {(row["commit"], row["job"]) for row in self.rows("--db", "cb.db")}
        self.assertEqual(len(jobs), 4)
        self.assertEqual(len({commit for commit, _ in jobs}), 2)
        # The configuration is part of the query.
        named = self.due("--name", "nightly", "--", "./bench.sh", "--long")
        self.assertEqual(len(named), 2)
        for job in named:
            self.assertEqual(job["config"]["name"], "nightly")
            self.assertEqual(job["config"]["command"], ["./bench.sh", "--long"])
            self.assertEqual(job["work"], job["job"])
        self.shell(
            f"cb watch steady --all --db cb.db --name nightly -- ./bench.sh --long | {self.BUILD} | {self.REST.format(run='')}"
        )
        self.assertEqual(self.due("--name", "nightly", "--", "./bench.sh", "--long"), [])
        self.assertEqual({row["config"] for row in self.rows("--db", "cb.db")}, {"default", "nightly"})

    def test_newer_reading_of_a_run(self):
        """It replaces the older one, and is not replaced by it."""
        self.no_engine()
        self.make_repository("steady", steady_commits(1))
        self.shell(f"cb watch steady --db cb.db | {self.BUILD} | cb run --cpu auto:1 > ran.jsonl")
        self.shell("cb parse --format go < ran.jsonl > older.jsonl", code=1)
        self.shell("cb parse < ran.jsonl > newer.jsonl")
        self.shell("cb store --db cb.db < older.jsonl", code=1)
        self.assertEqual(self.rows("--db", "cb.db"), [])
        done = self.shell("cb -v store --db cb.db --pass < newer.jsonl")
        self.assertIn("0 stored, 1 replaced by a newer reading\n", done.err)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["store"], {"backend": "sqlite", "new": False, "replaced": True})
        rows = self.rows("--db", "cb.db")
        self.assertEqual({row["status"] for row in rows}, {"ok"})
        self.assertIn(rows[0]["verdict"], ("clean", "suspect", "invalid"))
        done = self.shell("cb -v store --db cb.db < older.jsonl", code=1)
        self.assertIn("0 stored, 1 there already", done.err)
        self.assertEqual(self.rows("--db", "cb.db"), rows)

    def age(self, hours):
        """Pretends that the stored jobs were stored that long ago."""
        with contextlib.closing(sqlite3.connect(self.dir / "cb.db")) as db, db:
            db.execute(f"UPDATE job SET stored_at = strftime('%Y-%m-%dT%H:%M:%fZ', stored_at, '-{hours} hours')")

    def test_failed_job_is_due_again(self):
        self.no_engine()
        script = '#!/bin/sh\ntest -n "$CB_TEST_OK" && cat numbers.json\n'
        self.make_repository("steady", [dict(steady_commits(1)[0], **{"bench.sh*": script})])
        line = f"cb watch steady --all --db cb.db | {self.BUILD} | {self.REST}"
        self.shell(line.format(run="-- ./bench.sh"), code=1)
        self.assertEqual(self.due(), [])
        self.assertIn("0 due, 1 stored already (1 failed)", self.summary())
        self.assertEqual(len(self.due("--retry-failed")), 1)
        self.assertEqual(len(self.run_cb("watch", "--retry-failed", "steady", "--db", "cb.db").manifests()), 1)
        self.assertEqual(len(self.due("--retry-failed=exit")), 1)
        self.assertEqual(self.due("--retry-failed=timeout"), [])
        for _ in range(2):
            self.age(2)
            self.assertEqual(self.due("--retries", "0"), [])
            self.shell(line.format(run="-- ./bench.sh"), code=1)
            self.assertEqual(self.due(), [])
        self.age(1000)
        self.assertEqual(self.due(), [])  # it has been tried three times
        self.assertIn("1 due (1 again after a failure)", self.summary("--retries", "3"))
        self.shell(line.replace("--all", "--retry-failed").format(run="--env CB_TEST_OK=1 -- ./bench.sh"))
        self.assertEqual(self.due("--retry-failed"), [])
        self.assertEqual({row["status"] for row in self.rows("--db", "cb.db")}, {"ok"})

    def test_history_with_equal_and_backward_dates(self):
        """The export of 20 commits is in the order of ancestry, whatever their dates."""
        self.no_engine()
        repository = self.dir / "steady"
        repository.mkdir()
        self.git(repository, "init", "-q", "-b", "main")
        result = '{"name":"b","results":[{"name":"t","metrics":[{"name":"m","value":%d}]}]}'
        for number in range(20):
            (repository / "numbers.json").write_text(result % number)
            self.git(repository, "add", "-A")
            day = 28 - number if number < 10 else 1
            self.env["GIT_COMMITTER_DATE"] = f"2026-01-{day:02}T00:00:00Z"
            self.git(repository, "commit", "-q", "-m", str(number))
        watched = self.run_cb("watch", "steady", "--all", "--db", "cb.db").manifests()
        self.assertEqual([job["source"]["subject"] for job in watched], [str(n) for n in reversed(range(20))])
        self.assertEqual([job["source"]["position"] for job in watched], list(range(20, 0, -1)))
        self.shell(
            "cb watch steady --all --db cb.db | cb build --engine native | cb run --cpu auto:1 -- cat numbers.json"
            " | cb parse | cb store --db cb.db",
            timeout=500,
        )
        rows = self.rows("--db", "cb.db")
        self.assertEqual([float(row["value"]) for row in rows], list(range(20)))
        self.assertEqual([row["parents"] for row in rows][1:], [row["commit"] for row in rows][:-1])


if __name__ == "__main__":
    unittest.main()
