"""The value of a variable reaches the benchmark, and is in the command line of no program on the way."""

import pathlib
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


if __name__ == "__main__":
    unittest.main()
