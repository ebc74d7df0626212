"""A program's view of the sandbox matches the manifest, with every engine."""

import json
import os
import pathlib

import unittest

import bed

# Prints what the kernel reports about the process itself. The addresses of the stack and of cat
# itself show whether the address space is randomized.
PROBE = r"""
grep -E '^(Cpus_allowed_list|Mems_allowed_list|CapEff|CapBnd|NoNewPrivs):' /proc/self/status
echo "maps: $(grep -E '\[stack\]|/cat$|libc' /proc/self/maps | cut -d' ' -f1 | tr '\n' ' ')"
echo "personality: $(cat /proc/self/personality)"
echo "shm: $(grep ' /dev/shm ' /proc/self/mounts)"
echo "interfaces: $(cat /proc/net/dev | grep : | cut -d: -f1 | tr -d ' ' | tr '\n' ' ')"
echo "fds: $(ls /proc/self/fd | tr '\n' ' ')"
echo "report: $(cat /proc/1/fd/2 2>&1 >/dev/null; for f in /proc/1/fd/*; do echo forged > $f; done 2>&1 | grep -c denied)"
echo "pid: $$"
"""


def parse(output):
    return dict(line.split(":", 1) for line in output.splitlines() if ":" in line)


class Probe:
    """The tests of one engine; see below for which."""

    def probe(self, *words, code=0):
        done = self.run_cb("run", *self.image, *words, "--", "/bin/sh", "-c", PROBE, code=code)
        (manifest,) = self.check_schema(done)
        return manifest, {key: text.strip() for key, text in parse(manifest["run"]["output"]).items()}

    def test_manifest_says_what_the_probe_sees(self):
        manifest, seen = self.probe("--cpu", "1", "--numa", "0", "--shm", "96M")
        pins = manifest["run"]["pins"]
        self.assertEqual(pins["cpus"], "1")
        self.assertEqual(seen["Cpus_allowed_list"], "1")
        self.assertEqual(pins["mems"], "0")
        self.assertEqual(seen["Mems_allowed_list"], "0")
        self.assertEqual(pins["shm_bytes"], 96 << 20)
        self.assertRegex(seen["shm"], r"tmpfs /dev/shm tmpfs \S*size=98304k\S*mpol=bind:0")
        self.assertEqual(pins["shm_policy"], "bind:0")
        self.assertEqual(pins["aslr"], "off_verified")
        self.assertTrue(int(seen["personality"], 16) & 0x40000)
        self.assertEqual(seen["CapEff"].strip("0"), "")
        self.assertEqual(seen["CapBnd"].strip("0"), "")
        self.assertEqual(seen["NoNewPrivs"], "1")
        self.assertEqual(seen["interfaces"], "lo")

    def test_results_files(self):
        script = (
            "echo '{\"results\":[]}' > out.json; echo b > /tmp/b; ln -s /proc/1/environ link; mkfifo pipe;"
            " ln -s /proc/1 dir; head -c 300000 /dev/zero | tr '\\0' x > big;"
            " echo packed | gzip > text.gz; head -c 80000000 /dev/zero | gzip > bomb.gz"
        )
        # podman's own / is a directory that only CAP_DAC_OVERRIDE may write to.
        files = ["tmp/out.json", "/tmp/b", "tmp/link", "tmp/pipe", "tmp/dir/environ", "tmp/bomb.gz"]
        files += ["tmp/text.gz", "tmp/big", "tmp/missing"]
        options = [word for file in files for word in ("--results", file)]
        manifest = self.run_script(f"mkdir -p tmp && cd tmp && {script}", *options, code=0)
        self.assertEqual([file["path"] for file in manifest["run"]["files"]], files)
        out, b, *bad, text, big, missing = manifest["run"]["files"]
        self.assertEqual(text["content"], "packed\n")
        self.assertEqual((out["content"], out["problem"]), ('{"results":[]}\n', ""))
        self.assertEqual(b["content"], "b\n")
        self.assertEqual(big["content"], "x" * 300000)
        self.assertEqual(missing["problem"], "No such file or directory")
        for file in bad:
            self.assertEqual(file["content"], "")
            self.assertNotEqual(file["problem"], "")

    def test_output_of_both_streams_and_all_iterations_has_one_limit(self):
        half = "head -c 600000 /dev/zero | tr '\\0' x"
        manifest = self.run_script(f"{half}; {half} >&2", "--output-limit", "1M")
        self.assertEqual(manifest["failure"]["reason"], "output_limit")
        manifest = self.run_script(half, "--output-limit", "1M", "--repeat", "3")
        self.assertEqual(manifest["failure"]["reason"], "output_limit")
        self.assertEqual(len(manifest["run"]["iterations"]), 2)

    def test_report_cannot_be_read_or_forged(self):
        manifest, seen = self.probe()
        self.assertNotIn("report: 0", manifest["run"]["output"])
        self.assertNotIn("forged", manifest["run"]["log"])
        self.assertRegex(seen["report"], r"[Pp]ermission denied")
        self.assertEqual(manifest["run"]["outcome"], "ok")

    def test_addresses_are_equal_without_aslr(self):
        manifest, one = self.probe()
        _, other = self.probe()
        self.assertGreater(len(one["maps"].split()), 2)
        self.assertEqual(one["maps"], other["maps"])
        self.assertEqual(manifest["run"]["pins"]["aslr"], "off_verified")
        codes = [reason["code"] for reason in manifest["run"]["fitness"]["reasons"]]
        self.assertNotIn("aslr_not_off", codes)

    def test_addresses_differ_with_aslr(self):
        manifest, one = self.probe("--aslr", "on")
        _, other = self.probe("--aslr", "on")
        self.assertEqual(manifest["run"]["pins"]["aslr"], "on")
        self.assertNotEqual(one["maps"], other["maps"])

    def test_shm_is_bounded_and_executable(self):
        script = "cp /bin/true /dev/shm/ && /dev/shm/true && head -c 40M /dev/zero > /dev/shm/x; echo full $?"
        done = self.run_cb("run", *self.image, "--shm", "32M", "--", "/bin/sh", "-c", script)
        self.assertIn("full 1", done.manifest()["run"]["output"])

    def test_network_host_shows_the_host(self):
        script = "cat /proc/net/dev | grep -c :"
        done = self.run_cb("run", *self.image, "--network", "host", "--", "/bin/sh", "-c", script)
        here = len([line for line in pathlib.Path("/proc/net/dev").read_text().splitlines() if ":" in line])
        self.assertEqual(int(done.manifest()["run"]["output"]), here)

    def test_environment_is_only_what_was_given(self):
        self.env["CB_TEST_SECRET"] = "hunter2"
        done = self.run_cb("run", *self.image, "--env", "GREETING=a b=c", "--", "/bin/sh", "-c", "env")
        output = done.manifest()["run"]["output"]
        self.assertIn("GREETING=a b=c\n", output)
        self.assertNotIn("hunter2", done.out)

    def test_repeat_runs_fresh_sandboxes(self):
        script = "cd /tmp; ls left* 2>/dev/null; echo round; touch left-$$; sleep 0.05"
        done = self.run_cb("run", *self.image, "--repeat", "3", "--", "/bin/sh", "-c", script)
        (manifest,) = self.check_schema(done)
        run = manifest["run"]
        self.assertEqual(run["output"], "round\n" * 3)
        self.assertEqual(len(run["iterations"]), 3)
        self.assertAlmostEqual(run["wall_s"], sum(i["wall_s"] for i in run["iterations"]), places=6)
        for iteration in run["iterations"]:
            self.assertGreater(iteration["wall_s"], 0.05)

    def test_stdout_and_stderr_are_kept_apart(self):
        script = "for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done; printf end >&2"
        done = self.run_cb("run", *self.image, "--repeat", "2", "--", "/bin/sh", "-c", script)
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["run"]["output"], "".join(f"out {i}\n" for i in range(1, 10)) * 2)
        errors = "".join(f"err {i}\n" for i in range(1, 10)) + "end"
        self.assertEqual(manifest["run"]["error_output"], f"{errors}\n{errors}")
        self.assertEqual(manifest["run"]["log"], "")

    def test_usage_is_what_the_program_used(self):
        script = "x=0; while [ $x -lt 150000 ]; do x=$((x+1)); done; head -c 64M /dev/zero > /dev/shm/x; sleep 0.3"
        done = self.run_cb("run", *self.image, "--shm", "100M", "--cpu", "1", "--", "/bin/sh", "-c", script)
        usage, wall_s = done.manifest()["run"]["usage"], done.manifest()["run"]["wall_s"]
        self.assertGreater(usage["user_s"], 0.02)
        self.assertLess(usage["user_s"] + usage["system_s"], wall_s - 0.25)
        # A tmpfs counts as the run's memory.
        self.assertGreater(usage["peak_memory_bytes"], 64 << 20)
        self.assertLess(usage["peak_memory_bytes"], 96 << 20)


class Docker(Probe, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("docker")


class Podman(Probe, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("podman")


class Images:
    """Features of engines with images."""

    def test_runs_in_an_empty_image(self):
        """No shell, no setarch, no libc: only the program."""
        context = self.dir / "empty"
        context.mkdir()
        (context / "hello.c").write_text(
            '#include <stdio.h>\nint main(void) { puts("{\\"results\\":[]}"); return 0; }\n'
        )
        (context / "Dockerfile").write_text(
            f"FROM {bed.BASE_IMAGE} AS build\nCOPY hello.c /\nRUN gcc -static -o /hello /hello.c\n"
            'FROM scratch\nCOPY --from=build /hello /hello\nUSER 1234:1234\n'
        )
        self.engine("build", "--quiet", "--network", "none", "--tag", "cb-test-empty", str(context))
        self.addCleanup(self.engine, "rmi", "--force", "cb-test-empty")
        done = self.run_cb("run", "--engine", self.program, "--image", "cb-test-empty", "--cpu", "1", "--", "/hello")
        self.assertEqual(done.manifest()["run"]["output"], '{"results":[]}\n')
        self.assertEqual(done.manifest()["run"]["pins"]["aslr"], "off_verified")

    def test_print_argv_is_what_a_shell_can_run(self):
        done = self.run_cb("run", *self.image, "--cpu", "1", "--print-argv", "--", "echo", "it's")
        lines = done.out.splitlines()
        (start,) = [number for number, line in enumerate(lines) if line.startswith(f"{self.program} run ")]
        self.assertIn("--cpuset-cpus 1 --cpuset-mems 0", lines[start])
        self.assertTrue(lines[start].endswith(r"-- echo 'it'\''s'"))
        script = " && ".join(lines[:start]) + f" && (echo; sleep 3) | {lines[start]}; " + "; ".join(lines[start + 1 :])
        out = self.shell(script).out  # the start message; the end of standard input would end the command
        self.assertIn("it's\n", out)
        self.assertEqual(bed.container_ids(self), [])
        self.assertEqual(bed.shm_mounts(self), [])



class DockerImages(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("docker")


class PodmanImages(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("podman")


class Native(Probe, bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        work = self.dir / "work"
        work.mkdir()
        self.image = ["--dir", str(work)]

    def test_sees_only_system_directories(self):
        (self.dir / "work" / "mine").write_text("here")
        script = "pwd; cat mine; ls /; ls -A /home /root /run /tmp /var 2>&1; cat /etc/shadow; touch /usr/x /x"
        done = self.run_cb("run", *self.image, "--", "/bin/sh", "-c", script, code=1)
        run = done.manifest()["run"]
        output = run["output"] + run["error_output"]
        self.assertTrue(output.startswith("/work\nhere"))
        self.assertNotIn(str(self.dir), output)
        for name in ("/home", "/root", "/run"):
            self.assertIn(f"cannot access '{name}'", output)
        self.assertIn("touch: cannot touch '/x': Read-only file system", output)

    def test_work_directory_stays_as_it_was(self):
        (self.dir / "work" / "mine").write_text("here")
        script = "echo changed > mine && echo new > new && cat mine new"
        done = self.run_cb("run", *self.image, "--", "/bin/sh", "-c", script)
        self.assertEqual(done.manifest()["run"]["output"], "changed\nnew\n")
        self.assertEqual([path.name for path in (self.dir / "work").iterdir()], ["mine"])
        self.assertEqual((self.dir / "work" / "mine").read_text(), "here")
        self.assertEqual(list((self.dir / "cache/cb/native/scratch").iterdir()), [])

    def test_a_file_system_that_cannot_be_a_layer_is_named(self):
        """As a network file system cannot, nor another overlay."""
        names = [self.dir / name for name in ("lower", "upper", "layer", "merged")]
        for name in names:
            name.mkdir()
        options = ",".join(f"{key}={name}" for key, name in zip(("lowerdir", "upperdir", "workdir"), names))
        done = self.shell(
            f"unshare -m sh -c 'mount -t overlay overlay -o {options} merged && "
            f'XDG_CACHE_HOME={self.dir}/merged cb run --dir work -- true\'',
            code=4,
        )
        self.assertIn("let XDG_CACHE_HOME name a directory on a local disk", done.err)

    def test_unpinned_run_stays_with_its_caller(self):
        """It gets only CPUs of cb's caller, and stays in the caller's cgroup."""
        top = pathlib.Path("/sys/fs/cgroup/memory")
        top = top if top.exists() else pathlib.Path("/sys/fs/cgroup")
        own = next(
            line.rsplit(":", 1)[1].strip("/")
            for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines()
            if ":memory:" in line or (line.startswith("0::") and top.name != "memory")
        )
        caller = top / own / f"cb-test-caller-{os.getpid()}"
        caller.mkdir()
        self.addCleanup(caller.rmdir)
        run = bed.background(
            self, f"echo $$ > {caller}/cgroup.procs; exec taskset -c 0 cb run {' '.join(self.image)} -- sleep 54.321"
        )
        def sleeping():
            return [pid for pid in bed.processes_with("54.321") if bed.first_word(pid) == "sleep"]

        self.wait_until(sleeping, "the benchmark to start")
        (sleep,) = sleeping()
        self.assertIn("Cpus_allowed_list:\t0\n", pathlib.Path(f"/proc/{sleep}/status").read_text())
        if top.name == "memory":
            cgroups = pathlib.Path(f"/proc/{sleep}/cgroup").read_text()
            self.assertRegex(cgroups, rf":memory:/\S*{caller.name}/cb-run-")
        bed.kill(sleep)
        run.wait(60)
        self.wait_until(lambda: bed.cgroups_left(self) == [], "the cgroups to go")

    def test_mount_shows_a_directory_read_only(self):
        tools = self.dir / "tools"
        tools.mkdir()
        (tools / "data").write_text("tool data")
        script = f"cat {tools}/data; touch {tools}/x"
        done = self.run_cb("run", *self.image, "--mount", str(tools), "--", "/bin/sh", "-c", script, code=1)
        self.assertIn("tool data", done.manifest()["run"]["output"])
        self.assertIn("Read-only file system", done.manifest()["run"]["error_output"])

    def test_another_user_runs_without_root(self):
        """Figures that require root are null with a reason; the rest is the same as for root."""
        bed.share_with_everybody(self)
        done = bed.run_as_nobody(self, "run", *self.image, "--cpu", "1", "--", "/bin/sh", "-c", PROBE)
        manifest = json.loads(done.stdout)
        seen = {key: text.strip() for key, text in parse(manifest["run"]["output"]).items()}
        self.assertEqual(manifest["status"], "ok")
        self.assertEqual(seen["Cpus_allowed_list"], "1")
        self.assertEqual(manifest["run"]["pins"]["aslr"], "off_verified")
        self.assertEqual(seen["CapEff"].strip("0"), "")
        self.assertIsNone(manifest["run"]["usage"]["peak_memory_bytes"])
        self.assertRegex(manifest["run"]["usage"]["unavailable"]["peak_memory_bytes"], "ermission denied")
        self.assertIsNotNone(manifest["run"]["usage"]["user_s"])
        done = bed.run_as_nobody(self, "run", *self.image, "--memory", "64M", "--", "true")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"run cb as root", done.stderr)


if __name__ == "__main__":
    unittest.main()
