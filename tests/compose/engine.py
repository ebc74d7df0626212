"""The GraphQL server of graphql/, with the packages of its lock file."""

import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/system"))
SOURCE = ROOT / "graphql"
KEY = "a-key-of-the-tests-0123456789"

import bed  # noqa: E402


def install():
    """The directory of the server with its packages, which is kept between runs of the tests."""
    place = pathlib.Path(bed.need("CB_TEST_GRAPHQL"))
    place.mkdir(parents=True, exist_ok=True)
    stamp, lock = place / "installed", (SOURCE / "package-lock.json").read_text()
    for path in SOURCE.iterdir():
        if path.name == "node_modules":
            continue
        (shutil.copytree if path.is_dir() else shutil.copy)(path, place / path.name, **({"dirs_exist_ok": True} if path.is_dir() else {}))
    if not stamp.exists() or stamp.read_text() != lock:
        stamp.unlink(missing_ok=True)
        words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(words, cwd=place, check=True, timeout=300)
        stamp.write_text(lock)
    return place


class Connection(http.client.HTTPConnection):
    """HTTP through a socket in the file system."""

    def __init__(self, path, timeout=60):
        super().__init__("localhost", timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text
        self.body = json.loads(text) if "json" in headers.get("content-type", "") else None

    @property
    def code(self):
        """Of its first error."""
        return (self.body or {}).get("errors", [{}])[0].get("extensions", {}).get("code")

    def __repr__(self):
        return f"{self.status} {self.text[:1500]}"


def send(connection, method="POST", path="/graphql", body=None, **headers):
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode())
    connection.close()
    return answer


def ask(connection, query=None, key=KEY, **members):
    body = json.dumps({"query": query, **members} if query is not None else members)
    authorization = {"Authorization": f"Bearer {key}"} if key is not None else {}
    return send(connection, body=body, Content_Type="application/json", **authorization)


class Engine:
    """A running server. It listens at a socket in the test's directory."""

    def __init__(self, case, conn_info, wait=True, **environment):
        self.place = pathlib.Path(bed.need("CB_TEST_GRAPHQL"))
        directory = bed.make_directory("cb-graphql")
        case.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        self.socket, self.log = directory / "s", directory / "log"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GRAPHQL", "PG"))}
        env.update(GRAPHQL_CONN_INFO=conn_info, GRAPHQL_LISTEN=str(self.socket), GRAPHQL_KEY=KEY)
        env.update({name: str(value) for name, value in environment.items()})
        env = {k: v for k, v in env.items() if v != ""}
        (node,) = self.place.glob("node_modules/node-linux-*/bin/node")
        with self.log.open("w") as log:
            self.child = subprocess.Popen(
                [node, "server.mjs"], cwd=self.place, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        case.addCleanup(self.stop)
        if wait:
            deadline = lambda: "listening" in self.output() or self.child.poll() is not None
            case.wait_until(deadline, "the server to listen")
            case.assertIsNone(self.child.poll(), self.output())

    def output(self):
        return self.log.read_text()

    def stop(self):
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(30)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait(10)

    def ask(self, query=None, **words):
        return ask(Connection(self.socket), query, **words)

    def send(self, *words, **more):
        return send(Connection(self.socket), *words, **more)


def uri_of(conn_info, role):
    """A connection string of libpq as the URI of the server."""
    words = dict(word.split("=", 1) for word in conn_info.split())
    return f"postgresql:///{words['dbname']}?host={words['host']}&port={words['port']}&user={role}"
