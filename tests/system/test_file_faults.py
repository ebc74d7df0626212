"""An SQLite file that fails: cb store loses nothing, stores nothing twice, and ends with 4."""

import os
import random
import subprocess
import tempfile
import time
import unittest

import bed
from test_server_faults import job


class FileFaults(bed.Case):
    def check_stored(self, database, jobs, series):
        self.run_cb("store", "--db", database)
        rows = self.all_rows("--db", database)
        self.assertEqual(len(rows), jobs * series)
        self.assertEqual(len({(row["job"], row["test"]) for row in rows}), jobs * series)
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--db", database).out)

    def test_file_on_a_full_disk(self):
        place = bed.make_directory("cb-full")
        self.addCleanup(place.rmdir)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "cb-test", place], check=True)
        self.addCleanup(subprocess.run, ["umount", place], check=True)
        database = place / "x.db"
        stdin = "".join(job(number, 100, 10) for number in range(110))
        full = self.run_cb("store", "--db", database, stdin=stdin, code=4)
        self.assertIn("disk is full", full.err)
        self.assertIn("is kept in", full.err)
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        self.run_cb("store", "--db", database)
        self.assertEqual(len(self.all_rows("--db", database)), 110 * 100 * 10)
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--db", database).out)

    def test_two_writers_of_one_file(self):
        stdin = "".join(job(number, 20) for number in range(300)).encode()
        backwards = b"".join(reversed(stdin.splitlines(keepends=True)))
        stores = []
        for text in (stdin, backwards):
            file = tempfile.TemporaryFile()  # pylint: disable=consider-using-with
            self.addCleanup(file.close)
            file.write(text)
            file.seek(0)
            stores.append(self.start("store", "--db", "x.db", stdin=file))
        for store in stores:
            _, err = store.communicate(timeout=120)
            self.assertEqual(store.returncode, 0, err)
        self.check_stored("x.db", 300, 20)

    def test_writer_that_is_killed_in_a_commit(self):
        """CB_TEST_KILLS: how often, 6 by default."""
        jobs, series = 40, 200
        stdin = "".join(job(number, series) for number in range(jobs))
        self.run_cb("store", "--db", "x.db")
        source = random.Random(1)
        killed = 0
        for _ in range(int(os.environ.get("CB_TEST_KILLS", "6"))):
            with tempfile.TemporaryFile() as file:
                file.write(stdin.encode())
                file.seek(0)
                store = self.start("store", "--db", "x.db", stdin=file)
                # The journal exists from the first change until the commit is complete.
                self.wait_until(
                    lambda: (self.dir / "x.db-journal").exists() or store.poll() is not None, "a transaction"
                )
                time.sleep(source.random() * 0.03)
                store.kill()  # unless it has ended
                store.communicate(timeout=60)
                killed += store.returncode < 0
            rows = self.all_rows("--db", "x.db")  # of whole batches
            self.assertIn(len(rows), (0, jobs * series))
            self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--db", "x.db").out)
            subprocess.run(["sqlite3", self.dir / "x.db", "PRAGMA foreign_keys = ON; DELETE FROM job"], check=True)
        self.assertGreater(killed, 0)
        self.run_cb("store", "--db", "x.db", stdin=stdin)
        self.check_stored("x.db", jobs, series)


if __name__ == "__main__":
    unittest.main()
