"""PostgreSQL servers that a test may stop, kill and copy. tests/unit/store has those that only need a database."""

import os
import pathlib
import signal
import subprocess

import bed

SCRIPT = bed.ROOT / "scripts/bed/postgres"


def programs():
    """The directory of initdb and pg_ctl."""
    given = os.environ.get("CB_POSTGRES_BIN")
    found = pathlib.Path("/usr/lib/postgresql").glob("*/bin")
    return pathlib.Path(given) if given else max(found, key=lambda path: float(path.parent.name))


def as_owner(*words, check=True):
    """Runs a program as the user of the servers, who is not root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *map(str, words)], capture_output=True, text=True, timeout=120, cwd="/")
    if check and done.returncode:
        raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
    return done


def give_to_owner(path, like):
    if os.geteuid() == 0:
        facts = like.stat()
        os.chown(path, facts.st_uid, facts.st_gid)


class Server:
    """A server of its own that syncs, with the empty database cb."""

    def __init__(self, case, place=None):
        self.case = case
        self.place = pathlib.Path(place or bed.make_directory("cb-server"))
        self.place.mkdir(exist_ok=True)
        self.place.chmod(0o755)
        self.data, self.socket = self.place / "pg/data", self.place / "pg/socket"
        case.addCleanup(self.script, "remove")
        self.conninfo = self.script("start").splitlines()[0]
        self.port = (self.data / "postmaster.pid").read_text().split("\n")[3]
        self.admin = self.conninfo.replace("dbname=cb", "dbname=postgres")

    def script(self, action):
        done = subprocess.run([SCRIPT, action, self.place], capture_output=True, text=True, timeout=120)
        self.case.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def pg_ctl(self, *words):
        """Keeps the port, so that a connection string stays valid."""
        options = f"-p {self.port} -k {self.socket}"
        log = self.place / "pg/server.log"
        return as_owner(programs() / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", 60, "-o", options, *words)

    def set(self, **settings):
        for name, value in settings.items():
            bed.psql(self.admin, f"ALTER SYSTEM SET {name} = '{value}'")
        bed.psql(self.admin, "SELECT pg_reload_conf()")

    def kill(self):
        """Kills all of its processes at once: a postmaster that sees one die would still write its data."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        bed.kill(postmaster, signal.SIGSTOP)
        children = pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        pids = [*map(int, children), postmaster]
        for pid in pids:
            bed.kill(pid)
        self.case.wait_until(lambda: not any(map(bed.first_word, pids)), "the server to be gone")
        # It may not be reaped yet, and then the next server considers it alive.
        for lock in (self.data / "postmaster.pid", self.socket / f".s.PGSQL.{self.port}.lock"):
            lock.unlink()

    def wait_for_load(self):
        """Returns while cb is loading rows."""
        bed.psql(
            self.conninfo,
            "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_stat_clear_snapshot(); EXIT WHEN EXISTS (SELECT 1 FROM "
            "pg_stat_activity WHERE application_name = 'cb' AND state = 'active' AND query LIKE 'COPY measurement%'); "
            "PERFORM pg_sleep(0.001); END LOOP; END $$",
        )

    def hold(self, statement):
        """A session that has run the statement and stays open until its standard input is closed."""
        words = ["psql", "-X", "-q", "-t", "-A", "-d", self.conninfo]
        session = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.case.addCleanup(self.case.end, session)
        session.stdin.write(f"{statement};\nSELECT 'held';\n")
        session.stdin.flush()
        self.case.assertEqual(session.stdout.readline(), "held\n")
        return session


def release(session):
    session.communicate(timeout=60)


class Replica(Server):
    """A server that follows another one by streaming replication."""

    def __init__(self, case, primary):  # pylint: disable=super-init-not-called
        self.case, self.primary = case, primary
        self.place = bed.make_directory("cb-replica")
        self.place.chmod(0o755)
        case.addCleanup(self.script, "remove")
        self.data, self.socket = self.place / "pg/data", self.place / "pg/socket"
        for path in (self.place / "pg", self.socket):
            path.mkdir()
            give_to_owner(path, primary.data)
        source = ["-h", primary.socket, "-p", primary.port, "-U", "postgres"]
        as_owner(programs() / "pg_basebackup", *source, "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        self.port = primary.port  # of another socket; it does not listen on TCP
        self.conninfo = primary.conninfo.replace(str(primary.socket), str(self.socket))
        self.admin = self.conninfo.replace("dbname=cb", "dbname=postgres")
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.socket}'\n")
        self.pg_ctl("start")
