"""cb report --watch: the site follows its store, which may go away meanwhile."""

import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

import bed
import postgres

HISTORY = bed.ROOT / "tests/cli/history.py"
SECONDS = 30  # the machine may be busy; on an idle one it is less than 3


class WatchCase:
    """What both databases do. `target` are the options that name the store, `reader` those of a role that may only read."""

    def setUp(self):
        super().setUp()
        history = subprocess.run([sys.executable, HISTORY], check=True, capture_output=True, text=True).stdout
        self.jobs = history.splitlines(keepends=True)
        self.site = self.dir / "site"
        self.assets = self.dir / "assets"
        self.assets.mkdir()
        for name in ("index.html", "app.js", "app.css"):
            (self.assets / name).write_text(name)
        self.make_store()
        self.store(0, 10)

    def store(self, first, last):
        self.run_cb("store", *self.target, stdin="".join(self.jobs[first:last]), code=None)

    def watch(self):
        errors = (self.dir / "errors").open("ab")
        self.addCleanup(errors.close)
        self.child = subprocess.Popen(
            [self.cb, "report", "--watch", *map(str, self.reader), "--assets", self.assets, "-o", self.site],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=self.env, cwd=self.dir)
        self.addCleanup(self.end, self.child)
        return self.child

    def errors(self):
        return (self.dir / "errors").read_text()

    def commits(self):
        """How many commits the first page names; 0 without a site."""
        index = self.site / "data/index.js"
        if not index.exists():
            return 0
        text = index.read_text()
        data = json.loads(text[text.index("{"):text.rindex("}") + 1])
        return sum(repository["commits"] for repository in data["repositories"])

    def expect(self, commits):
        self.wait_until(lambda: self.commits() == commits, f"{commits} commits, not {self.commits()}: {self.errors()}", SECONDS)

    def stop(self, number=signal.SIGTERM, seconds=5):
        self.child.send_signal(number)
        self.assertEqual(self.child.wait(seconds), 128 + number)

    def test_new_results_appear(self):
        self.watch()
        self.expect(10)
        for last in (12, 15):
            self.store(last - 3, last)
            self.expect(last)
        self.assertNotIn("warning", self.errors())
        self.assertIn("written", self.errors())
        self.stop()
        self.assertEqual(list(self.site.glob("**/*.new")), [])

    def test_what_changes_nothing_writes_nothing(self):
        self.watch()
        self.expect(10)
        before = {path: path.stat().st_mtime_ns for path in self.site.rglob("*") if path.is_file()}
        self.store(0, 10)
        time.sleep(4)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.site.rglob("*") if path.is_file()}, before)
        self.assertEqual(self.errors().count("written"), 1)
        self.stop(signal.SIGINT)

    def test_killed_and_started_again(self):
        """Killed at many moments of an update; the next one completes the site, and nothing is left of the killed one."""
        for moment in range(8):
            self.watch()
            time.sleep(0.05 + moment * 0.06)
            pid = self.child.pid
            copies = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            self.child.kill()
            self.child.wait(10)
            self.wait_until(lambda found=copies: not any(pathlib.Path("/proc", copy).exists() for copy in found),
                            "the update to end with its parent", 10)
            self.store(10 + moment, 11 + moment)
        self.watch()
        self.expect(18)
        self.stop()
        once = self.dir / "once"
        self.run_cb("report", *self.reader, "--assets", self.assets, "-o", once, "--no-cache")
        names = {path.relative_to(once) for path in once.rglob("*") if not path.name.startswith(".cb-report")}
        self.assertEqual(
            {path.relative_to(self.site) for path in self.site.rglob("*") if not path.name.startswith(".cb-report")}, names)
        for name in names:
            if (once / name).is_file():
                self.assertEqual((once / name).read_bytes(), (self.site / name).read_bytes(), name)

    def test_ended_at_any_moment(self):
        for moment in range(8):
            shutil.rmtree(self.site, ignore_errors=True)
            self.watch()
            self.wait_until(self.catches_term, "the handler", 10)
            time.sleep(moment * 0.05)
            self.stop()

    def catches_term(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
        return caught >> (signal.SIGTERM - 1) & 1

    def test_a_full_disk_of_the_site(self):
        """A directory that cannot be written is warned of once; the site is complete when it can be."""
        self.watch()
        self.expect(10)
        blocker = self.site / ".cb-report.new"  # the name of each file until it is complete
        blocker.mkdir()
        self.store(10, 12)
        self.wait_until(lambda: "stays as it is" in self.errors(), "the warning", SECONDS)
        self.store(12, 13)
        time.sleep(4)
        self.assertEqual(self.errors().count("warning"), 1)
        blocker.rmdir()
        self.expect(13)
        self.wait_until(lambda: "up to date again" in self.errors(), "the message", SECONDS)
        self.stop()


class SqliteTest(WatchCase, bed.Case):
    def make_store(self):
        self.target = self.reader = ["--db", "cb.db"]

    def test_the_file_goes_and_returns(self):
        self.watch()
        self.expect(10)
        (self.dir / "cb.db").rename(self.dir / "away.db")
        self.wait_until(lambda: "stays as it is" in self.errors(), "the warning", SECONDS)
        time.sleep(4)
        self.assertEqual(self.errors().count("warning"), 1)
        self.run_cb("store", "--db", "away.db", stdin="".join(self.jobs[10:14]), code=None)
        (self.dir / "away.db").rename(self.dir / "cb.db")
        self.expect(14)
        self.stop()

    def test_a_file_that_is_not_there_ends_it(self):
        self.assertIn("there is no such database", self.run_cb("report", "--watch", "--db", "no.db", code=2).err)

    def test_a_file_that_may_only_be_read(self):
        bed.share_with_everybody(self)
        (self.dir / "cb.db").chmod(0o444)
        done = subprocess.run(
            ["timeout", "-s", "TERM", "6", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", self.cb, "report",
             "--watch", "--db", "cb.db", "--assets", "assets", "-o", "nobody/site"],
            env=dict(self.env, HOME=f"{self.dir}/nobody", XDG_CACHE_HOME=f"{self.dir}/nobody", XDG_DATA_HOME=f"{self.dir}/nobody"),
            cwd=self.dir, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 124, done.stderr)
        self.assertNotIn("warning", done.stderr)
        self.assertTrue((self.dir / "nobody/site/index.html").exists())

    def test_a_writer_that_holds_the_file(self):
        """An update waits for a lock of up to ten seconds, and may be ended meanwhile."""
        self.watch()
        self.expect(10)
        holder = subprocess.Popen([sys.executable, "-c", (
            "import sqlite3, sys\ndb = sqlite3.connect('cb.db', isolation_level=None)\ndb.execute('BEGIN EXCLUSIVE')\n"
            "db.execute('UPDATE repository SET name = name')\nprint(flush=True)\nsys.stdin.read()\n")],
            cwd=self.dir, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self.end, holder)
        holder.stdout.readline()
        os.utime(self.dir / "cb.db")
        time.sleep(3)
        self.stop(seconds=5)


class PostgresTest(WatchCase, bed.Case):
    def make_store(self):
        database = bed.make_database(self)
        self.target = ["--conn-info", database]
        self.run_cb("store", "--migrate", *self.target)
        role = f"cb_reader_{os.getpid()}"
        bed.psql(database, f"CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        self.addCleanup(bed.psql, bed.need("CB_TEST_PG"), f"DROP ROLE IF EXISTS {role}")
        self.addCleanup(bed.psql, database, f"DROP OWNED BY {role}")
        words = [word for word in database.split() if not word.startswith("user=")]
        self.reader = ["--conn-info", " ".join([*words, f"user={role}", "options='-c default_transaction_read_only=on'"])]

    def test_what_people_say_is_announced(self):
        listener = subprocess.Popen(
            ["psql", "-X", "-d", self.target[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, listener)
        listener.stdin.write("LISTEN cb_change;\n")
        listener.stdin.flush()
        self.assertEqual(listener.stdout.readline(), "LISTEN\n")

        def heard():
            listener.stdin.write("SELECT 'asked';\n")
            listener.stdin.flush()
            lines = []
            while "(1 row)" not in lines:
                lines.append(listener.stdout.readline().strip())
            listener.stdout.readline()
            return sum("cb_change" in line for line in lines)

        def notified():
            """psql tells after the next command."""
            return heard() + heard()

        self.store(0, 10)
        self.assertEqual(notified(), 0)
        self.store(10, len(self.jobs))
        self.assertGreaterEqual(notified(), 1)
        slower = hashlib.sha1(b"31").hexdigest()  # history.py
        self.run_cb("triage", slower, "--as", "expected", "--reason", "known", *self.target)
        self.assertGreaterEqual(notified(), 1)


class ServerTest(bed.Case):
    """With a server of its own, which is stopped, killed and frozen."""

    watch, errors, commits, expect, stop, store = (
        WatchCase.watch, WatchCase.errors, WatchCase.commits, WatchCase.expect, WatchCase.stop, WatchCase.store)

    def setUp(self):
        super().setUp()
        self.server = postgres.Server(self)
        self.target = self.reader = ["--conn-info", self.server.conninfo]
        self.jobs = subprocess.run(
            [sys.executable, HISTORY], check=True, capture_output=True, text=True).stdout.splitlines(keepends=True)
        self.site, self.assets = self.dir / "site", self.dir / "assets"
        self.assets.mkdir()
        for name in ("index.html", "app.js", "app.css"):
            (self.assets / name).write_text(name)
        self.store(0, 10)

    def test_the_server_is_restarted_and_killed(self):
        self.watch()
        self.expect(10)
        for number, away in enumerate((lambda: self.server.pg_ctl("stop", "-m", "fast"), self.server.kill)):
            away()
            self.wait_until(lambda n=number: self.errors().count("stays as it is") == n + 1, "the warning", SECONDS)
            time.sleep(3)
            self.assertEqual(self.errors().count("warning"), number + 1, self.errors())
            self.server.pg_ctl("start")
            self.store(10 + number, 11 + number)
            self.expect(11 + number)
            self.wait_until(lambda n=number: self.errors().count("up to date again") == n + 1, "the message", SECONDS)
        self.stop()

    def test_ended_while_the_server_is_away_or_frozen(self):
        self.watch()
        self.expect(10)
        self.server.pg_ctl("stop", "-m", "fast")
        self.wait_until(lambda: "stays as it is" in self.errors(), "the warning", SECONDS)
        self.stop()
        self.server.pg_ctl("start")
        postmaster = int((self.server.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)
        try:
            self.watch()
            time.sleep(2)
            self.stop()
        finally:
            os.kill(postmaster, signal.SIGCONT)

    def test_started_before_the_server(self):
        self.server.pg_ctl("stop", "-m", "fast")
        self.watch()
        self.wait_until(lambda: "stays as it is" in self.errors(), "the warning", SECONDS)
        self.server.pg_ctl("start")
        self.expect(10)
        self.stop()

    def test_a_standby(self):
        replica = postgres.Replica(self, self.server)
        self.reader = ["--conn-info", replica.conninfo]
        self.watch()
        self.expect(10)
        self.store(10, 13)
        self.expect(13)
        self.assertNotIn("warning", self.errors())
        self.stop()


if __name__ == "__main__":
    unittest.main()
