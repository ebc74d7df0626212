"""PostgreSQL that fails in every way: cb store loses nothing, stores nothing twice, and ends with 4."""

import json
import subprocess
import tempfile
import unittest

import bed
import postgres


def job(number, series=1, samples=1):
    """A manifest with that many results."""
    results = [
        {"benchmark": "b", "test": f"t{i}", "metric": "m", "unit": "ms", "values": [number + i / 8] * samples}
        for i in range(series)
    ]
    source = {"repo": "r", "commit": f"{number:040x}", "position": number + 1}
    parse = {"format": "cb", "found": series}
    manifest = {"cb": 1, "job": f"j{number}", "status": "ok", "source": source, "parse": parse, "results": results}
    return json.dumps(manifest) + "\n"


class ServerFaults(bed.Case):
    def check_stored(self, server, count, series=1):
        """What was kept is stored now: each of the first `count` jobs once, and whole."""
        self.run_cb("store", "--conn-info", server)
        self.assertEqual(list(self.dir.glob("data/cb/spool/*/*")), [])
        rows = self.all_rows("--conn-info", server)
        seen = sorted((row["job"], row["test"]) for row in rows)
        self.assertEqual(seen, sorted((f"j{n}", f"t{i}") for n in range(count) for i in range(series)))
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--conn-info", server).out)

    def refuse(self, server, number, message):
        refused = self.run_cb("store", "--conn-info", server, stdin=job(number), code=4)
        self.assertIn(message, refused.err)
        self.assertIn("is kept in", refused.err)

    def test_server_that_is_locked_read_only_or_full(self):
        server = postgres.Server(self)
        self.run_cb("store", "--conn-info", server.conninfo, stdin=job(0))

        bed.psql(server.admin, "ALTER DATABASE cb SET lock_timeout = '500ms'")
        lock = server.hold("BEGIN; LOCK TABLE job")
        self.refuse(server.conninfo, 1, "lock timeout")
        postgres.release(lock)
        self.check_stored(server.conninfo, 2)

        bed.psql(server.admin, "ALTER DATABASE cb SET default_transaction_read_only = on")
        self.refuse(server.conninfo, 2, "read-only transaction")
        self.assertEqual(len(self.all_rows("--conn-info", server.conninfo)), 2)
        bed.psql(server.admin, "ALTER DATABASE cb RESET default_transaction_read_only")
        self.check_stored(server.conninfo, 3)

        server.set(max_connections=4, superuser_reserved_connections=1)
        server.pg_ctl("restart", "-m", "fast")
        sessions = [server.hold("SELECT 1 WHERE false") for _ in range(4)]
        self.refuse(server.conninfo, 3, "too many clients")
        for session in sessions:
            postgres.release(session)
        self.check_stored(server.conninfo, 4)

    def test_certificate_of_the_wrong_authority(self):
        server = postgres.Server(self)
        for name in ("right", "wrong"):
            words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
            files = ["-keyout", self.dir / f"{name}.key", "-out", self.dir / f"{name}.crt"]
            subprocess.run([*words, "-addext", "subjectAltName=DNS:localhost", *files], check=True, capture_output=True)
        for kind in ("key", "crt"):
            file = server.data / f"server.{kind}"
            file.write_bytes((self.dir / f"right.{kind}").read_bytes())
            file.chmod(0o600)
            postgres.give_to_owner(file, server.data)
        server.set(ssl="on")
        password = (server.place / "pg.password").read_text().strip()
        where = f"host=localhost hostaddr=127.0.0.1 port={server.port} user=cb password={password} dbname=cb"

        def conninfo(authority, host="localhost"):
            return f"{where.replace('localhost', host)} sslmode=verify-full sslrootcert={self.dir}/{authority}.crt"

        self.refuse(conninfo("wrong"), 0, "certificate verify failed")
        self.check_stored(conninfo("right"), 1)
        refused = self.run_cb("store", "--conn-info", conninfo("right", "otherhost"), stdin=job(1), code=4)
        self.assertIn('does not match host name "otherhost"', refused.err)
        self.assertNotIn(password, refused.err)

    def test_server_that_is_killed_or_restarted_in_the_middle_of_a_batch(self):
        server = postgres.Server(self)
        self.run_cb("store", "--conn-info", server.conninfo)
        jobs, series = 40, 100
        everything = "".join(job(number, series) for number in range(jobs)).encode()

        def fail():
            server.kill()
            server.pg_ctl("start")

        for interrupt in (fail, lambda: server.pg_ctl("restart", "-m", "fast")):
            with tempfile.TemporaryFile() as file:
                file.write(everything)
                file.seek(0)
                store = self.start("store", "--conn-info", server.conninfo, stdin=file)
                server.wait_for_load()
                interrupt()
                store.communicate(timeout=120)
            self.assertEqual(store.returncode, 4)
            self.check_stored(server.conninfo, jobs, series)
            bed.psql(server.conninfo, "TRUNCATE repository CASCADE")

    def test_server_whose_disk_is_full(self):
        place = bed.make_directory("cb-full")
        self.addCleanup(place.rmdir)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "cb-test", place], check=True)
        self.addCleanup(subprocess.run, ["umount", place], check=True)
        server = postgres.Server(self, place / "server")
        self.run_cb("store", "--conn-info", server.conninfo, stdin=job(0, 50, 50))
        bed.psql(server.conninfo, "CHECKPOINT")
        filler = place / "filler"
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            except OSError:
                pass
        stdin = "".join(job(number, 50, 50) for number in range(1, 10))
        full = self.run_cb("store", "--conn-info", server.conninfo, stdin=stdin, code=4)
        self.assertIn("is kept in", full.err)
        filler.unlink()
        if postgres.as_owner(postgres.programs() / "pg_ctl", "-D", server.data, "status", check=False).returncode:
            server.pg_ctl("start")  # it ends if it cannot write its log
        self.run_cb("store", "--conn-info", server.conninfo)
        self.assertEqual(len(self.all_rows("--conn-info", server.conninfo)), 10 * 50 * 50)
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", "--conn-info", server.conninfo).out)


if __name__ == "__main__":
    unittest.main()
