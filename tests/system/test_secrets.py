"""The value of a variable reaches the benchmark, and never appears in the command line of a program."""

import json
import pathlib
import subprocess
import unittest

import bed

SECRET = "of two\nlines 4711"


class Secrets:
    """The test of one engine; see below for which."""

    def test_value_of_a_variable_is_in_no_command_line(self):
        self.env["CB_RUN_ENV"] = f"TOKEN={SECRET}"
        child = self.start("run", *self.image, "--", "/bin/sh", "-c", 'printf %s "$TOKEN"; sleep 0.3')
        seen = set()
        while child.poll() is None:
            for entry in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    words = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if SECRET.encode() in words:
                    seen.add(words)
        out, err = child.communicate(timeout=60)
        self.assertEqual(bed.Finished(child.returncode, out.decode(), err).manifest()["run"]["output"], SECRET)
        self.assertEqual(seen, set())


class Docker(Secrets, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("docker")


class Podman(Secrets, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("podman")


class Native(Secrets, bed.Case):
    def setUp(self):
        super().setUp()
        (self.dir / "work").mkdir()
        self.image = ["--dir", "work"]


class Repository(bed.Case):
    """Passwords that git stores in a work tree are hidden, and a benchmark there can use git even so."""

    def setUp(self):
        super().setUp()
        self.git("init", "-q", "-b", "main", "work")
        (self.dir / "work/file").write_text("hunter2\n")
        submodule = self.dir / "work/.git/modules/a/b"
        submodule.mkdir(parents=True)
        (submodule / "HEAD").write_text("ref: refs/heads/main\n")
        (submodule / "config").write_text('[remote "origin"]\n\turl = https://me:hunter2@host/b\n')
        self.git("-C", "work", "add", "file")
        self.git("-C", "work", "commit", "-qm", "one")
        self.git("-C", "work", "tag", "v1")
        self.git("-C", "work", "remote", "add", "origin", "https://me:hunter2@host/x")
        self.git("-C", "work", "config", "http.extraHeader", "Authorization: hunter2")
        (self.dir / "work/.git/FETCH_HEAD").write_text("hunter2\n")
        (self.dir / "work/.git/logs/HEAD").write_text("hunter2\n")
        self.config = (self.dir / "work/.git/config").read_text()
        self.words = ["run", "--dir", "work", "--", "/bin/sh", "-c"]
        self.script = "grep -rl hunter2 .git; git describe --tags --dirty; git status --short; touch file2; git add file2"

    def git(self, *words):
        named = ("-c", "user.name=cb", "-c", "user.email=cb@localhost")
        subprocess.run(["git", *named, *words], cwd=self.dir, check=True, env=self.env, capture_output=True)

    def check(self, output):
        run = json.loads(output)["run"]
        self.assertEqual((run["output"], run["error_output"]), ("v1\n", ""))
        self.assertEqual((self.dir / "work/.git/config").read_text(), self.config)
        self.assertEqual((self.dir / "work/.git/logs/HEAD").read_text(), "hunter2\n")

    def test_as_root(self):
        self.check(self.run_cb(*self.words, self.script).out)

    def test_as_a_user(self):
        bed.share_with_everybody(self)
        subprocess.run(["chown", "-R", "65534:65534", "work"], cwd=self.dir, check=True)
        self.check(bed.run_as_nobody(self, *self.words, self.script).stdout)


if __name__ == "__main__":
    unittest.main()
