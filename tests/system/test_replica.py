"""Readers use a streaming replica of PostgreSQL, and writers find the primary."""

import json
import unittest

import bed
import postgres
from test_server_faults import job


class Replicas(bed.Case):
    def info(self, *words):
        return json.loads(self.run_cb("store", "--info", "--json", "--conn-info", *words).out)

    def jobs(self, conninfo):
        return sorted({row["job"] for row in self.all_rows("--conn-info", conninfo)})

    def test_readers_use_a_replica_and_writers_the_primary(self):
        primary = postgres.Server(self)
        replica = postgres.Replica(self, primary)
        both = f"host={replica.socket},{primary.socket} port={replica.port},{primary.port} user=postgres dbname=cb"
        writer, reader = f"{both} target_session_attrs=read-write", f"{both} target_session_attrs=prefer-standby"

        # Before there is a schema.
        refused = self.run_cb("export", "--conn-info", reader, code=3)
        self.assertIn("is a standby whose schema is 0", refused.err)

        self.run_cb("store", "--conn-info", writer, stdin=job(0))
        self.wait_until(lambda: self.info(reader)["schema"]["version"] > 0, "the replica to follow")
        self.wait_until(lambda: len(self.info(reader)["repositories"]) == 1, "the replica to have the job")
        self.assertEqual(self.jobs(reader), ["j0"])
        self.assertIsNotNone(self.info(reader)["standby"])
        self.assertIsNone(self.info(writer)["standby"])
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--conn-info", reader).out)

        # A writer that finds only the replica keeps its jobs.
        refused = self.run_cb("store", "--conn-info", replica.conninfo, stdin=job(9), code=4)
        self.assertIn("read-only transaction", refused.err)
        refused = self.run_cb("store", "--conn-info", f"{replica.conninfo} target_session_attrs=read-write", code=4)
        self.assertIn("session is read-only", refused.err)

        # A replica that lags shows what it has, and says how old that is.
        bed.psql(replica.admin, "SELECT pg_wal_replay_pause()")
        self.run_cb("store", "--conn-info", writer, stdin=job(1))
        self.wait_until(lambda: self.info(reader)["standby"]["behind_s"] > 0, "the replica to lag")
        self.assertEqual(self.jobs(reader), ["j0"])
        self.assertIn("s behind its primary", self.run_cb("store", "--info", "--conn-info", reader).out)
        bed.psql(replica.admin, "SELECT pg_wal_replay_resume()")
        self.wait_until(lambda: self.jobs(reader) == ["j0", "j1"], "the replica to catch up")

        # The schema of an older cb.
        bed.psql(primary.conninfo, "DELETE FROM schema_migration WHERE version = (SELECT max(version) FROM schema_migration)")
        latest = self.info(writer)["schema"]["latest"]
        self.wait_until(lambda: self.info(reader)["schema"]["version"] < latest, "the replica to follow")
        refused = self.run_cb("export", "--conn-info", reader, code=3)
        self.assertIn(f"is a standby whose schema is {latest - 1}", refused.err)

        # Without its primary.
        primary.kill()
        self.wait_until(lambda: not self.info(reader)["standby"]["connected"], "the replica to notice")
        self.assertIn("not connected to its primary", self.run_cb("store", "--info", "--conn-info", reader).out)
        self.run_cb("store", "--conn-info", writer, stdin=job(2), code=4)


if __name__ == "__main__":
    unittest.main()
