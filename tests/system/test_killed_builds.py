"""A cb build that is killed midway: none of its processes survives, and its files are found and removed."""

import os
import pathlib
import signal
import subprocess
import time
import unittest

import bed


def dockerfile(case, command):
    """A commit whose build runs the command, in an image that no other test builds."""
    return {"Dockerfile": f"FROM {bed.BASE_IMAGE}\nRUN echo {case.dir.name}; {command}\n"}


class Killed:
    """The tests of one engine; see below for which."""

    leaves_files = True

    def start_build(self, marker):
        """Builds a commit whose build sleeps, and waits until it sleeps."""
        self.make_repository("project", [self.files(marker)])
        jobs = self.run_cb("watch", "project").out
        (self.dir / "jobs").write_text(jobs)
        with (self.dir / "jobs").open() as stdin:
            child = self.start("build", "--engine", self.program, *self.words(marker), stdin=stdin)
        self.wait_until(lambda: self.sleepers(marker), "the build to begin")
        return child

    def sleepers(self, marker):
        return [pid for pid in bed.processes_with(marker) if bed.first_word(pid) == "sleep"]

    def clients(self):
        """The engine's programs and the guard, identified by the test's directory in their arguments or as our children."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes()
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"CB_LOCK_DIR={self.dir}/".encode() in environment and words and int(entry.name) != os.getpid():
                found.append((int(entry.name), words))
        return found

    def setUp(self):
        super().setUp()
        self.tmp = self.dir / "tmp"
        self.tmp.mkdir()
        self.env["TMPDIR"] = str(self.tmp)
        self.use()

    def containers(self):
        if self.program == "native":
            return set()
        listed = ["ps", "--all", "--quiet"] + (["--external"] if self.program == "podman" else [])
        return set(self.engine(*listed).split())

    def files(self, marker):
        return dockerfile(self, f"sleep {marker}")

    def words(self, marker):
        return []

    def left(self):
        return list(self.tmp.glob("cb-*"))

    def kill_in_the_middle(self, number):
        marker = f"97{time.time_ns()}"[:17]
        child = self.start_build(marker)
        child.send_signal(number)
        child.wait(60)
        self.wait_until(lambda: not self.sleepers(marker), "the build to end", seconds=30)
        self.wait_until(lambda: not self.clients(), f"the client and the guard to end: {self.clients()}", seconds=30)

    def test_killed_build_runs_on_nowhere(self):
        before = self.containers()
        self.kill_in_the_middle(signal.SIGKILL)
        self.wait_until(lambda: self.containers() == before, "the container to go", seconds=30)
        self.assertEqual(bool(self.left()), self.leaves_files)
        done = self.run_cb("run", "--sweep")
        self.assertEqual("removed " in done.err, self.leaves_files, done)
        self.assertEqual(self.left(), [])
        self.assertEqual(self.run_cb("run", "--sweep").err, "")

    def test_next_build_removes_what_a_killed_one_left(self):
        self.kill_in_the_middle(signal.SIGKILL)
        self.assertEqual(bool(self.left()), self.leaves_files)
        self.git(self.dir / "project", "commit", "-q", "--amend", "--allow-empty", "-m", "other")
        self.make_repository("good", [self.files("0")])
        jobs = self.run_cb("watch", "good").out
        self.run_cb("build", "--engine", self.program, *self.words("0"), stdin=jobs)
        self.assertEqual(self.left(), [])

    def test_cores_are_free_again(self):
        self.kill_in_the_middle(signal.SIGKILL)
        self.no_engine()
        (self.dir / "work").mkdir()
        self.run_cb("run", "--dir", "work", "--no-wait", "--", "true")

    def test_ctrl_c_leaves_nothing(self):
        before = self.containers()
        self.kill_in_the_middle(signal.SIGINT)
        self.assertEqual(self.left(), [])
        self.wait_until(lambda: self.containers() == before, "the daemon to remove the container", seconds=30)


class Docker(Killed, bed.Case):
    leaves_files = False  # docker unpacks the commit in its own directory

    def use(self):
        self.use_docker()


class Podman(Killed, bed.Case):
    def use(self):
        self.use_podman()


class Native(Killed, bed.Case):
    def use(self):
        self.program = "native"

    def files(self, marker):
        return {"a": "b"}

    def words(self, marker):
        return ["--prepare", f"sleep {marker}"]

    def left(self):
        trees = self.dir / "cache/cb/native/trees"
        return bed.cgroups_left(self) + [path for path in trees.glob("*") if len(path.name) != 64]


class Memory:
    """A build that exceeds its memory limit ends, and does not take the machine down."""

    def test_build_has_a_limit_of_memory(self):
        self.use()
        hungry = "head -c 300M /dev/zero | tail -c 290M | wc -c"
        self.make_repository("project", [self.files(hungry)])
        jobs = self.run_cb("watch", "project").out
        words = ["build", "--engine", self.program, *self.words(hungry)]
        done = self.run_cb(*words, "--memory", "100M", stdin=jobs, code=1)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["failure"]["reason"], "build_failed", manifest["failure"])
        self.assertEqual(manifest["failure"]["fault"], "commit")
        self.run_cb(*words, stdin=jobs)


class DockerMemory(Memory, bed.Case):
    def use(self):
        self.use_docker()

    def files(self, hungry):
        return dockerfile(self, f"bash -o pipefail -c '{hungry}'")

    def words(self, hungry):
        return []


class PodmanMemory(Memory, bed.Case):
    def use(self):
        self.use_podman()

    def files(self, hungry):
        return dockerfile(self, f"bash -o pipefail -c '{hungry}'")

    def words(self, hungry):
        return []


class NativeMemory(Memory, bed.Case):
    def use(self):
        self.program = "native"

    def files(self, hungry):
        return {"a": "b"}

    def words(self, hungry):
        return ["--prepare", f"bash -o pipefail -c '{hungry}'"]


class BuildKit(bed.Case):
    """A docker that builds with BuildKit, which does not limit memory."""

    def test_limit_that_would_not_be_kept_is_refused(self):
        self.use_docker()
        del self.env["DOCKER_BUILDKIT"]
        fake = self.dir / "bin/docker"
        fake.parent.mkdir()
        fake.write_text(
            "#!/bin/sh\n[ \"$1 $2\" = 'buildx version' ] && exit 0\n"
            f"[ \"$1\" = build ] && echo \"$@\" >> {self.dir}/words\n"
            f"exec {subprocess.check_output(['which', 'docker'], text=True).strip()} \"$@\"\n"
        )
        fake.chmod(0o755)
        self.env["PATH"] = f"{fake.parent}:{self.env['PATH']}"
        self.make_repository("project", [dockerfile(self, "true")])
        jobs = self.run_cb("watch", "project").out
        done = self.run_cb("build", "--engine", "docker", "--memory", "1G", stdin=jobs, code=2)
        self.assertIn("BuildKit cannot limit the memory", done.err)
        done = self.run_cb("-v", "build", "--engine", "docker", stdin=jobs)
        self.assertIn("builds have no memory limit: BuildKit", done.err)
        self.assertNotIn("--memory", (self.dir / "words").read_text())
        self.env["DOCKER_BUILDKIT"] = "0"
        self.engine("rmi", "--force", done.manifest()["build"]["image"])
        self.run_cb("build", "--engine", "docker", "--memory", "1G", stdin=jobs)
        self.assertIn("--memory 1073741824 --memory-swap 1073741824", (self.dir / "words").read_text())


if __name__ == "__main__":
    unittest.main()
