"""cb doctor --all: the installation as a whole, also when parts of it are away, hang, or are wrong."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

import bed
import postgres

SAMPLE = re.compile(r'cb_[a-z_]+(\{([a-z]+="([^"\\\n]|\\["\\n])*",?)*\})? -?[0-9.e+-]+')


class DoctorTest(bed.Case):
    def setUp(self):
        bed.Case.setUp(self)
        self.root = self.dir / "root"
        (self.root / "etc/cb").mkdir(parents=True)
        self.env["TMPDIR"] = str(self.dir)

    def doctor(self, *words, code=0):
        """The checks of the installation: {(code, subject): check}."""
        done = self.run_cb("doctor", "--all", "--root", self.root, "--format", "json", *words, code=code)
        report = json.loads(done.out)
        self.assertTrue(report["checks"])
        return {(check["code"], check["subject"]): check for check in report["installation"]["checks"]}

    def project(self, name, text):
        path = self.root / f"etc/cb/{name}.toml"
        path.write_text(text)
        return path

    def jobs(self):
        history = subprocess.run(
            [sys.executable, bed.ROOT / "tests/cli/history.py"], check=True, capture_output=True, text=True)
        return "".join(history.stdout.splitlines(keepends=True)[:5])

    def store(self, *target, code=0):
        return self.run_cb("store", *target, stdin=self.jobs(), code=code)

    def repository(self):
        return json.loads(self.jobs().splitlines()[0])["source"]["repo"]

    def test_nothing_is_installed_yet(self):
        checks = self.doctor("--db", "cb.db")
        self.assertEqual(checks["database", None]["status"], "note")
        self.assertEqual(checks["project", None]["status"], "note")
        self.assertEqual(checks["spool", None]["status"], "ok")
        self.assertEqual(checks["timer", None]["status"], "unknown")
        self.assertFalse((self.dir / "cb.db").exists())
        self.assertFalse((self.dir / "data").exists())

    def test_an_sqlite_file(self):
        self.store("--db", "cb.db")
        checks = self.doctor("--db", "cb.db")
        repository = self.repository()
        for key in (("database", None), ("schema", None), ("role", None), ("repository", repository), ("claims", None)):
            self.assertEqual(checks[key]["status"], "ok", checks[key])
        self.assertGreater(checks["disk", str(self.dir)]["figures"]["free_bytes"], 0)
        time.sleep(1.1)
        late = self.doctor("--db", "cb.db", "--max-age", "1s", code=1)
        self.assertEqual(late["repository", repository]["status"], "problem")
        # A repository that no project file names any more is not missed.
        path = self.project("other", f'repository = "github:acme/other"\n')
        named = self.doctor("--db", "cb.db", "--max-age", "1s", code=4)
        self.assertEqual(named["repository", repository]["status"], "note")
        self.assertEqual(named["repository", "acme/other"]["found"], "nothing is stored")
        self.assertEqual(named["project", str(path)]["status"], "ok")
        self.assertEqual(named["engine", "any"]["status"], "problem")

    def test_a_damaged_file_hides_nothing_else(self):
        (self.dir / "cb.db").write_bytes(b"no database" * 100)
        checks = self.doctor("--db", "cb.db", code=4)
        self.assertIn("is not a database of cb", checks["database", None]["found"])
        self.assertEqual(checks["spool", None]["status"], "ok")

    def test_project_files(self):
        good = self.project("good", 'repository = "https://example.org/a"\n[build]\nengine = "native"\n')
        wrong = self.project("wrong", 'repository = "x"\n[run]\nshmm = "4G"\nnumaa = "0"\n')
        os.mkfifo(self.root / "etc/cb/hangs.toml")
        start = time.monotonic()
        hangs = self.root / "etc/cb/hangs.toml"
        checks = self.doctor("--db", "cb.db", "--timeout", "2s", code=4)
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(checks["project", str(hangs)]["found"], f"{hangs}: no answer within 2 s")
        self.assertEqual(checks["project", str(good)]["status"], "ok")
        self.assertEqual(checks["spool", None]["status"], "ok")
        (self.root / "etc/cb/hangs.toml").unlink()
        checks = self.doctor("--db", "cb.db", code=4)
        self.assertIn('has no option "shmm"', checks["project", str(wrong)]["found"])
        self.assertIn("and 1 more", checks["project", str(wrong)]["found"])
        self.assertNotIn(("engine", "any"), checks)  # native
        only = self.doctor("--db", "cb.db", "--project", good, code=4)  # the database is not there
        self.assertNotIn(("project", str(wrong)), only)
        self.assertEqual(only["database", None]["status"], "problem")

    def test_the_engine_of_a_project(self):
        self.store("--db", "cb.db")
        self.project("a", f'repository = "/no/path"\nrepo = "{self.repository()}"\n[build]\nengine = "docker"\n')
        away = self.doctor("--db", "cb.db", code=4)
        self.assertEqual(away["engine", "docker"]["status"], "problem")
        self.assertNotEqual(away["engine", "podman"]["status"], "problem")
        self.use_docker()
        self.assertEqual(self.doctor("--db", "cb.db")["engine", "docker"]["found"], "answers")

    def test_spool(self):
        missing = "host=/nonexistent dbname=x user=x"
        self.store("--conn-info", missing, code=4)
        checks = self.doctor("--conn-info", missing, code=4)
        self.assertEqual(checks["spool", None]["status"], "warning")
        self.assertEqual(checks["spool", None]["figures"], {"waiting_files": 1, "refused_files": 0})
        (file,) = (self.dir / "data/cb/spool").glob("*/*.jsonl")
        file.rename(file.with_suffix(".refused"))
        checks = self.doctor("--conn-info", missing, code=4)
        self.assertEqual(checks["spool", None]["status"], "problem")
        self.assertIn(".refused", checks["spool", None]["found"])

    def test_for_prometheus(self):
        self.store("--db", "cb.db")
        target = self.dir / "cb.prom"
        target.write_text("old")
        done = self.run_cb("doctor", "--all", "--root", self.root, "--db", "cb.db", "--format", "openmetrics", "-o", target)
        self.assertEqual(done.out, "")
        lines = target.read_text().splitlines()
        self.assertEqual(lines[-1], "# EOF")
        for line in lines:
            self.assertTrue(line.startswith("# ") or SAMPLE.fullmatch(line), line)
        samples = [line for line in lines if not line.startswith("#")]
        self.assertEqual(len(set(line.rsplit(" ", 1)[0] for line in samples)), len(samples))
        text = "\n".join(lines)
        for sample in ('cb_check_status{check="database",subject="",status="ok"} 1',
                       f'cb_repository_last_success_age_seconds{{subject="{self.repository()}"}}', 'cb_spool_waiting_files{subject=""} 0'):
            self.assertIn(sample, text)
        self.assertEqual([path.name for path in self.dir.glob("*cb.prom*")], ["cb.prom"])
        # A problem is written, too, and what cannot be replaced is said.
        self.run_cb("doctor", "--all", "--root", self.root, "--db", "cb.db", "--max-age", "0s", "--format", "openmetrics",
                    "-o", target, code=1)
        self.assertIn('status="problem"} 1', target.read_text())
        self.run_cb("doctor", "-o", "no/directory/file", code=4)

    def systemctl(self, timers, services):
        """A systemd whose units have these properties: the real one cannot be started here."""
        (self.root / "run/systemd/system").mkdir(parents=True, exist_ok=True)
        units = {**timers, **services}
        program = self.dir / "bin/systemctl"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"""#!{sys.executable}
import fnmatch, sys
units = {units!r}
shown = []
for pattern in sys.argv[sys.argv.index("--") + 1:]:
    found = fnmatch.filter(units, pattern) if "*" in pattern else [pattern]
    shown += ["\\n".join(f"{{k}}={{v}}" for k, v in {{"Id": name, **units.get(name, {{"LoadState": "not-found",
              "ActiveState": "inactive", "UnitFileState": ""}})}}.items()) + "\\n" for name in found]
print("\\n".join(shown), end="")
""")
        program.chmod(0o755)
        self.env["PATH"] = f"{self.dir}/bin:{os.environ['PATH']}"

    def test_timers(self):
        loaded = {"LoadState": "loaded", "UnitFileState": "enabled", "ActiveState": "active"}
        success = {"Result": "success", "ExecMainStatus": "0", "ExecMainExitTimestamp": "Sun 2026-11-29 21:00:00 UTC"}
        for name in ("good", "failing", "missing", "fresh"):
            self.project(name, 'repository = "https://example.org/a"\n[build]\nengine = "native"\n')
        self.systemctl(
            {f"cb@{name}.timer": {**loaded, "Unit": f"cb@{name}.service"} for name in ("good", "failing", "fresh")} |
            {"cb@off.timer": {**loaded, "UnitFileState": "disabled", "ActiveState": "inactive", "Unit": "cb@off.service"}},
            {"cb@good.service": success, "cb@failing.service": {**success, "Result": "exit-code", "ExecMainStatus": "4"},
             "cb@fresh.service": {"Result": "success", "ExecMainStatus": "0", "ExecMainExitTimestamp": ""}})
        checks = self.doctor("--db", "cb.db", code=4)
        said = {subject: (check["status"], check["found"]) for (code, subject), check in checks.items() if code == "timer"}
        self.assertEqual(said["cb@good.timer"][0], "ok")
        self.assertEqual(said["cb@fresh.timer"], ("ok", "enabled; its service has not run since boot"))
        self.assertEqual(said["cb@failing.timer"][0], "problem")
        self.assertIn("exit-code, status 4", said["cb@failing.timer"][1])
        self.assertEqual(said["cb@missing.timer"], ("warning", "not installed"))
        self.assertEqual(said["cb@off.timer"], ("warning", "disabled, inactive"))
        self.assertEqual(said["cb-prune.timer"][0], "note")
        self.assertEqual(len(said), 6)

    def test_interrupted_while_a_probe_hangs(self):
        os.mkfifo(self.root / "etc/cb/hangs.toml")
        child = self.start("doctor", "--all", "--root", self.root, "--db", "cb.db", "--timeout", "60s")
        children = pathlib.Path(f"/proc/{child.pid}/task/{child.pid}/children")
        self.wait_until(lambda: children.read_text().split(), "the probes")
        time.sleep(1)
        copies = children.read_text().split()
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(10), 130)
        self.assertTrue(copies)
        for copy in copies:
            self.assertFalse(pathlib.Path("/proc", copy).exists())


class PostgresDoctorTest(bed.Case):
    doctor, store, jobs, repository, project = (
        DoctorTest.doctor, DoctorTest.store, DoctorTest.jobs, DoctorTest.repository, DoctorTest.project)

    def setUp(self):
        DoctorTest.setUp(self)
        self.server = postgres.Server(self)
        self.target = ["--conn-info", self.server.conninfo]

    def as_role(self, name, grants):
        bed.psql(self.server.conninfo, f"CREATE ROLE {name} LOGIN; {grants}")
        words = [word for word in self.server.conninfo.split() if not word.startswith("user=")]
        return ["--conn-info", " ".join([*words, f"user={name}"])]

    def test_schema_and_roles(self):
        empty = self.doctor(*self.target, code=None)
        self.assertEqual(empty["schema", None]["status"], "note")
        self.store(*self.target)
        owner = self.doctor(*self.target)
        self.assertEqual(owner["role", None]["status"], "warning")
        self.assertIn("owns the tables", owner["role", None]["found"])
        writer = self.as_role("writer", "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer")
        self.assertEqual(self.doctor(*writer)["role", None]["status"], "ok")
        self.store(*writer)  # what doctor says is true
        reader = self.as_role("reader", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        self.assertEqual(self.doctor(*reader)["role", None]["status"], "note")
        project = self.project("a", f'repository = "/x"\nrepo = "{self.repository()}"\n[build]\nengine = "native"\n')
        self.assertEqual(self.doctor(*reader, code=1)["role", None]["status"], "problem")
        project.unlink()
        bed.psql(self.server.conninfo, "REVOKE DELETE ON claim FROM writer")
        self.assertIn("may not write claim", self.doctor(*writer, code=None)["role", None]["found"])
        bed.psql(self.server.conninfo, "REVOKE SELECT ON job FROM writer")
        self.assertIn("may not read job", self.doctor(*writer, code=1)["role", None]["found"])
        bed.psql(self.server.conninfo, "DELETE FROM schema_migration WHERE version = (SELECT max(version) FROM schema_migration)")
        older = self.doctor(*self.target, code=None)
        self.assertEqual(older["schema", None]["status"], "problem")

    def test_claims(self):
        self.store(*self.target)
        statement = ("INSERT INTO claim (repository_id, work, commit_hash, config_name, pass, worker, holder, claimed_at, lease_ends_at) "
                     "SELECT id, 'w' || n, 'abc', 'default', 'p', 'bench-2', '', now() - interval '2 h', now() + n * interval '1 h' "
                     "FROM repository, (VALUES (-1), (1)) AS t (n)")
        bed.psql(self.server.conninfo, statement)
        claims = self.doctor(*self.target)["claims", None]
        self.assertEqual((claims["status"], claims["figures"]), ("warning", {"held_jobs": 1, "ended_jobs": 1}))
        self.assertIn("on bench-2", claims["found"])

    def test_the_server_hangs_or_is_away(self):
        self.store(*self.target)
        postmaster = int((self.server.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)
        try:
            start = time.monotonic()
            checks = self.doctor(*self.target, "--timeout", "3s", code=4)
            self.assertLess(time.monotonic() - start, 20)
        finally:
            os.kill(postmaster, signal.SIGCONT)
        for key in ("database", "repository", "claims"):
            self.assertEqual(checks[key, None]["found"], "no answer within 3 s")
        self.assertEqual(checks["spool", None]["status"], "ok")
        self.server.pg_ctl("stop", "-m", "fast")
        checks = self.doctor(*self.target, code=4)
        self.assertEqual(checks["database", None]["status"], "problem")
        done = self.run_cb("doctor", "--all", "--root", self.root, "--conn-info",
                           self.server.conninfo + " password=very-secret", code=4)
        self.assertNotIn("very-secret", done.out + done.err)
        self.assertTrue(done.out.startswith("The installation\n\nproblem  "), done.out[:200])


if __name__ == "__main__":
    unittest.main()
