"""The services of compose/, built from the base image of the tests and started by docker-compose in the private daemon."""

import http.client
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess

import engine
from engine import ROOT, bed

import yaml

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    """One below the range from which the kernel takes ports by itself."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def make_base_image(case):
    words = [HERE / "base-image", case.cb, bed.BASE_IMAGE]
    env = dict(os.environ, DOCKER_HOST=case.env["DOCKER_HOST"])  # whose cache is that of the user
    return subprocess.run(words, env=env, check=True, stdout=subprocess.PIPE, text=True, timeout=900).stdout.strip()


class System:
    """One installation, with its own directory, project name and port. `contexts` has what its images are built from."""

    def __init__(self, case, contexts=None):
        self.case, self.name = case, bed.make_directory("cb-compose").name
        self.place = pathlib.Path("/var/tmp", self.name)
        case.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.compose, self.port, self.contexts = self.place / "compose", free_port(), contexts or self.place
        shutil.copytree(ROOT / "compose", self.compose, ignore=shutil.ignore_patterns("secrets", "projects", "*.env", ".env"))
        subprocess.run([self.compose / "setup"], check=True, capture_output=True)
        self.write_test_file()
        self.env = {k: v for k, v in case.env.items() if not k.startswith("COMPOSE_")}
        self.env.update(
            COMPOSE_PROJECT_NAME=self.name,
            COMPOSE_FILE=str(self.compose / "test.yml"),
            CB_BASE="cb-compose-base",
            CB_CONTEXT=str(self.contexts),
            CB_TAG="test",
            CB_WEB_LISTEN=f"127.0.0.1:{self.port}",
            CB_DOCKER_SOCKET=case.env["DOCKER_HOST"].removeprefix("unix://"),
            CB_INTERVAL="1",
            CB_LOG_DRIVER="json-file",
            GRAPHQL_STATEMENT_TIMEOUT_MS="5000",
        )
        case.addCleanup(self.run, "down", "-v", "-t", "5", "--remove-orphans", check=False)

    def write_test_file(self):
        """The file of the repository, but the private daemon has no bridge: web and the pipeline use the network of the host."""
        described = yaml.safe_load((self.compose / "docker-compose.yml").read_text())
        services = described["services"]
        del services["web"]["ports"]
        services["web"]["network_mode"] = services["pipeline"]["network_mode"] = "host"
        services["graphql"]["build"]["context"] = str(self.contexts / "graphql-context")  # whose packages the other images need not be sent
        (self.compose / "test.yml").write_text(yaml.safe_dump(described))

    def make_contexts(self):
        """What the images are built from: an installation of cb, and the server of GraphQL with its packages."""
        build = pathlib.Path(self.case.cb).parent
        words = ["cmake", "--install", build, "--prefix", self.place / "package"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=120)
        context = self.place / "graphql-context"
        unneeded = shutil.ignore_patterns("include", "share", "installed")
        shutil.copytree(engine.install(), context / "graphql", symlinks=True, ignore=unneeded)
        shutil.copytree(self.compose, context / "compose", ignore=shutil.ignore_patterns("secrets"))
        (self.place / ".dockerignore").write_text("graphql-context\ncompose/secrets\ncompose/projects\n")

    def run(self, *words, check=True, stdin=None, timeout=300):
        done = subprocess.run(["docker-compose", *words], cwd=self.compose, env=self.env, input=stdin, capture_output=True, timeout=timeout)
        if check and done.returncode:
            raise AssertionError(f"docker-compose {words}: {done.stdout[-3000:]!r} {done.stderr[-3000:].decode()}\n{self.logs()}")
        return done.stdout

    def logs(self):
        done = subprocess.run(["docker-compose", "logs", "--no-color", "--tail=40"], cwd=self.compose, env=self.env, capture_output=True, text=True, timeout=60)
        return done.stdout

    def ids(self):
        """Of all containers, running or not, by the name of the service."""
        words = ["docker", "ps", "-a", "--no-trunc", "--filter", f"label=com.docker.compose.project={self.name}", "--format", '{{.Label "com.docker.compose.service"}} {{.ID}}']
        done = subprocess.run(words, check=True, capture_output=True, text=True, env=self.env, timeout=60)
        return dict(line.split() for line in done.stdout.splitlines())

    def inspect(self, service):
        done = subprocess.run(["docker", "inspect", self.ids()[service]], check=True, capture_output=True, text=True, env=self.env, timeout=60)
        return json.loads(done.stdout)[0]

    def kill(self, service):
        """Kills the process, as the kernel does if memory runs out. docker is not told, so it starts it again."""
        bed.kill(self.inspect(service)["State"]["Pid"])

    @property
    def key(self):
        return (self.compose / "secrets/graphql-key").read_text().strip()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, query=None, **words):
        return engine.ask(self.connection(), query, **{"key": self.key, **words})

    def get(self, path, **headers):
        return engine.send(self.connection(), "GET", path, **headers)

    def is_healthy(self):
        try:
            return self.get("/health").status == 200
        except OSError:
            return False

    def wait(self):
        self.case.wait_until(self.is_healthy, f"the services\n{self.logs}", seconds=120)

    def sql(self, statement, role=None, user="postgres"):
        words = ["exec", "-T", "-u", user, "database", "psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", "/run/postgresql", "-d", "cb", "-c", statement]
        return self.run(*words, *(["-U", role] if role else [])).decode().strip()

    def refused_sql(self, statement, role, user):
        try:
            self.sql(statement, role, user)
        except AssertionError as error:
            return re.sub(r"\s+", " ", str(error))
        raise AssertionError(f"{role} may: {statement}")
