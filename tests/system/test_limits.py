"""Benchmarks that misbehave: each ends as a failed job with a reason, and leaves nothing behind."""

import os
import signal
import time
import unittest

import bed


class Limits:
    """The tests of one engine; see below for which."""

    def check_nothing_is_left(self):
        self.wait_until(lambda: bed.cgroups_left(self) == [], "the cgroups to go", seconds=10)

    def test_exit_3(self):
        manifest = self.run_script('echo \'{"results":[]}\'; echo why >&2; exit 3')
        self.assertEqual(manifest["failure"]["reason"], "exit")
        self.assertEqual(manifest["run"]["exit_code"], 3)
        self.assertEqual(manifest["run"]["outcome"], "exit")
        self.assertIn("status 3", manifest["failure"]["message"])
        self.assertIn("why", manifest["run"]["error_output"])

    def test_results_before_a_failure_are_kept(self):
        result = '{"results":[{"name":"t","metrics":[{"name":"m","value":1}]}]}'
        done = self.run_cb("run", *self.image, "--", "/bin/sh", "-c", f"echo '{result}'; exit 3", code=1)
        parsed = self.run_cb("parse", stdin=done.out, code=1)
        (manifest,) = self.check_schema(parsed)
        self.assertEqual(manifest["failure"]["reason"], "exit")
        self.assertEqual(manifest["results"][0]["values"], [1])

    def test_a_commit_that_is_not_relevant(self):
        """The job neither failed nor is it due again."""
        done = self.run_cb("run", *self.image, "--repeat", "3", "--", "/bin/sh", "-c", "exit 77")
        parsed = self.run_cb("parse", stdin=done.out)
        (manifest,) = self.check_schema(parsed)
        self.assertEqual(manifest["status"], "ok")
        self.assertEqual(manifest["run"]["outcome"], "not_relevant")
        self.assertEqual(len(manifest["run"]["iterations"]), 1)
        self.assertEqual(manifest["results"], [])

    def test_killed_by_a_signal(self):
        manifest = self.run_script("kill -SEGV $$")
        self.assertEqual(manifest["failure"]["reason"], "signal")
        self.assertEqual(manifest["run"]["signal"], int(signal.SIGSEGV))
        self.assertIn("Segmentation fault", manifest["failure"]["message"])

    def test_command_does_not_exist(self):
        done = self.run_cb("run", *self.image, "--", "no-such-command", code=1)
        failure = done.manifest()["failure"]
        self.assertEqual(failure["reason"], "engine")
        self.assertIn("no-such-command: No such file or directory", failure["message"])

    def test_ignores_sigterm_and_leaves_children(self):
        marker = f"987{time.time_ns()}"[:17]
        begin = time.monotonic()
        manifest = self.run_script(
            f"trap '' TERM INT HUP; (trap '' TERM; setsid sleep {marker}) & sleep {marker}", "--timeout", "1s"
        )
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(manifest["failure"]["reason"], "timeout")
        self.assertIn("within 1 s", manifest["failure"]["message"])
        self.assertGreater(manifest["run"]["wall_s"], 0.99)
        self.assertLess(manifest["run"]["wall_s"], 3)
        self.assertEqual(bed.processes_with(marker), [])

    def test_children_end_with_the_command(self):
        marker = f"986{time.time_ns()}"[:17]
        manifest = self.run_script(f"setsid sleep {marker} & echo done", code=0)
        self.assertEqual(manifest["run"]["output"], "done\n")
        self.assertLess(manifest["run"]["wall_s"], 5)
        self.assertEqual(bed.processes_with(marker), [])

    def test_prints_2_gb(self):
        manifest = self.run_script("head -c 2G /dev/zero", "--output-limit", "1M")
        self.assertEqual(manifest["failure"]["reason"], "output_limit")
        self.assertTrue(manifest["run"]["output_truncated"])
        self.assertEqual(len(manifest["run"]["output"]), 1 << 20)

    def test_needs_more_memory_than_it_was_given(self):
        manifest = self.run_script(
            "head -c 300M /dev/zero > /dev/shm/x", "--memory", "100M", "--shm", "400M"
        )
        self.assertEqual(manifest["failure"]["reason"], "oom", manifest["failure"])
        self.assertIn("100M", manifest["failure"]["message"])

    def test_fork_bomb_is_bounded(self):
        # A shell that cannot fork any more ends, and with the first one the run. So the first one forks only before the
        # bomb: for the sleep, and for the shell that is the bomb.
        script = "sleep 30 & last=$!; (bomb() { bomb | bomb & }; bomb) & wait $last; echo survived"
        manifest = self.run_script(script, "--timeout", "3s", "--processes", "500")
        self.assertEqual(manifest["failure"]["reason"], "timeout", manifest["failure"])
        self.assertNotIn("survived", manifest["run"]["output"])

    def test_ctrl_c_leaves_nothing(self):
        marker = f"985{time.time_ns()}"[:17]
        for number in (signal.SIGINT, signal.SIGTERM):
            child = self.start("run", *self.image, "--", "sleep", marker)
            self.wait_until(lambda: self.sleepers(marker), "the command to start")
            child.send_signal(number)
            out, err = child.communicate(timeout=60)
            self.assertEqual(child.returncode, 128 + number, err)
            self.assertEqual(out, b"")
            self.assertEqual(self.sleepers(marker), [])

    def kill_cb_in_a_run(self):
        marker = f"984{time.time_ns()}"[:17]
        child = self.start("run", *self.image, "--", "sleep", marker)
        self.wait_until(lambda: self.sleepers(marker), "the command to start")
        child.kill()
        child.wait(10)
        self.wait_until(lambda: not self.sleepers(marker), "the command to end", seconds=30)

    def test_killed_cb_takes_the_command_with_it(self):
        self.kill_cb_in_a_run()
        self.assertTrue(self.leftovers())
        done = self.run_cb("run", "--sweep")
        self.assertRegex(done.err, r"removed .*cb-run-")
        self.assertEqual(self.leftovers(), [])
        self.assertEqual(self.run_cb("run", "--sweep").err, "")

    def test_next_run_removes_what_a_killed_one_left(self):
        self.kill_cb_in_a_run()
        self.run_script("true", code=0)
        self.assertEqual(self.leftovers(), [])

    def test_sweep_leaves_a_living_run_alone(self):
        child = self.start("run", *self.image, "--", "/bin/sh", "-c", "sleep 2; echo done")
        self.wait_until(lambda: self.leftovers(), "the run to start")
        self.assertEqual(self.run_cb("run", "--sweep").err, "")
        out, err = child.communicate(timeout=60)
        self.assertIn(b"done", out, err)

    def test_processor_time_limit(self):
        manifest = self.run_script("while :; do :; done & while :; do :; done", "--cpu-time", "500ms")
        self.assertEqual(manifest["failure"]["reason"], "cpu_limit")
        self.assertIn("0.5 s of processor time", manifest["failure"]["message"])
        usage = manifest["run"]["usage"]
        self.assertGreater(manifest["run"]["wall_s"], 0.2)
        self.assertLess(manifest["run"]["wall_s"], 5)
        self.assertIn("cb ended the sandbox", usage["unavailable"]["minor_faults"])

    def test_fills_the_disk(self):
        script = f"cd {self.writable}; head -c 3G /dev/zero > big; echo filled"
        manifest = self.run_script(script, "--disk", "100M")
        self.assertEqual(manifest["failure"]["reason"], "disk_limit")
        self.assertNotIn("filled", manifest["run"]["output"])

    def test_files_without_content_fill_no_disk(self):
        script = f"cd {self.writable}; i=0; while [ $i -lt 100000 ]; do : > f$i; i=$((i+1)); done; echo filled"
        manifest = self.run_script(script, "--disk", "10M")
        self.assertEqual(manifest["failure"]["reason"], "disk_limit")
        self.assertNotIn("filled", manifest["run"]["output"])

    def test_disk_that_is_taken_in_one_call(self):
        manifest = self.run_script(f"exec fallocate -l 2G {self.writable}/big", "--disk", "1500M")
        self.assertEqual(manifest["failure"]["reason"], "disk_limit", manifest["failure"])
        self.assertEqual(manifest["run"]["signal"], int(signal.SIGXFSZ))

    def test_open_files(self):
        manifest = self.run_script("ulimit -n; ulimit -Hn; ulimit -c", "--open-files", "64", code=0)
        self.assertEqual(manifest["run"]["output"], "64\n64\n0\n")

    def test_processes(self):
        script = "i=0; while [ $i -lt 30 ]; do sleep 1 & i=$((i+1)); done; wait"
        manifest = self.run_script(script, "--processes", "10", code=None)
        self.assertIn("fork", manifest["run"]["error_output"])

    def test_attacks_on_process_1(self):
        """Its command cannot read, trace, stop or kill it, or forge its report.

        SIGTERM is forwarded to the command."""
        script = """
            trap : TERM
            for file in mem environ maps fd/2 fd/1; do head -c 1 /proc/1/$file && echo got $file; done
            echo 1 > /proc/1/mem && echo wrote
            kill -9 1; kill -STOP 1; kill -TERM 1; echo alive
            echo '{"event":"end","wall_ns":1,"timed_out":false,"exit_code":0,"signal":null}'
            exit 5"""
        manifest = self.run_script(script)
        output = manifest["run"]["output"]
        self.assertNotIn("got", output)
        self.assertNotIn("wrote", output)
        self.assertIn("alive", output)
        self.assertEqual(manifest["run"]["exit_code"], 5)

    def test_daemon_of_the_command_ends_with_it(self):
        marker = f"982{time.time_ns()}"[:17]
        self.run_script(f"(setsid setsid sleep {marker} >/dev/null 2>&1 &) ; exit 0", code=0)
        self.assertEqual(bed.processes_with(marker), [])

    def sleepers(self, marker):
        """The command itself, without the programs that have it in their arguments: cb, the engine's, cb-init."""
        return [pid for pid in bed.processes_with(marker) if bed.first_word(pid) == "sleep"]


def leave_no_container(case, program):
    """Must be called first, so that it is checked last."""
    case.use_image(program)

    def check():
        case.use_image(program)
        case.env["PATH"] = os.environ["PATH"]
        case.assertEqual(bed.container_ids(case), [])
        case.assertEqual(bed.shm_mounts(case), [])

    case.addCleanup(check)


class Docker(Limits, bed.Case):
    writable = "/var/tmp"

    def setUp(self):
        super().setUp()
        leave_no_container(self, "docker")

    def leftovers(self):
        return bed.container_ids(self)


class Podman(Limits, bed.Case):
    writable = "/var/tmp"

    def setUp(self):
        super().setUp()
        leave_no_container(self, "podman")
        self.image += ["--numa", "0"]  # so that there is also a mount that could remain

    def leftovers(self):
        return bed.container_ids(self) + bed.shm_mounts(self)


class Containers:
    """Features of engines with images."""

    def test_what_is_written_goes_with_the_container(self):
        for _ in range(2):
            manifest = self.run_script("ls /usr/x; touch /usr/x /etc/x /tmp/x && echo written", code=0)
            self.assertEqual(manifest["run"]["output"], "written\n")
            self.assertIn("No such file", manifest["run"]["error_output"])

    def test_replacing_cb_init_changes_nothing(self):
        script = "rm -f /.cb-run-*/cb-init; cp /bin/true /.cb-run-*/cb-init; echo replaced; exit 4"
        for _ in range(2):
            manifest = self.run_script(script)
            self.assertEqual(manifest["run"]["exit_code"], 4)
            self.assertEqual(manifest["run"]["output"], "replaced\n")

    def test_volumes_go_with_the_container(self):
        self.run_script("true", code=0)  # fills the volume of cb-init, which stays
        before = self.engine("volume", "ls", "--quiet")
        context = self.dir / "volume"
        context.mkdir()
        (context / "Dockerfile").write_text(f"FROM {bed.BASE_IMAGE}\nVOLUME /data\n")
        self.engine("build", "--quiet", "--tag", "cb-test-volume", str(context))
        self.addCleanup(self.engine, "rmi", "--force", "cb-test-volume")
        self.run_cb("run", "--engine", self.program, "--image", "cb-test-volume", "--", "touch", "/data/x")
        self.assertEqual(self.engine("volume", "ls", "--quiet"), before)

    def test_image_that_does_not_exist(self):
        done = self.run_cb("run", "--engine", self.program, "--image", "no/such:image", "--", "true", code=1)
        failure = done.manifest()["failure"]
        self.assertEqual(failure["reason"], "no_image")
        self.assertIn("no/such:image", failure["message"])
        self.assertEqual(len(done.err.splitlines()), 1)


class DockerContainers(Containers, bed.Case):
    def setUp(self):
        super().setUp()
        leave_no_container(self, "docker")


class PodmanContainers(Containers, bed.Case):
    def setUp(self):
        super().setUp()
        leave_no_container(self, "podman")


class NoEngine(bed.Case):
    def test_daemon_that_does_not_answer(self):
        for words in (["run", "--engine", "docker", "--image", "x"], ["build", "--engine", "docker"]):
            repository = self.dir / "steady"
            if not repository.exists():
                self.make_repository("steady", [{"Dockerfile": "FROM x"}])
            jobs = self.run_cb("watch", "steady", "--db", "cb.db").out
            done = self.run_cb(*words, stdin=jobs, code=4)
            self.assertEqual(done.out, "")
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn("daemon", done.err)

    def test_docker_that_is_not_installed(self):
        self.env["PATH"] = str(self.dir)
        done = self.run_cb("run", "--image", "x", code=4)
        self.assertIn("is docker installed", done.err)
        self.assertIn("is podman installed", done.err)

    def test_podman_that_does_not_work(self):
        done = self.run_cb("run", "--engine", "podman", "--image", "x", code=4)
        self.assertIn("podman does not work", done.err)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)

    def test_engine_that_is_not_for_the_image(self):
        for words in (["--dir", ".", "--engine", "podman"], ["--image", "x", "--engine", "native"]):
            self.assertIn("cannot run", self.run_cb("run", *words, code=2).err)


class Native(Limits, bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        (self.dir / "work").mkdir()
        self.image = ["--dir", str(self.dir / "work")]
        self.addCleanup(self.check_nothing_is_left)

    writable = "."

    def test_root_is_read_only_and_the_work_directory_is_not(self):
        script = f"touch /usr/x /etc/x /x; cd . && touch x && echo written"
        manifest = self.run_script(script, code=0)
        self.assertEqual(manifest["run"]["error_output"].count("Read-only file system"), 3, manifest["run"])
        self.assertIn("written", manifest["run"]["output"])

    def leftovers(self):
        return bed.cgroups_left(self) + list((self.dir / "cache/cb/native/scratch").glob("*"))


class Output(bed.Case):
    def test_limit_that_no_manifest_can_hold_is_refused(self):
        done = self.run_cb("run", "--dir", ".", "--output-limit", "161M", "--", "true", code=2)
        self.assertIn("161M is more than a manifest can hold, 160M", done.err)


class NativeUser(bed.Case):
    """Without root there is no cgroup, and so no cpuset."""

    def run_script(self, script, *words):
        (self.dir / "work").mkdir()
        bed.share_with_everybody(self)
        done = bed.run_as_nobody(self, "run", "--dir", "work", *words, "--", "/bin/sh", "-c", script)
        finished = bed.Finished(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))
        (manifest,) = self.check_schema(finished)
        return manifest

    def test_processes(self):
        script = "i=0; while [ $i -lt 30 ]; do sleep 1 & i=$((i+1)); done; wait"
        self.assertIn("fork", self.run_script(script, "--processes", "10")["run"]["error_output"])

    def test_no_thread_leaves_its_cpus(self):
        script = "taskset -c 0 true || echo kept; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"
        run = self.run_script(script, "--cpu", "1")["run"]
        self.assertEqual((run["output"], run["pins"]["held_by"]), ("kept\n", "filter"))
        self.assertNotIn("left_cpus", [reason["code"] for reason in run["fitness"]["reasons"]])


if __name__ == "__main__":
    unittest.main()
