"""Wrong input gets one clear line on standard error and the right exit code, and nothing is lost."""

import json
import os
import sqlite3
import unittest

import bed


class CommandLine(bed.Case):
    def check(self, words, says, code=2, stdin=""):
        done = self.run_cb(*words, stdin=stdin, code=code)
        self.assertEqual(done.out, "")
        self.assertRegex(done.err.splitlines()[0], says)
        self.assertLessEqual(len(done.err.splitlines()), 2, done.err)
        return done

    def test_options(self):
        cpus = os.cpu_count()
        self.check(["run", "--dir", ".", "--cpu", "99", "--", "true"], f"CPU 99 does not exist.*0-{cpus - 1}")
        self.check(["run", "--dir", ".", "--cpu", "3-1", "--", "true"], "--cpu: .*3-1")
        self.check(["run", "--dir", ".", "--cpu", "auto:99", "--", "true"], "--cpu: .*99")
        self.check(["run", "--dir", ".", "--numa", "7", "--", "true"], "node 7 does not exist")
        self.check(["run", "--dir", ".", "--shm", "4Q", "--", "true"], '--shm: "4Q" is not a size')
        self.check(["run", "--dir", ".", "--shm", "900T", "--cpu", "0", "--", "true"], "--numa: .*900T")
        self.check(["run", "--dir", ".", "--memory", "-1", "--", "true"], "--memory: .*-1")
        self.check(["run", "--dir", ".", "--timeout", "soon", "--", "true"], "--timeout: .*soon")
        self.check(["run", "--dir", ".", "--repeat", "0", "--", "true"], "--repeat: .*0")
        self.check(["run", "--dir", ".", "--env", "NOVALUE", "--", "true"], "--env: .*NOVALUE")
        self.check(["run", "--dir", ".", "--aslr", "maybe", "--", "true"], "--aslr: .*maybe")
        self.check(["run", "--image", "a", "--dir", "."], "excludes")
        self.check(["build", "--engine", "vmware"], "--engine: .*vmware.*docker")
        self.check(["export", "--format", "xml"], "--format: .*xml")
        self.check(["parse", "--commit", "abc"], "--commit: .*abc")
        self.check(["no-such-command"], "no command \"no-such-command\"")
        self.check([], "a command is required")
        self.check(["watch"], "repositories|REPO")

    def test_environment_and_config_set_options(self):
        (self.dir / "cb.toml").write_text('[run]\nshm = "8M"\n')
        self.check(["--config", "no-such.toml", "export"], "no-such.toml")
        done = self.run_cb("--config", "cb.toml", "run", "--image", "x", "--print-argv")
        self.assertIn("size=8388608", done.out)
        self.env["CB_RUN_SHM"] = "9M"
        self.assertIn("size=9437184", self.run_cb("run", "--image", "x", "--print-argv").out)
        self.env["CB_RUN_SHM"] = "9Q"
        self.check(["run", "--image", "x", "--print-argv"], "9Q")

    def test_help_has_examples(self):
        for words in ([], ["watch"], ["build"], ["run"], ["parse"], ["store"], ["export"]):
            done = self.run_cb(*words, "--help")
            self.assertRegex(done.out, "Examples:|pipeline:")
            self.assertEqual(done.err, "")
        self.assertRegex(self.run_cb("--version").out, r"^cb \d+\.\d+\.\d+$")


class Repositories(bed.Case):
    def watch(self, *words, code):
        done = self.run_cb("watch", *words, "--db", "cb.db", code=code)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        return done.err

    def test_watch(self):
        self.assertIn("/no/such", self.watch("/no/such", code=2))
        (self.dir / "plain").mkdir()
        self.assertIn("no git repository", self.watch("plain", code=2))
        repository = self.make_repository("good", [{"a": "1"}])
        self.assertIn("v9", self.watch("good", "--range", "v9..main", code=2))
        self.assertIn("v1.0..main", self.run_cb("watch", "good", "--range", "main", code=2).err)
        # A bad repository does not affect the good one.
        done = self.run_cb("watch", "good", "/no/such", "--db", "cb.db", code=2)
        self.assertEqual(done.manifest()["source"]["url"], str(repository))

    def job(self, **changes):
        self.make_repository("good", [{"a": "1"}])
        manifest = self.run_cb("watch", "good", "--db", "cb.db").manifest()
        manifest["source"].update(changes)
        return json.dumps(manifest) + "\n"

    def test_commit_that_is_gone(self):
        done = self.run_cb("build", "--engine", "native", stdin=self.job(commit="1" * 40), code=1)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["failure"]["reason"], "commit_gone")
        self.assertIn("1" * 40, manifest["failure"]["message"])
        # A failed job is passed on and stored as failed.
        ran = self.run_cb("run", stdin=done.out, code=1)
        self.assertEqual(ran.out, done.out)
        self.run_cb("store", "--db", "cb.db", stdin=self.run_cb("parse", stdin=ran.out, code=1).out, code=1)
        # It is in the store, so the commit is not due again yet, unless requested.
        self.assertEqual(self.run_cb("watch", "good", "--db", "cb.db").out, "")
        self.assertEqual(self.run_cb("watch", "good", "--db", "cb.db", "--attempt", "2").manifest()["status"], "ok")

    def test_repository_that_is_gone(self):
        done = self.run_cb("build", "--engine", "native", stdin=self.job(url="/no/such"), code=1)
        failure = done.manifest()["failure"]
        self.assertEqual((failure["reason"], failure["fault"]), ("repository_unavailable", "machine"))

    def test_prepare_that_fails(self):
        done = self.run_cb("build", "--engine", "native", "--prepare", "echo no rule; exit 2", stdin=self.job(), code=1)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["failure"]["reason"], "build_failed")
        self.assertIn("status 2", manifest["failure"]["message"])
        self.assertIn("no rule", manifest["build"]["log"])
        self.assertEqual(list((self.dir / "cache/cb/native/trees").iterdir()), [])


class Dockerfiles(bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()

    def build(self, files, *words, code=1):
        repository = self.make_repository(f"r{len(list(self.dir.iterdir()))}", [files])
        jobs = self.run_cb("watch", repository, "--db", "cb.db").out
        done = self.run_cb("build", "--engine", "docker", *words, stdin=jobs, code=code)
        (manifest,) = self.check_schema(done)
        return manifest

    def test_order_of_choice(self):
        base = f"FROM {bed.BASE_IMAGE}\n"
        both = {"bench.Dockerfile": base + "ENV WHICH=bench\n", "Dockerfile": base + "ENV WHICH=plain\n"}
        self.assertEqual(self.build(both, code=0)["build"]["dockerfile"], "bench.Dockerfile")
        self.assertEqual(self.build({"Dockerfile": base}, code=0)["build"]["dockerfile"], "Dockerfile")
        self.assertEqual(self.build({"my.Dockerfile": base}, "--dockerfile", "my.Dockerfile", code=0)["build"]["dockerfile"], "my.Dockerfile")
        made = self.build({"data": "1"}, "--base", bed.BASE_IMAGE, "--prepare", "test -f data", code=0)
        self.assertIsNone(made["build"]["dockerfile"])

    def test_dockerfile_that_fails(self):
        before = self.engine("ps", "--all", "--quiet")
        manifest = self.build({"Dockerfile": f"FROM {bed.BASE_IMAGE}\nRUN echo so sorry; exit 7\n"})
        self.assertEqual(manifest["failure"]["reason"], "build_failed")
        self.assertIn("7", manifest["failure"]["message"])
        self.assertIn("so sorry", manifest["build"]["log"])
        self.assertEqual(self.engine("ps", "--all", "--quiet"), before)

    def test_no_dockerfile(self):
        self.assertEqual(self.build({"a": "1"})["failure"]["reason"], "no_dockerfile")
        for path in ("nope", "../etc/passwd", "/etc/passwd"):
            self.assertEqual(self.build({"a": "1"}, "--dockerfile", path)["failure"]["reason"], "no_dockerfile")

    def test_dockerfile_that_is_a_link_out_of_the_tree(self):
        repository = self.make_repository("evil", [{"a": "1"}])
        for name in ("bench.Dockerfile", ".dockerignore"):
            (repository / name).symlink_to("/etc/passwd")
            self.git(repository, "add", "-A")
            self.git(repository, "commit", "-q", "-m", name)
            jobs = self.run_cb("watch", repository, "--db", "cb.db").out
            done = self.run_cb("build", "--engine", "docker", stdin=jobs, code=1)
            self.assertEqual(done.manifest()["failure"]["reason"], "no_dockerfile")
            self.assertNotIn("root:", done.out)
            (repository / name).unlink()


class Streams(bed.Case):
    def job(self):
        self.make_repository("good", [{"a": "1"}])
        return self.run_cb("watch", "good", "--db", "cb.db").out

    def test_lines_that_are_no_manifests(self):
        good = self.job()
        newer = json.dumps(dict(json.loads(good), cb=2)) + "\n"
        stdin = "not json\n" + good[: len(good) // 2] + "\n" + newer + "\n" + good
        done = self.run_cb("run", stdin=stdin, code=3)
        self.assertEqual(done.manifest()["failure"]["reason"], "no_image")
        lines = done.err.splitlines()
        self.assertIn("stdin, line 1: not valid JSON", lines[0])
        self.assertIn("stdin, line 2: not valid JSON", lines[1])
        self.assertRegex(lines[2], "stdin, line 3: .*version 2.*upgrade cb")

    def test_unknown_members_pass_byte_for_byte(self):
        line = self.job().rstrip("\n")
        odd = '"x-tool":{"big": 1.0000000000000000000001,"u":"\\u00e9é", "a":[ 1,2 ]}'
        done = self.run_cb("build", "--engine", "native", stdin=line[:-1] + "," + odd + "}\n")
        self.assertIn(odd.split(":", 1)[1], done.out)
        self.assertIn(line[line.index('"source"') : line.index('"config"')], done.out)

    def test_benchmark_that_prints_nothing(self):
        done = self.run_cb("parse", "--repo", "r", "--commit", "2" * 40, stdin="no results here\n", code=1)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["failure"]["reason"], "no_results")

    def test_empty_input_is_nothing_to_do(self):
        for stage in ("build", "run", "parse", "store"):
            done = self.run_cb(stage, *(["--db", "cb.db"] if stage == "store" else []), stdin="")
            self.assertEqual((done.out, done.err), ("", ""), stage)

    def test_closed_output_ends_a_stage_quietly(self):
        repository = self.make_repository("good", [{"a": "1"}])
        for number in range(200):
            self.git(repository, "commit", "-q", "--allow-empty", "-m", "x" * 900)
        done = self.shell("cb watch good --all --db cb.db | head -n 1 | wc -l", code=None)
        self.assertEqual((done.out.strip(), done.err), ("1", ""))

    def test_full_disk(self):
        self.job()
        done = self.shell("cb watch good --db cb.db > /dev/full", code=4)
        self.assertIn("No space left on device", done.err)


class Stores(bed.Case):
    def job(self):
        return self.run_cb("parse", "--repo", "r", "--commit", "2" * 40,
                           stdin='{"results":[{"name":"t","metrics":[{"name":"m","value":1}]}]}').out

    def refuse(self, *target, code, says):
        done = self.run_cb("store", *target, stdin=self.job(), code=code)
        self.assertRegex(done.err, says)
        self.assertEqual(done.out, "")
        return done

    def test_job_that_was_not_measured(self):
        """If it were stored, it would never be due again."""
        self.make_repository("good", [{"a": "1"}])
        jobs = self.run_cb("watch", "good", "--db", "cb.db").out
        done = self.run_cb("store", "--db", "cb.db", stdin=jobs, code=3)
        self.assertIn("neither results nor a failure", done.err)
        again = self.run_cb("watch", "good", "--db", "cb.db").manifest()
        self.assertEqual(again["job"], json.loads(jobs)["job"])

    def test_file_that_is_no_database(self):
        (self.dir / "text.db").write_text("this is no database, it is a text of some length\n" * 50)
        self.refuse("--db", "text.db", code=3, says="text.db.*not a database")
        self.assertTrue((self.dir / "text.db").read_text().startswith("this is no"))

    def test_database_of_another_program(self):
        with sqlite3.connect(self.dir / "other.db") as other:
            other.execute("CREATE TABLE job (id INTEGER)")
        self.refuse("--db", "other.db", code=3, says="other.db")

    def test_read_only(self):
        bed.share_with_everybody(self)
        job = self.job()
        self.run_cb("store", "--db", "ro.db", stdin=job)
        (self.dir / "ro.db").chmod(0o444)
        (self.dir).chmod(0o555)
        self.addCleanup(self.dir.chmod, 0o755)
        other = job.replace('"job":"', '"job":"x').encode()
        done = bed.run_as_nobody(self, "store", "--db", "ro.db", stdin=other)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn(b"ro.db", done.stderr)

    def test_locked(self):
        self.run_cb("store", "--db", "cb.db", stdin=self.job())
        lock = sqlite3.connect(self.dir / "cb.db", isolation_level=None)
        self.addCleanup(lock.close)
        lock.execute("BEGIN EXCLUSIVE")
        other = self.job().replace('"values":[1]', '"values":[2]').replace('"job":"', '"job":"x')
        done = self.run_cb("store", "--db", "cb.db", stdin=other, code=4)
        self.assertIn("locked", done.err)
        lock.execute("ROLLBACK")
        # Jobs that could not be stored were kept, and the next call stores them first.
        self.run_cb("store", "--db", "cb.db", stdin="")
        self.assertEqual(sorted(row["value"] for row in self.rows("--db", "cb.db")), ["1", "2"])

    def test_password_is_never_said(self):
        server = dict(word.split("=", 1) for word in bed.need("CB_TEST_PG").split())
        for target in (
            f"host=127.0.0.1 port={server['port']} user=cb dbname=cb password=hunter2",
            f"postgresql://cb:hunter2@127.0.0.1:{server['port']}/cb",
            "host=127.0.0.1 port=1 user=cb dbname=cb password=hunter2",
            "postgresql://cb:hunter2@127.0.0.1:1/cb",
            "host=127.0.0.1 password=hunter2 nonsense",
        ):
            done = self.run_cb("store", "--conn-info", target, stdin=self.job(), code=None)
            self.assertIn(done.code, (2, 4), done)
            self.assertNotIn("hunter2", done.err)
            self.assertLessEqual(len(done.err.splitlines()), 2, done.err)
        self.assertEqual(
            [path for path in (self.dir / "data").rglob("*") if path.is_file() and b"hunter2" in path.read_bytes()], []
        )


if __name__ == "__main__":
    unittest.main()
