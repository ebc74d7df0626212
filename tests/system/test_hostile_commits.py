"""A hostile commit in a history fails by itself, and all other commits have their results."""

import collections
import json
import pathlib
import subprocess
import unittest

import bed

RESULT = """echo '{"results": [{"name": "b", "metrics": [{"name": "t", "value": 1, "units": "ms"}]}]}'\n"""
GOOD = {"prepare": b"true\n", "bench": RESULT.encode()}


def many_files(count):
    return {f"many/{number}": b"x" for number in range(count)}


HOSTILE = {
    "prepare hangs": {"prepare": b"sleep 12345\n"},
    "prepare prints without end": {"prepare": b"yes\n"},
    "prepare starts processes without end": {"prepare": b"while :; do sleep 12345 & done\n"},
    "a name of 300 bytes": {"n" * 300: b""},
    "a path of 5,000 bytes": {"/".join(["d" * 250] * 20): b""},
    "a file that does not fit": {"large": b"\0" * (100 << 20)},
    "more files than inodes": many_files(6000),
    "a malformed tree": {"sub": None},
    "the benchmark prints without end": {"bench": b"yes\n"},
    "the benchmark is killed": {"bench": b"kill -9 $$\n"},
}


class History:
    """The input of git fast-import."""

    def __init__(self):
        self.parts, self.count = [], 0

    def add(self, subject, files, trees=None):
        self.count += 1
        mail = f"A <a@example.org> {1700000000 + self.count} +0000"
        self.parts.append(f"commit refs/heads/main\ncommitter {mail}\ndata {len(subject)}\n{subject}\ndeleteall\n".encode())
        for name, content in files.items():
            self.parts.append(f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n")
        for name, tree in (trees or {}).items():
            self.parts.append(f"M 040000 {tree} {name}\n".encode())

    def write(self, case, path):
        subprocess.run(
            ["git", "-C", path, "-c", "core.protectHFS=false", "fast-import", "--quiet"],
            input=b"".join(self.parts),
            check=True,
            env=case.env,
        )


def malformed_tree(case, repository):
    """A tree with an entry that points outside."""
    blob = subprocess.run(
        ["git", "-C", repository, "hash-object", "-w", "--stdin"], input=b"x", capture_output=True, check=True, env=case.env
    ).stdout.decode()
    done = subprocess.run(
        ["git", "-C", repository, "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        input=b"100644 ..\0" + bytes.fromhex(blob.strip()),
        capture_output=True,
        check=True,
        env=case.env,
    )
    return done.stdout.decode().strip()


class HostileCommits(bed.Case):
    def small_disk(self):
        cache = self.dir / "cache"
        cache.mkdir()
        options = "size=64m,nr_inodes=5000,mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "cb-test", cache], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", cache], check=True)

    def hundred_commits(self):
        repository = self.dir / "project"
        repository.mkdir()
        self.git(repository, "init", "-q", "-b", "main", "--bare")
        malformed = malformed_tree(self, repository)
        history = History()
        hostile = dict(HOSTILE)
        for number in range(100):
            if number % 10 == 7:
                subject, files = hostile.popitem()
                trees = {"sub": malformed} if files.pop("sub", b"") is None else {}
                history.add(subject, {"number": str(number).encode(), **GOOD, **files}, trees)
            else:
                history.add("good", {"number": str(number).encode(), **GOOD})
        history.write(self, repository)
        return repository

    def test_hundred_commits_of_which_ten_are_hostile(self):
        self.small_disk()
        self.hundred_commits()
        done = self.shell(
            "cb watch project --all | cb build --engine native --prepare 'sh ./prepare' --timeout 10s"
            " | cb run --cpu 1 --output-limit 1M --timeout 60s -- sh ./bench | cb parse | cb store --db jobs.db --pass",
            code=1,
            timeout=500,
        )
        manifests = self.check_schema(done)
        self.assertEqual(len(manifests), 100)
        failed = {m["source"]["subject"]: m["failure"] for m in manifests if m["status"] == "failed"}
        self.assertEqual(set(failed), set(HOSTILE), failed)
        self.assertEqual({subject: f["fault"] for subject, f in failed.items()}, dict.fromkeys(HOSTILE, "commit"), failed)
        good = [m for m in manifests if m["status"] == "ok"]
        self.assertEqual([m["source"]["subject"] for m in good], ["good"] * 90)
        self.assertEqual([m["parse"]["found"] for m in good], [1] * 90)
        self.assertEqual(len(self.rows("--db", "jobs.db")), 90)
        self.assertEqual(bed.processes_with("12345"), [])
        self.assertEqual(bed.cgroups_left(self), [])

    def test_repository_that_moved_away_is_the_machines_fault(self):
        self.make_repository("here", [{"a": "1"}])
        self.make_repository("gone", [{"a": "2"}])
        jobs = self.run_cb("watch", "gone", "here").out
        (self.dir / "gone").rename(self.dir / "elsewhere")
        built = self.run_cb("build", "--engine", "native", stdin=jobs, code=1).manifests()
        self.assertEqual([m["status"] for m in built], ["failed", "ok"])
        failure = built[0]["failure"]
        self.assertEqual((failure["reason"], failure["fault"]), ("repository_unavailable", "machine"))


class Images:
    def build(self, *dockerfiles, words=(), code=1):
        """Builds a commit for each text; None means a symbolic link."""
        path = self.dir / "project"
        path.mkdir()
        self.git(path, "init", "-q", "-b", "main")
        for number, text in enumerate(dockerfiles):
            file = path / "Dockerfile"
            file.unlink(missing_ok=True)
            if text is None:
                file.symlink_to("/etc/passwd")
            else:
                file.write_text(text)
            self.git(path, "add", "-A")
            self.git(path, "commit", "-q", "-m", f"Commit {number}", f"--date=2026-01-0{number + 1}T00:00:00Z")
        jobs = self.run_cb("watch", "project", "--all").out
        done = self.run_cb("build", "--engine", self.program, *words, stdin=jobs, code=code)
        return sorted(self.check_schema(done), key=lambda m: m["source"]["subject"])

    def engine_processes(self):
        listed = ["ps", "--all", "--quiet"] + (["--external"] if self.program == "podman" else [])
        return set(self.engine(*listed).split())

    def test_hostile_dockerfiles_fail_alone(self):
        before = self.engine_processes()
        good = f"FROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name}-{{}}\n"
        built = self.build(
            good.format(1),
            f"FROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name}; sleep 54321\n",
            f"FROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name}; yes abcdefghijklmnopqrstuvwxyz\n",
            f"FROM {bed.BASE_IMAGE}\nWRONG\n",
            None,
            good.format(2),
            words=["--timeout", "25s"],
        )
        reasons = [m["failure"]["reason"] if m["status"] == "failed" else "ok" for m in built]
        self.assertEqual(reasons, ["ok", "build_timeout", "build_output", "build_failed", "no_dockerfile", "ok"])
        self.assertEqual({m["failure"]["fault"] for m in built if m["status"] == "failed"}, {"commit"})
        self.assertIn("abcdefghijklmnopqrstuvwxyz", built[2]["build"]["log"])
        self.assertLess(len(built[2]["build"]["log"]), 100_000)
        self.wait_until(lambda: not bed.processes_with("54321") and self.engine_processes() == before, "the builds' end")

    def test_registry_that_does_not_resolve_is_the_machines_fault(self):
        words = [f"FROM registry.invalid/{self.dir.name}\n", f"FROM {bed.BASE_IMAGE}\nRUN echo no such host >&2; exit 3\n"]
        built = self.build(*words)
        self.assertEqual([m["failure"]["reason"] for m in built], ["build_failed"] * 2)
        self.assertEqual([m["failure"]["fault"] for m in built], ["machine", "commit"], built)

    def test_image_that_is_gone_is_built_again(self):
        self.make_repository("project", [{"Dockerfile": f"FROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name}\n"}])
        jobs = self.run_cb("watch", "project").out

        def build():
            return self.run_cb("build", "--engine", self.program, stdin=jobs).manifest()["build"]

        first = build()
        self.assertTrue(build()["cached"])
        self.engine("rmi", "--force", first["image"])
        self.assertFalse(build()["cached"])


class DockerImages(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()


class PodmanImages(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_podman()


if __name__ == "__main__":
    unittest.main()
