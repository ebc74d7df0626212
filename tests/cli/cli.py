"""What the tests of the command line share. They start cb alone: no engine, no server, no repository but their own."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Case(unittest.TestCase):
    """A test with a directory of its own, in which cb runs, and without the variables of whoever runs the test."""

    maxDiff = None

    def setUp(self):
        self.cb = os.environ["CB"]
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="cb-cli-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("CB", "XDG_", "PG"))}
        self.env.update(
            HOME=str(self.dir),
            DOCKER_HOST=f"unix://{self.dir}/no-daemon.sock",
            CONTAINERS_CONF=f"{self.dir}/no-containers.conf",
            GIT_CONFIG_GLOBAL="/dev/null",
            GIT_CONFIG_NOSYSTEM="1",
        )

    def run_cb(self, *words, code, stdin=b"", **variables):
        """What cb wrote to standard output and to standard error, as lines."""
        done = subprocess.run(
            [self.cb, *map(str, words)],
            input=stdin if isinstance(stdin, bytes) else None,
            stdin=None if isinstance(stdin, bytes) else stdin,
            capture_output=True,
            env=dict(self.env, **variables),
            cwd=self.dir,
            timeout=60,
        )
        self.assertEqual(done.returncode, code, f"cb {words}: {done}")
        return done.stdout.decode(), done.stderr.decode().splitlines()

    def refuse(self, *words, says, hint=None, **more):
        """cb ends with 2, prints nothing, and its message is `says`, with the hint at --help where it is the usage."""
        out, err = self.run_cb(*words, code=2, **more)
        self.assertEqual(out, "")
        self.assertEqual(err, [says] + ([f"Try '{hint} --help'."] if hint else []))

    def make_repository(self):
        path = self.dir / "good"
        git = ["git", "-C", str(path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
        path.mkdir()
        for words in (["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "First"]):
            subprocess.run([*git, *words], check=True, env=self.env)
        return path
