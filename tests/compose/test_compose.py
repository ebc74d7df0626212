"""The services of compose/ together: from a commit to the answers about it, what is refused, and what survives."""

import re
import subprocess
import unittest

import system
from engine import ROOT, bed
from test_server_faults import job

STEADY = {
    "bench.Dockerfile": f"FROM {bed.BASE_IMAGE}\nCOPY . /src\nWORKDIR /src\n",
    "Makefile": "bench:\n\t@cat numbers.json\n",
}
PROJECT = """repository = "steady"

[watch]
all = true
"""


def numbers(value):
    return f'{{"name":"steady","results":[{{"name":"t","metrics":[{{"name":"time","value":[{value},{value}.5],"units":"ms","trend":"lower-is-better"}}]}}]}}\n'


class Compose(bed.Case):
    """Tests of one installation, which share it: each leaves it running."""

    @classmethod
    def setUpClass(cls):
        case = cls.case = bed.Case("run_cb")
        case.setUp()
        cls.addClassCleanup(case.doCleanups)
        case.use_docker()
        system.make_base_image(case)
        cls.system = system.System(case)
        cls.system.make_contexts()
        cls.system.run("build", timeout=600)
        cls.add_project()
        cls.socket = cls.system.place / "socket"
        cls.system.env.update(COMPOSE_PROFILES="pipeline", CB_DATABASE_SOCKET=str(cls.socket))
        cls.system.run("up", "-d")
        cls.system.wait()
        case.wait_until(lambda: cls.count() == 2, "the pipeline to store two jobs", seconds=180)

    def setUp(self):
        super().setUp()
        self.use_docker()

    @classmethod
    def add_project(cls):
        commits = [{**STEADY, "numbers.json": numbers(n)} for n in (3, 4)]
        repository = cls.case.make_repository("steady", commits)
        projects = cls.system.compose / "projects"
        repository.rename(projects / "steady")
        (projects / "steady.toml").write_text(PROJECT)

    @classmethod
    def count(cls):
        answer = cls.system.ask("{ jobs { totalCount } }")
        return answer.body["data"]["jobs"]["totalCount"] if answer.status == 200 else None

    def rows(self, its=None):
        query = "{ results(first: 100, orderBy: [COMMIT_HASH_ASC, TEST_ASC, METRIC_ASC], filter: { benchmark: { equalTo: \"steady\" } })"
        answer = (its or self.system).ask(query + " { nodes { repository commitHash test metric value n unit run { status job } } } }")
        self.assertEqual(answer.status, 200, answer)
        return answer.body["data"]["results"]["nodes"]

    def test_answers_of_its_own_pipeline(self):
        rows = self.rows()
        self.assertEqual(sorted(row["value"] for row in rows), [3.25, 4.25])
        self.assertEqual({(row["n"], row["unit"], row["run"]["status"]) for row in rows}, {("2", "ms", "ok")})

    def test_the_report_in_a_browser(self):
        self.wait_until(lambda: b"steady" in self.page(), "the report to show the repository")
        self.assertEqual(self.system.get("/.cb-report").status, 404)
        self.assertEqual(self.system.get("/../secrets/graphql-key").status, 400)
        self.assertEqual(self.system.get("/").headers["cache-control"], "no-cache")

    def page(self):
        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.dir}/chromium", "--virtual-time-budget=10000"]
        return subprocess.run(
            [*words, "--dump-dom", f"http://127.0.0.1:{self.system.port}/"], capture_output=True, timeout=120, env=self.env
        ).stdout

    def test_key(self):
        for key in (None, "", "wrong", self.system.key[:-1]):
            self.assertEqual(self.system.ask("{ jobs { totalCount } }", key=key).status, 401)
        self.assertEqual(self.system.ask("{ jobs { totalCount } }").status, 200)

        # A new one.
        old, file = self.system.key, self.system.compose / "secrets/graphql-key"
        file.write_text("another-key-0123456789\n")
        self.system.run("restart", "-t", "5", "graphql")
        self.system.wait()
        self.assertEqual(self.system.ask("{ jobs { totalCount } }", key=old).status, 401)
        self.assertEqual(self.system.ask("{ jobs { totalCount } }").status, 200)

    def test_password_of_the_report(self):
        file = self.system.compose / "secrets/passwords"
        hashed = subprocess.run(["openssl", "passwd", "-apr1", "correct horse"], check=True, capture_output=True, text=True).stdout
        file.write_text(f"ada:{hashed}")
        self.system.run("restart", "-t", "5", "web")
        self.system.wait()
        self.assertEqual(self.system.get("/").status, 401)
        self.assertEqual(self.system.get("/data/index.js").status, 401)
        self.assertEqual(self.system.get("/", Authorization="Basic YWRhOmNvcnJlY3QgaG9yc2U=").status, 200)
        self.assertEqual(self.system.ask("{ jobs { totalCount } }").status, 200)
        self.assertEqual(self.system.ask("{ jobs { totalCount } }", key=None).status, 401)
        file.write_text("")
        self.system.run("restart", "-t", "5", "web")
        self.system.wait()
        self.assertEqual(self.system.get("/").status, 200)

    def test_what_each_role_may(self):
        owners = self.system.sql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        self.assertEqual(owners, "cb_owner")
        connected = set(self.system.sql("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'cb' AND usename <> 'postgres'").split())
        self.assertLessEqual(connected, {"cb_read", "cb_report", "cb_write"})
        # Nobody is who the kernel says that he is not.
        for role, user in (("cb_owner", "0"), ("cb_owner", "cb-graphql"), ("cb_write", "cb-graphql"), ("cb_report", "cb-graphql"), ("postgres", "0"), ("cb_write", "cb-report")):
            self.assertIn("Peer authentication failed", self.system.refused_sql("SELECT 1", role, user))
        self.assertEqual(self.system.sql("SELECT count(*) >= 2 FROM jobs", "cb_read", "cb-graphql"), "t")
        for statement, role, user in (
            ("SELECT * FROM job", "cb_read", "cb-graphql"),
            ("SELECT * FROM log", "cb_read", "cb-graphql"),
            ("CREATE TABLE x (y int)", "cb_read", "cb-graphql"),
            ("SET default_transaction_read_only = off; DELETE FROM job", "cb_report", "cb-report"),
            ("DROP TABLE job CASCADE", "cb_write", "0"),
            ("CREATE TABLE x (y int)", "cb_write", "0"),
            ("ALTER TABLE job ADD x int", "cb_write", "0"),
        ):
            self.assertRegex(self.system.refused_sql(statement, role, user), "permission denied|must be owner")

    def test_a_pipeline_on_the_host(self):
        conn_info = f"host={self.socket} dbname=cb user="
        self.run_cb("store", "--conn-info", conn_info + "cb_write", stdin=job(7))
        self.assertEqual(self.system.sql("SELECT count(*) FROM jobs WHERE job = 'j7'"), "1")
        self.system.sql("DELETE FROM job WHERE job = 'j7'")
        refused = self.run_cb("store", "--migrate", "--conn-info", conn_info + "cb_owner", code=4)
        self.assertIn("Peer authentication failed", refused.err)

    def test_no_secret_is_shown(self):
        key = self.system.key
        self.system.ask("{ jobs { totalCount } }", key="a-wrong-key-0123456789")
        shown = {"logs": self.system.logs(), "config": self.system.run("config").decode(), "page": self.system.get("/").text}
        for service, container in self.system.ids().items():
            words = ["docker", "inspect", container]
            shown[f"inspect {service}"] = subprocess.run(words, check=True, capture_output=True, text=True, env=self.system.env).stdout
            for command in ("top", "diff"):
                words = ["docker", command, container]
                shown[f"{command} {service}"] = subprocess.run(words, capture_output=True, text=True, env=self.system.env).stdout
        for place, text in shown.items():
            self.assertNotIn(key, text, place)
            self.assertNotIn("a-wrong-key", text, place)
        self.assertEqual((self.system.compose / "secrets").stat().st_mode & 0o777, 0o700)
        networks = {service: self.system.inspect(service)["HostConfig"]["NetworkMode"] for service in ("database", "graphql", "report", "migrate")}
        self.assertEqual(set(networks.values()), {"none"}, networks)

    def test_too_much_is_refused(self):
        self.assertEqual(self.system.ask("{ results(first: 1000000) { nodes { test } } }").code, "TOO_MANY_ROWS")
        body = '{"query": "' + "#" * 200_000 + '"}'
        self.assertEqual(system.engine.send(self.system.connection(), body=body, Content_Type="application/json").status, 413)
        self.assertEqual(self.system.ask("{ __typename }").status, 200)

    def test_engine_killed(self):
        self.system.kill("graphql")
        # The report goes on; what asks meanwhile is told.
        statuses = set()

        def is_back():
            statuses.add(self.system.ask("{ jobs { totalCount } }").status)
            self.assertEqual(self.system.get("/").status, 200)
            return 200 in statuses and 503 in statuses

        self.wait_until(is_back, "the engine to be started again")
        self.assertEqual(statuses, {200, 503})

    def test_database_away(self):
        rows = self.rows()
        self.system.run("stop", "-t", "30", "database")
        answer = self.system.ask("{ jobs { totalCount } }")
        self.assertEqual((answer.status, answer.code), (503, "DATABASE_AWAY"))
        self.assertEqual(self.system.get("/health").status, 503)
        self.assertEqual(self.system.get("/").status, 200)
        self.wait_until(lambda: "the pass ended with status 4" in self.system.logs(), "the pipeline to say so")
        self.system.run("start", "database")
        self.system.wait()
        self.system.kill("database")  # as if the power had failed
        self.wait_until(lambda: not self.system.is_healthy(), "the database to be gone")
        self.system.wait()
        self.assertEqual(self.rows(), rows)
        for service in ("report", "pipeline", "graphql"):
            self.assertEqual(self.system.inspect(service)["State"]["Status"], "running")

    def test_up_twice_and_down(self):
        rows = self.rows()
        before = self.system.ids()
        self.system.run("up", "-d")
        self.assertEqual(self.system.ids(), before)
        subprocess.run([self.system.compose / "setup"], check=True, capture_output=True)
        self.system.run("down", "-t", "30")
        self.assertEqual(self.system.ids(), {})
        self.system.run("up", "-d")
        self.system.wait()
        self.assertEqual(self.rows(), rows)
        self.assertEqual(self.count(), 2)

    def test_upgrade(self):
        # A schema of the cb before this one: without the last migration, which replaced these views.
        version = self.system.sql("SELECT max(version) FROM schema_migration")
        self.assertEqual(version, "14", "undo the last migration here")
        views = "results, latest, history, series_overview, samples".split(", ")
        before = (ROOT / "sql/postgres/006_views.sql").read_text()
        old = [re.search(rf"CREATE VIEW {view} AS.*?;", before, re.DOTALL).group() for view in views]
        undo = [f"DROP VIEW renamed_series, {', '.join(views)}", *old, "DELETE FROM schema_migration WHERE version = 14"]
        rows = self.rows()
        self.system.sql("; ".join(["SET ROLE cb_owner", *(statement.rstrip(";") for statement in undo)]))
        self.system.run("up", "-d")
        self.system.wait()
        self.assertEqual(self.system.sql("SELECT max(version) FROM schema_migration"), version)
        self.assertEqual(self.system.sql("SELECT count(*) FROM renamed_series", "cb_write", "0"), "0")
        self.assertEqual(self.system.inspect("migrate")["State"]["ExitCode"], 0)
        self.wait_until(lambda: self.rows() == rows, "the rows that the reader may read again")

    def test_other_major_version(self):
        words = ["run", "--rm", "-T", "--entrypoint", "", "database", "bash", "-c", "echo 9 >/tmp/v; mkdir -p /tmp/d/data; cp /tmp/v /tmp/d/data/PG_VERSION; sed 's,^home=.*,home=/tmp/d,' /usr/local/bin/start >/tmp/start; bash /tmp/start"]
        done = subprocess.run(["docker-compose", *words], cwd=self.system.compose, env=self.system.env, capture_output=True, text=True, timeout=120)
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stdout + done.stderr, r"the data is of PostgreSQL 9, and this image has \d+")

    def test_backup_is_restored_elsewhere(self):
        rows = self.rows()
        dump = self.system.run("exec", "-T", "-u", "postgres", "database", "pg_dump", "-Fc", "cb")
        fresh = system.System(self, self.system.contexts)
        fresh.run("up", "-d", "database")
        self.wait_until(lambda: fresh.inspect("database")["State"]["Health"]["Status"] == "healthy", "the new database")
        restore = ["pg_restore", "--no-owner", "--no-acl", "--role=cb_owner", "--exit-on-error", "-d", "cb"]
        fresh.run("exec", "-T", "-u", "postgres", "database", *restore, stdin=dump)
        fresh.run("up", "-d")
        fresh.wait()
        self.assertEqual(self.rows(fresh), rows)
        self.assertNotEqual(fresh.key, self.system.key)
        self.assertEqual(fresh.ask("{ jobs { totalCount } }", key=self.system.key).status, 401)
        self.assertIn(b"nothing is wrong", fresh.run("run", "--rm", "-T", "migrate", "cb", "store", "--check"))
        self.assertEqual(fresh.sql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"), "cb_owner")
        self.assertEqual(fresh.sql("INSERT INTO repository (name, digest) SELECT 'x', digest FROM repository WHERE false", "cb_write", "0"), "INSERT 0 0")
        self.wait_until(lambda: "steady" in fresh.get("/data/index.js").text, "the report of the restored data")

    def test_every_variable_is_described(self):
        used = set(re.findall(r"\$\{([A-Z_]+)", (bed.ROOT / "compose/docker-compose.yml").read_text()))
        described = set(re.findall(r"^#([A-Z_]+)=", (bed.ROOT / "compose/.env.example").read_text(), re.M))
        self.assertEqual(used | {"COMPOSE_PROFILES"}, described)


if __name__ == "__main__":
    unittest.main()
