"""Shared by the system tests: the cb under test, its private services, repositories, and waiting.

scripts/test sets the environment; scripts/bed/ starts the services manually.
"""

import array
import csv
import fcntl
import hashlib
import io
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import termios
import time
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/manifest.schema.json").read_text())
BASE_IMAGE = os.environ.get("CB_TEST_BASE_IMAGE", "cb-base:bookworm")


def need(variable):
    """The variable's value. Without the corresponding service, the test fails; it is never skipped."""
    value = os.environ.get(variable)
    if not value:
        raise AssertionError(f"{variable} is not set: run the tests with scripts/test")
    return value


def make_directory(prefix):
    """A new directory, whose name may be part of the name of an image, a host or a database.

    tempfile's names are not: they may have "_" at any place, which docker and podman refuse at the end of a word.
    """
    place = pathlib.Path("/var/tmp", f"{prefix}-{secrets.token_hex(4)}")
    place.mkdir(mode=0o700)
    return place


class Finished:
    """A program that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out[-2000:]}\n--- stderr\n{self.err[-2000:]}"

    def manifests(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def manifest(self):
        (line,) = self.out.splitlines()
        return json.loads(line)


class Case(unittest.TestCase):
    """A test with its own directory, and with home directories other than the user's."""

    maxDiff = None

    def setUp(self):
        self.cb = need("CB")
        self.dir = make_directory("cb-test")
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("CB_", "XDG_", "PG"))}
        self.env.pop("CB", None)
        self.env.update(
            HOME=str(self.dir),
            XDG_CACHE_HOME=str(self.dir / "cache"),
            XDG_DATA_HOME=str(self.dir / "data"),
            CB_LOCK_DIR=str(self.dir / "locks"),
            GIT_CONFIG_GLOBAL="/dev/null",
            GIT_CONFIG_NOSYSTEM="1",
        )

        self.no_engine()

    def use_docker(self):
        self.no_engine()
        self.program = "docker"
        self.env["DOCKER_HOST"] = need("CB_TEST_DOCKER_HOST")
        self.env["DOCKER_BUILDKIT"] = "0"  # the builder that every docker has

    def use_buildkit(self):
        """The other builder of docker. Since docker 23, it is a plugin of the client; before, it was part of it."""
        self.use_docker()
        self.env["DOCKER_BUILDKIT"] = "1"
        for client in (shutil.which("docker"), "/usr/bin/docker"):
            version = subprocess.check_output([client, "--version"], text=True, env=self.env)
            plugin = subprocess.run([client, "buildx", "version"], capture_output=True, env=self.env)
            if plugin.returncode == 0 or int(version.split()[2].split(".")[0]) < 23:
                break
        else:
            raise AssertionError("no docker has BuildKit: run scripts/install-deps test")
        (self.dir / "client").mkdir()
        (self.dir / "client/docker").symlink_to(client)
        self.env["PATH"] = f"{self.dir}/client:{self.env['PATH']}"

    def use_podman(self):
        self.no_engine()
        self.program = "podman"
        directory = need("CB_TEST_PODMAN")
        self.env["CONTAINERS_CONF"] = f"{directory}/containers.conf"
        self.env["CONTAINERS_STORAGE_CONF"] = f"{directory}/storage.conf"

    def no_engine(self):
        """Neither docker nor podman answers."""
        self.env["DOCKER_HOST"] = f"unix://{self.dir}/no-daemon.sock"
        self.env["CONTAINERS_CONF"] = f"{self.dir}/no-containers.conf"

    def use_image(self, program):
        """For tests of the base image with either engine."""
        {"docker": self.use_docker, "podman": self.use_podman}[program]()
        self.image = ["--engine", program, "--image", BASE_IMAGE]

    def start(self, *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE):
        """Starts cb in its own process group."""
        child = subprocess.Popen(
            [self.cb, *map(str, words)],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=self.env,
            cwd=self.dir,
            start_new_session=True,
        )
        self.addCleanup(self.end, child)
        return child

    @staticmethod
    def end(child):
        if child.poll() is None:
            child.kill()
        child.wait(30)
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream:
                stream.close()

    def run_cb(self, *words, stdin="", code=0, timeout=300):
        """Runs cb to its end and checks its exit code (None: any)."""
        done = subprocess.run(
            [self.cb, *map(str, words)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.env,
            cwd=self.dir,
            timeout=timeout,
        )
        finished = Finished(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))
        if code is not None:
            self.assertEqual(finished.code, code, f"cb {words}: {finished}")
        return finished

    def shell(self, script, code=0, timeout=300):
        """Runs a line of shell, as a user would, with cb on PATH. The exit status is that of the whole pipeline."""
        env = dict(self.env, PATH=f"{pathlib.Path(self.cb).parent}:{self.env['PATH']}")
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", script], capture_output=True, env=env, cwd=self.dir, timeout=timeout
        )
        finished = Finished(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))
        if code is not None:
            self.assertEqual(finished.code, code, f"{script}: {finished}")
        return finished

    def run_script(self, script, *words, code=1):
        """Runs a line of shell in the sandbox of the image under test."""
        done = self.run_cb("run", *self.image, *words, "--", "/bin/sh", "-c", script, code=code)
        (manifest,) = self.check_schema(done)
        return manifest

    def engine(self, *words):
        """The program of the engine under test."""
        return subprocess.run(
            [self.program, *words], check=True, capture_output=True, text=True, env=self.env, timeout=120
        ).stdout.strip()

    def check_schema(self, finished):
        """Every line of the output is a valid manifest according to docs/manifest.schema.json."""
        validator = jsonschema.Draft202012Validator(SCHEMA)
        manifests = finished.manifests()
        self.assertTrue(manifests)
        for manifest in manifests:
            errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(manifest)]
            self.assertEqual(errors, [])
        return manifests

    def git(self, repository, *words):
        return subprocess.run(
            ["git", "-C", str(repository), *words],
            check=True,
            capture_output=True,
            text=True,
            env=dict(
                self.env,
                GIT_AUTHOR_NAME="A",
                GIT_AUTHOR_EMAIL="a@example.org",
                GIT_COMMITTER_NAME="A",
                GIT_COMMITTER_EMAIL="a@example.org",
            ),
        ).stdout.strip()

    def make_repository(self, name, commits):
        """A git repository with a commit for each dictionary of files; a name that ends with * is executable."""
        path = self.dir / name
        path.mkdir()
        self.git(path, "init", "-q", "-b", "main")
        for number, files in enumerate(commits):
            for file, content in files.items():
                target = path / file.rstrip("*")
                target.write_text(content)
                target.chmod(0o755 if file.endswith("*") else 0o644)
            self.git(path, "add", "-A")
            self.git(path, "commit", "-q", "-m", f"Commit {number}", f"--date=2026-01-0{number + 1}T00:00:00Z")
        return path

    def example(self):
        """The project of the quickstart."""
        path = self.dir / "compression"
        subprocess.run([ROOT / "scripts/example-repo", path], check=True, capture_output=True, env=self.env)
        return path

    def all_rows(self, *target):
        """The rows of cb export, as dictionaries."""
        return list(csv.DictReader(io.StringIO(self.run_cb("export", "--format", "csv", *target).out)))

    def rows(self, *target):
        """The same without cb's own measurements, which differ each time."""
        return [row for row in self.all_rows(*target) if row["benchmark"] != "run"]

    def wait_until(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, f"waited in vain for {what}")
            time.sleep(0.05)


def container_ids(case):
    return case.engine("ps", "--all", "--quiet", "--filter", "label=org.cb.run").split()


def shm_mounts(case):
    """The mounts that cb created for podman."""
    return list((case.dir / "cache/cb/shm").glob("*"))


def place_of(case):
    """The prefix of the names of the test's runs: lib/engine/owner.cpp. Other runs may exist at the same time."""
    machine = pathlib.Path("/etc/machine-id")
    if not machine.exists() or not machine.read_text().strip():
        machine = pathlib.Path("/proc/sys/kernel/random/boot_id")
    words = f"{machine.read_text()}\n{case.env['CB_LOCK_DIR']}\n{os.stat(case.dir).st_dev}"
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def cgroups_left(case):
    """Cgroups of the test's runs, in every hierarchy of version 1 or in the hierarchy of version 2."""
    found = []
    for base in [pathlib.Path("/sys/fs/cgroup"), *pathlib.Path("/sys/fs/cgroup").iterdir()]:
        found += base.rglob(f"cb-run-{place_of(case)}-*") if base.is_dir() else []
    return found


def processes_with(marker):
    """Processes whose command line contains the marker, except this one."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if marker.encode() in words and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def kill(pid, number=signal.SIGKILL):
    os.kill(pid, number)


def psql(server, statement):
    subprocess.run(["psql", "-X", "-q", "-d", server, "-c", statement], check=True, capture_output=True, timeout=60)


def make_database(case):
    """The connection string of an empty database of the private server, which is dropped at the end of the test."""
    server = need("CB_TEST_PG")
    name = f"cb_system_{secrets.token_hex(4)}"
    psql(server, f"CREATE DATABASE {name}")
    case.addCleanup(psql, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    return " ".join([word for word in server.split() if not word.startswith("dbname=")] + [f"dbname={name}"])


def background(case, script):
    """A line of shell that runs while the test continues."""
    env = dict(case.env, PATH=f"{pathlib.Path(case.cb).parent}:{case.env['PATH']}")
    child = subprocess.Popen(
        ["bash", "-c", script],
        env=env,
        cwd=case.dir,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def end():
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait(30)

    case.addCleanup(end)
    return child


def find_stage(case, pipeline, stage):
    """The process of a stage of that pipeline."""
    found = []

    def look():
        found.clear()
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                session = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[3])
            except (OSError, IndexError):
                continue
            if session == pipeline.pid and words[:2] == [b"cb", stage.encode()]:
                found.append(int(entry.name))
        return len(found) == 1

    case.wait_until(look, f"cb {stage} to start")
    return found[0]


def is_full(pipe):
    """Whether an unread pipe is nearly full: each of its 16 pages may have an unused end."""
    waiting = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, waiting)
    return waiting[0] > 40_000


def share_with_everybody(case):
    """Gives another user access to the test's directory, and to cb and its files, which may be in a private home."""
    here = pathlib.Path(case.cb).parent
    package = case.dir / "package"
    (package / "share").mkdir(parents=True)
    for name in ("cb", "cb-init"):
        shutil.copy(here / name, package / name)
    shutil.copytree(here / "share/cb", package / "share/cb")
    for path in [case.dir, *case.dir.rglob("*")]:
        path.chmod(0o1777 if path.is_dir() else path.stat().st_mode | 0o444)  # cb accepts no other shared lock directory
    (case.dir / "nobody").mkdir()
    (case.dir / "nobody").chmod(0o777)
    case.cb = str(package / "cb")


def run_as_nobody(case, *words, stdin=b""):
    command = [case.cb, *map(str, words)]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    env = dict(case.env, HOME=str(case.dir / "nobody"))
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        env[name] = str(case.dir / "nobody")
    return subprocess.run(command, input=stdin, capture_output=True, env=env, cwd=case.dir, timeout=120)


def first_word(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return ""
