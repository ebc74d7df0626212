"""Data that cb store reports as stored survives a kill of the server, regardless of the server's own syncs."""

import pathlib
import signal
import subprocess
import unittest

import bed


class Durable(bed.Case):
    def server(self, action):
        words = [bed.ROOT / "scripts/bed/postgres", action, self.place]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def start_server(self):
        """Returns the connection string of the superuser."""
        return self.server("start").splitlines()[0]

    def kill_server(self):
        """Kills all of its processes at once: a postmaster that sees one die would still write its data."""
        data = pathlib.Path(self.place) / "pg/data"
        postmaster = int((data / "postmaster.pid").read_text().split()[0])
        bed.kill(postmaster, signal.SIGSTOP)
        children = pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in [*map(int, children), postmaster]:
            bed.kill(pid)
        self.wait_until(lambda: not any(map(bed.first_word, [*map(int, children), postmaster])), "the server to be gone")
        (data / "postmaster.pid").unlink()  # it may not be reaped yet, and then the next server considers it alive

    def setUp(self):
        super().setUp()
        self.place = str(bed.make_directory("cb-durable"))
        pathlib.Path(self.place).chmod(0o755)
        self.addCleanup(lambda: self.server("remove"))

    def test_killed_server_that_does_not_sync_keeps_what_was_stored(self):
        server = self.start_server()
        bed.psql(server, "ALTER SYSTEM SET synchronous_commit = off")
        bed.psql(server, "ALTER SYSTEM SET wal_writer_delay = '10s'")
        bed.psql(server, "SELECT pg_reload_conf()")
        self.run_cb("store", "--conn-info", server)
        bed.psql(server, "CHECKPOINT")
        result = '{"results": [{"name": "b", "metrics": [{"name": "t", "value": 1, "units": "ms"}]}]}'
        job = self.run_cb("parse", "--repo", "r", stdin=result).out
        stored = self.run_cb("store", "--conn-info", server, "--pass", stdin=job)
        self.assertEqual(len(stored.manifests()), 1)
        self.kill_server()
        self.assertEqual(len(self.all_rows("--conn-info", self.start_server())), 1)


if __name__ == "__main__":
    unittest.main()
