"""Messages about real failures, and where a command runs by default."""

import json
import os
import pty
import subprocess
import unittest

import bed

LINES = [f"line {number}" for number in range(30)]
NASTY = "\x1b[2J\u009b31m\u202egnp.exe\u2066"


class LastWords(bed.Case):
    """The end of a failed job's output is shown, with each line marked as not being cb's."""

    def quoted(self, err):
        self.assertIn(" failed (", err.splitlines()[0])
        start = err.split(": ", 1)[0] + ": | "
        for line in err.splitlines()[1:]:
            self.assertTrue(line.startswith(start), line)
        return [line[len(start) :] for line in err.splitlines()[1:]]

    def run_failing(self, script, *words):
        return self.run_cb(*words, "run", "--dir", ".", "--", "/bin/sh", "-c", script, code=1)

    def test_run(self):
        done = self.run_failing(f"printf '%s\\n' {' '.join(repr(line) for line in LINES)}; exit 3")
        self.assertTrue(done.err.startswith("cb run: warning: "), done.err)
        self.assertEqual(self.quoted(done.err), LINES[-10:])

    def test_standard_error_is_shown(self):
        self.assertEqual(self.quoted(self.run_failing("echo why >&2; exit 3").err), ["why"])

    def test_nothing_printed_nothing_shown(self):
        self.assertEqual(self.quoted(self.run_failing("exit 3").err), [])

    def test_it_steers_no_terminal(self):
        done = self.run_failing(f"printf '%s\\n' '{NASTY}'; printf 'a\\rb\\n'; head -c 5000 /dev/zero | tr '\\0' x; exit 3")
        lines = self.quoted(done.err)
        self.assertEqual(lines[:3], [" [2J 31m gnp.exe", "a", "b"])
        self.assertEqual(lines[3], "x" * 160 + "…")
        self.assertEqual({char for char in done.err if not char.isprintable()}, {"\n"})

    def test_quiet_shows_none(self):
        self.assertEqual(self.run_failing("echo why; exit 3", "-q").err, "")

    def test_build(self):
        self.make_repository("good", [{"a": "1"}])
        jobs = self.run_cb("watch", "good", "--db", "cb.db").out
        prepare = "seq 1 30; echo no rule >&2; exit 2"
        done = self.run_cb("build", "--engine", "native", "--prepare", prepare, stdin=jobs, code=1)
        self.assertTrue(done.err.startswith("cb build: warning: "), done.err)
        lines = self.quoted(done.err)
        self.assertEqual(len(lines), 10)
        self.assertIn("no rule", lines)
        # Reported once, where it happened.
        self.assertEqual(self.run_cb("run", stdin=done.out, code=1).err, "")


class RunHere(bed.Case):
    """`cb run -- COMMAND` without other options."""

    def setUp(self):
        super().setUp()
        (self.dir / "here").write_text("")

    def run_here(self, stdin, *words, code=0):
        """Without a shell in between, which would give a background job another input."""
        command = [self.cb, "run", *words, "--", "/bin/sh", "-c", "ls here"]
        done = subprocess.run(command, stdin=stdin, capture_output=True, env=self.env, cwd=self.dir, timeout=60)
        self.assertEqual(done.returncode, code, done)
        return done

    def check_ran(self, done):
        manifest = json.loads(done.stdout)
        self.assertEqual((manifest["run"]["engine"], manifest["run"]["output"]), ("native", "here\n"))
        return manifest

    def test_terminal(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        self.check_ran(self.run_here(theirs))

    def test_summary_where_a_person_looks(self):
        """One line at the end: what was measured, and what the comparison found."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        for words, says in (
            (["--repeat", "3"], rb"dir:\.: 3 runs, wall time \S+ s \(\S+ to \S+ s\), machine (clean|suspect|invalid)\r\n$"),
            (["--repeat", "6", "--against", "dir:."],
             rb"6 runs, wall time .*; (slower|faster|no difference|not comparable).*\r\n$"),
        ):
            done = subprocess.run(
                [self.cb, "run", "--dir", ".", *words, "--", "true"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs, env=self.env, cwd=self.dir, timeout=120,
            )
            text = os.read(ours, 65536)
            self.assertEqual(done.returncode, 0, text)
            self.assertRegex(text, says)
        os.close(theirs)

    def test_nothing_as_in_cron(self):
        self.check_ran(self.run_here(subprocess.DEVNULL))

    def test_closed_input(self):
        done = self.shell("cb run -- /bin/sh -c 'ls here' <&-")
        self.assertEqual(done.manifest()["run"]["output"], "here\n")

    def test_what_it_means_is_said(self):
        done = self.run_here(subprocess.DEVNULL)
        self.assertEqual(done.stderr, b"")
        done = subprocess.run(
            [self.cb, "-v", "run", "--", "true"],
            stdin=subprocess.DEVNULL, capture_output=True, env=self.env, cwd=self.dir, timeout=60,
        )
        self.assertIn(b"no job was named: running the command in this directory", done.stderr)

    def test_pipe_has_jobs(self):
        self.make_repository("good", [{"there": "1"}])
        done = self.shell(
            "cb watch good --db cb.db | cb build --engine native | cb run -- /bin/sh -c 'ls there; ls here' ", code=1
        )
        self.assertTrue(done.manifest()["run"]["output"].startswith("there\n"))
        self.assertEqual(self.shell("true | cb run -- true").out, "")
        (self.dir / "jobs").write_text("")
        self.assertEqual(self.shell("cb run -- true < jobs").out, "")

    def test_terminal_without_a_command(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        done = subprocess.run(
            [self.cb, "run"], stdin=theirs, capture_output=True, env=self.env, cwd=self.dir, timeout=60
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"that is a terminal", done.stderr)

    def test_too_much_memory_is_asked_for(self):
        done = self.run_here(subprocess.DEVNULL, "--shm", "900T", code=2)
        self.assertRegex(done.stderr.decode(), "--shm: 900T is more than the machine's memory, ")


class OtherEngine(bed.Case):
    """Docker does not answer, but podman does."""

    def setUp(self):
        super().setUp()
        self.use_podman()
        self.env["DOCKER_HOST"] = f"unix://{self.dir}/no-daemon.sock"

    def check_said(self, done):
        said = [line for line in done.err.splitlines() if "using podman instead" in line]
        self.assertEqual(len(said), 1, done.err)
        self.assertIn("warning: the docker daemon does not answer", said[0])

    def test_run(self):
        self.check_said(self.run_cb("run", "--image", bed.BASE_IMAGE, "--", "true"))

    def test_run_with_an_engine_that_was_named(self):
        done = self.run_cb("run", "--engine", "podman", "--image", bed.BASE_IMAGE, "--", "true")
        self.assertEqual(done.err, "")

    def test_build(self):
        repository = self.make_repository("good", [{"Dockerfile": f"FROM {bed.BASE_IMAGE}\n"}] * 1)
        self.git(repository, "commit", "-q", "--allow-empty", "-m", "Second")
        jobs = self.run_cb("watch", "good", "--all", "--db", "cb.db").out
        self.assertEqual(len(jobs.splitlines()), 2)
        done = self.run_cb("build", stdin=jobs)
        self.check_said(done)
        self.addCleanup(self.engine, "image", "rm", "--force", done.manifests()[0]["build"]["image"])

    def test_docker_that_is_not_installed(self):
        """A user without docker is not warned each time."""
        only = self.dir / "bin"
        only.mkdir()
        for directory in self.env["PATH"].split(":"):
            for program in os.listdir(directory) if os.path.isdir(directory) else []:
                if program != "docker" and not (only / program).exists():
                    (only / program).symlink_to(os.path.join(directory, program))
        self.env["PATH"] = str(only)
        done = self.run_cb("run", "--image", bed.BASE_IMAGE, "--", "true")
        self.assertEqual(done.err, "")


if __name__ == "__main__":
    unittest.main()
