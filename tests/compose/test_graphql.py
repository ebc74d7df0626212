"""The GraphQL server alone, with a private PostgreSQL: what it answers, and what it refuses."""

import asyncio
import json
import re
import subprocess
import sys
import time
import unittest

import engine
from engine import KEY, bed

import postgres

REPOSITORY = 'filter: { repository: { equalTo: "mirage/index" } }'


def history(case):
    """Manifests of two repositories, one of them with hostile names."""
    words = [sys.executable, "-B", str(bed.ROOT / "tests/browser/history.py"), "60"]
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60, env=case.env).stdout


def fill(case, conn_info):
    """Stores them, and returns the URI of the role that may only read the views."""
    case.run_cb("store", "--conn-info", conn_info, stdin=history(case), code=None)
    bed.psql(conn_info, "DO $$ BEGIN CREATE ROLE cb_test_read LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    case.run_cb("store", "--conn-info", conn_info, "--grant-read", "cb_test_read")
    return engine.uri_of(conn_info, "cb_test_read")


class GraphQL(bed.Case):
    """Tests that share a store and a server."""

    @classmethod
    def setUpClass(cls):
        engine.install()
        cls.shared = bed.Case("run_cb")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        cls.database = bed.make_database(cls.shared)
        cls.uri = fill(cls.shared, cls.database)
        cls.server = engine.Engine(cls.shared, cls.uri)

    def ask(self, query=None, **words):
        return self.server.ask(query, **words)

    def data(self, query=None, **words):
        answer = self.ask(query, **words)
        self.assertEqual(answer.status, 200, answer)
        self.assertNotIn("errors", answer.body, answer)
        return answer.body["data"]

    def refused(self, code, query, status=400, **words):
        answer = self.ask(query, **words)
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        self.assertNotIn("data", answer.body)

    def sql(self, statement):
        words = ["psql", "-X", "-At", "-d", self.database, "-c", statement]
        return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    def test_answers_are_those_of_the_views(self):
        got = self.data(f"{{ results({REPOSITORY}) {{ totalCount aggregates {{ sum {{ value }} }} }} }}")["results"]
        count, total = self.sql("SELECT count(*), sum(value) FROM results WHERE repository = 'mirage/index'").split("|")
        self.assertEqual(got["totalCount"], int(count))
        self.assertAlmostEqual(float(got["aggregates"]["sum"]["value"]), float(total), delta=1e-6 * abs(float(total)))
        expected = self.sql("SELECT job, status, verdict FROM jobs WHERE repository = 'mirage/index' ORDER BY job").splitlines()
        jobs = self.data(f"{{ jobs(first: 1000, orderBy: JOB_ASC, {REPOSITORY}) {{ nodes {{ job status verdict }} }} }}")["jobs"]["nodes"]
        self.assertEqual(["|".join([job["job"], job["status"], job["verdict"] or ""]) for job in jobs], expected)

    def test_pages_meet(self):
        query = "query ($after: Cursor) { results(first: 70, after: $after, orderBy: VALUE_DESC, %s) { nodes { seriesId jobId } pageInfo { hasNextPage endCursor } } }"
        seen, after = [], None
        while True:
            page = self.data(query % REPOSITORY, variables={"after": after})["results"]
            seen += [(node["jobId"], node["seriesId"]) for node in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(len(seen), int(self.sql("SELECT count(*) FROM results WHERE repository = 'mirage/index'")))

    def test_samples_are_in_the_order_printed(self):
        query = f"{{ results(first: 5, {REPOSITORY}) {{ nodes {{ seriesId jobId n samples(first: 100) {{ nodes {{ number value }} }} }} }} }}"
        for result in self.data(query)["results"]["nodes"]:
            numbers = [int(sample["number"]) for sample in result["samples"]["nodes"]]
            self.assertEqual(numbers, list(range(1, int(result["n"]) + 1)))

    def test_names_of_strangers_are_only_text(self):
        names = {node["repository"] for node in self.data("{ jobs(first: 1000) { nodes { repository } } }")["jobs"]["nodes"]}
        (hostile,) = names - {"mirage/index"}
        self.assertIn("<script>", hostile)
        got = self.data("query ($name: String!) { jobs(filter: {repository: {equalTo: $name}}) { totalCount } }", variables={"name": hostile})
        self.assertGreater(got["jobs"]["totalCount"], 0)
        for name in ("' OR true --", "\\'; DROP TABLE job; --", "%", "\u0000"):
            answer = self.ask("query ($name: String!) { jobs(filter: {repository: {equalTo: $name}}) { totalCount } }", variables={"name": name})
            self.assertFalse((answer.body.get("data") or {}).get("jobs") and answer.body["data"]["jobs"]["totalCount"], answer)

    def test_queries_of_the_page(self):
        page = (bed.ROOT / "docs/graphql.md").read_text()
        found = re.findall(r"```graphql\n(.*?)```(?:\n\n```json\n(.*?)```)?", page, re.S)
        self.assertGreater(len(found), 9)
        for query, variables in found:
            with self.subTest(query=query):
                data = self.data(query, variables=json.loads(variables or "{}"))
                (view,) = data.values()
                rows = view.get("nodes", view.get("groupedAggregates"))
                self.assertTrue(rows, data)

    def test_clients_of_current_bench(self):
        page = (bed.ROOT / "docs/graphql.md").read_text()
        (request,) = re.findall(r"-d '(\{\s+\"documentId.*?)'\n```", page, re.S)
        request = json.loads(request)
        request["variables"].update(startDate="2025-01-01T00:00:00Z", endDate="2027-01-01T00:00:00Z")
        rows = self.data(**request)["benchmarks"]
        keys = {"version", "run_at", "commit", "test_name", "test_index", "metrics", "run_job_id", "worker", "docker_image"}
        self.assertEqual({frozenset(row) for row in rows}, {frozenset(keys)})
        self.assertEqual([row["run_at"] for row in rows], sorted(row["run_at"] for row in rows))
        expected = self.sql(
            "SELECT count(DISTINCT (job_id, test)) FROM results JOIN jobs USING (repository_id, job_id) WHERE results.repository = 'mirage/index'"
            " AND benchmark = 'index' AND jobs.worker = 'bench-1' AND jobs.status = 'ok' AND jobs.pull_number IS NULL"
        )
        self.assertEqual(len(rows), int(expected))
        metric = next(metric for row in rows for metric in row["metrics"] if metric["name"] == "time")
        self.assertEqual(set(metric), {"name", "description", "value", "units", "trend", "lines"})
        self.assertEqual((metric["units"], metric["trend"]), ("ms", "lower-is-better"))
        self.assertLessEqual(metric["value"]["min"], metric["value"]["avg"])

        pull = {**request["variables"], "pullNumber": 11, "isMaster": False, "worker": None, "dockerImage": None, "comparisonLimit": 2}
        answer = self.data(documentId="current-bench/benchmarks", variables=pull)
        self.assertEqual(len({row["commit"] for row in answer["benchmarks"]}), 1)
        self.assertEqual(len({row["run_job_id"] for row in answer["comparisonBenchmarks"]}), 2)

        (last,) = self.data(documentId="current-bench/last-commit", variables={"repoId": "mirage/index", "pullNumber": 11, "isMaster": False})["lastCommitInfo"]
        self.assertEqual((last["pull_number"], last["failed"], last["success"]), (11, False, True))
        self.refused("PERSISTED_QUERY_NOT_FOUND", None, documentId="../server.mjs", variables={})

    def test_key(self):
        for key in (None, "", "x", KEY[:-1], KEY + "x", KEY.upper(), f"{KEY} {KEY}"):
            answer = self.ask("{ __typename }", key=key)
            self.assertEqual(answer.status, 401, (key, answer))
            self.assertIn("Bearer", answer.headers["www-authenticate"])
            self.assertNotIn("data", answer.body)
        for authorization in (f"Basic {KEY}", KEY, f"Bearer{KEY}"):
            answer = self.server.send(body='{"query":"{ __typename }"}', Content_Type="application/json", Authorization=authorization)
            self.assertEqual(answer.status, 401, authorization)
        self.assertEqual(self.data("{ __typename }"), {"__typename": "Query"})
        self.assertGreater(len(self.data("{ __schema { types { name } } }")["__schema"]["types"]), 20)

    def test_what_a_request_must_be(self):
        good = json.dumps({"query": "{ __typename }"})
        authorization = f"Bearer {KEY}"
        for status, method, path, body, kind in (
            (405, "GET", "/graphql?query={__typename}", None, "application/json"),
            (405, "OPTIONS", "/graphql", None, "application/json"),
            (415, "POST", "/graphql", good, "text/plain"),
            (415, "POST", "/graphql", good, "application/x-www-form-urlencoded"),
            (400, "POST", "/graphql", "{", "application/json"),
            (400, "POST", "/graphql", "null", "application/json"),
            (400, "POST", "/graphql", f"[{good}]", "application/json"),
            (400, "POST", "/graphql", '{"query": 1}', "application/json"),
            (400, "POST", "/graphql", '{"query": "{ __typename }", "variables": []}', "application/json"),
            (413, "POST", "/graphql", json.dumps({"query": "#" * 200_000}), "application/json"),
            (404, "GET", "/", None, "application/json"),
            (404, "GET", "/server.mjs", None, "application/json"),
            (200, "POST", "/graphql", good, "application/json; charset=utf-8"),
        ):
            answer = self.server.send(method, path, body, Content_Type=kind, Authorization=authorization, Origin="https://example.org")
            self.assertEqual(answer.status, status, (method, path, kind, answer))
            self.assertEqual([name for name in answer.headers if name.startswith("access-control")], [])

    def test_only_reads(self):
        self.refused("NO_OPERATION", "mutation { createJob(input: {}) { clientMutationId } }")
        self.refused("NO_OPERATION", "subscription { jobs { totalCount } }")
        names = {field["name"] for field in self.data("{ __schema { queryType { fields { name } } } }")["__schema"]["queryType"]["fields"]}
        self.assertEqual(names, {"jobs", "failures", "results", "latest", "history", "seriesOverview", "samples"})
        self.assertIsNone(self.data("{ __schema { mutationType { name } } }")["__schema"]["mutationType"])

    def test_too_deep(self):
        nested = "totalCount"
        for _ in range(4):
            nested = f"nodes {{ run {{ results(first: 1) {{ {nested} }} }} }}"
        self.refused("TOO_DEEP", f"{{ results(first: 1) {{ {nested} }} }}")

    def test_too_wide(self):
        self.refused("TOO_WIDE", "{" + " ".join(f"a{n}: __typename" for n in range(600)) + "}")
        # Fragments that double: a few lines, a million fields.
        bomb = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(20))
        started = time.monotonic()
        self.refused("TOO_WIDE", f"{{ ...f0 }} {bomb} fragment f20 on Query {{ __typename }}")
        pages = bomb.replace("on Query", "on ResultConnection")
        self.refused("TOO_WIDE", f"{{ results {{ ...f0 }} }} {pages} fragment f20 on ResultConnection {{ totalCount }}")
        self.assertLess(time.monotonic() - started, 10)
        cycle = self.ask("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }")
        self.assertEqual(cycle.status, 400, cycle)
        self.assertEqual(self.ask("{" + "x " * 6_000 + "}").status, 400)

    def test_too_many_rows(self):
        self.refused("NO_PAGE_SIZE", "{ results { nodes { test } } }")
        self.refused("NO_PAGE_SIZE", "{ results { ...a } } fragment a on ResultConnection { edges { cursor } }")
        self.refused("NO_PAGE_SIZE", "query ($n: Int) { results(first: $n) { nodes { test } } }")
        self.refused("TOO_MANY_ROWS", "{ results(first: 1000000) { nodes { test } } }")
        self.refused("TOO_MANY_ROWS", "query ($n: Int) { results(first: $n) { nodes { test } } }", variables={"n": 30_000})
        self.refused("TOO_MANY_ROWS", "{ results(first: 1, last: 1000000) { nodes { test } } }")
        self.refused("TOO_MANY_ROWS", "{ jobs(first: 200) { nodes { results(first: 200) { nodes { test } } } } }")
        self.refused("TOO_MANY_ROWS", "{ jobs(first: 100) { nodes { results { aggregates { sum { value } } } } } }")
        self.assertEqual(self.ask("{ samples { groupedAggregates(groupBy: [VALUE]) { keys } } }").status, 400)
        self.assertEqual(self.ask("query ($n: Int = 3) { jobs(first: $n) { nodes { job } } }").code, "NO_PAGE_SIZE")
        self.assertEqual(len(self.data("{ jobs(first: 3) { nodes { job } } }")["jobs"]["nodes"]), 3)

    def test_without_a_key(self):
        server = engine.Engine(self, self.uri, GRAPHQL_KEY="")
        self.assertIn("without a key", server.output())
        self.assertEqual(server.ask("{ jobs { totalCount } }", key=None).status, 200)
        self.assertEqual(server.ask("{ __schema { types { name } } }", key=None).code, "NO_INTROSPECTION")
        self.assertEqual(server.ask("{ ...a } fragment a on Query { t: __type(name: \"Job\") { name } }", key=None).code, "NO_INTROSPECTION")

    def test_a_key_that_cannot_be_used(self):
        key = self.dir / "key"
        for content, words in (("", "16 to 256"), ("short\n", "16 to 256"), (None, "no such file"), ("has a space in the middle\n", "16 to 256")):
            if content is not None:
                key.write_text(content)
            server = engine.Engine(self, self.uri, wait=False, GRAPHQL_KEY="", GRAPHQL_KEY_FILE=key)
            self.assertEqual(server.child.wait(30), 2)
            self.assertIn(words, server.output())
            key.unlink(missing_ok=True)
        both = engine.Engine(self, self.uri, wait=False, GRAPHQL_KEY_FILE=key)
        self.assertEqual(both.child.wait(30), 2)
        number = engine.Engine(self, self.uri, wait=False, GRAPHQL_MAX_DEPTH="-1")
        self.assertEqual(number.child.wait(30), 2)
        self.assertIn("GRAPHQL_MAX_DEPTH", number.output())

    def test_too_slow(self):
        key = self.dir / "key"
        key.write_text(KEY + "\n")
        server = engine.Engine(self, self.uri, GRAPHQL_KEY="", GRAPHQL_KEY_FILE=key, GRAPHQL_STATEMENT_TIMEOUT_MS=300)
        holder = subprocess.Popen(["psql", "-X", "-q", "-d", self.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, holder)
        holder.stdin.write("BEGIN; LOCK TABLE job IN ACCESS EXCLUSIVE MODE; \\echo locked\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), "locked\n")
        started = time.monotonic()
        answer = server.ask("{ jobs { totalCount } }")
        self.assertLess(time.monotonic() - started, 10)
        self.assertEqual(answer.code, "TOO_SLOW", answer)
        self.assertEqual(answer.body["errors"][0]["message"], "the query took too long")
        holder.stdin.write("ROLLBACK; \\q\n")
        holder.stdin.close()
        holder.wait(30)
        self.assertEqual(server.ask("{ jobs { totalCount } }").status, 200)

    def test_many_at_once(self):
        server = engine.Engine(self, self.uri, GRAPHQL_MAX_REQUESTS=50, GRAPHQL_CONNECTIONS=4)
        body = json.dumps({"query": f"{{ latest({REPOSITORY}) {{ totalCount }} }}"})
        request = (
            f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        ).encode()

        async def one(_):
            reader, writer = await asyncio.open_unix_connection(str(server.socket))
            writer.write(request)
            text = await asyncio.wait_for(reader.read(), 120)
            writer.close()
            return int(text.split()[1])

        async def everyone():
            return await asyncio.gather(*(one(n) for n in range(400)))

        statuses = asyncio.run(everyone())
        self.assertEqual(set(statuses), {200, 503})
        self.assertEqual(server.ask("{ __typename }").status, 200)
        self.assertNotIn(KEY, server.output())

    def test_database_away(self):
        database = postgres.Server(self)
        server = engine.Engine(self, fill(self, database.conninfo))
        count = server.ask("{ jobs { totalCount } }").body
        self.assertEqual(server.send("GET", "/health").status, 200)
        database.pg_ctl("-m", "immediate", "stop")
        answer = server.ask("{ jobs { totalCount } }")
        self.assertEqual((answer.status, answer.code), (503, "DATABASE_AWAY"), answer)
        health = server.send("GET", "/health")
        self.assertEqual((health.status, health.text), (503, '{"status":"the database is away"}'))
        self.assertNotIn(str(database.socket), answer.text)
        database.pg_ctl("start")
        self.wait_until(lambda: server.send("GET", "/health").status == 200, "the server to connect again")
        self.assertEqual(server.ask("{ jobs { totalCount } }").body, count)
        self.assertNotIn(KEY, server.output())
        server.child.terminate()
        self.assertEqual(server.child.wait(30), 0)

        nothing = engine.Engine(self, "postgresql:///cb?host=/nowhere&user=x:secret", wait=False)
        self.assertEqual(nothing.child.wait(60), 1)
        self.assertIn("could not start", nothing.output())


if __name__ == "__main__":
    unittest.main()
