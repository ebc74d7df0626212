"""The engine determines the CPUs of its containers, regardless of cb's own cpuset."""

import os
import pathlib
import subprocess
import unittest

import bed

VERSION_1 = pathlib.Path("/sys/fs/cgroup/cpuset")


class EngineCpus(bed.Case):
    def on_cpu_0(self, *words):
        """Runs cb in a cpuset with only CPU 0."""
        is_version_1 = VERSION_1.is_dir()
        cgroup = (VERSION_1 if is_version_1 else pathlib.Path("/sys/fs/cgroup")) / f"cb-test-{os.getpid()}"
        cgroup.mkdir()
        self.addCleanup(cgroup.rmdir)
        (cgroup / "cpuset.cpus").write_text("0")
        if is_version_1:
            (cgroup / "cpuset.mems").write_text("0")
        script = f'echo $$ > {cgroup}/cgroup.procs && exec taskset -c 0 "$@"'
        return subprocess.run(
            ["sh", "-c", script, "sh", self.cb, *words], capture_output=True, env=self.env, cwd=self.dir, timeout=120
        )

    def check(self, program):
        self.use_image(program)
        done = self.on_cpu_0("run", *self.image, "--cpu", "1", "--", "grep", "Cpus_allowed_list", "/proc/self/status")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        run = bed.Finished(0, done.stdout.decode(), "").manifest()["run"]
        self.assertEqual(run["pins"]["cpus"], "1")
        self.assertEqual(run["output"].split(), ["Cpus_allowed_list:", "1"])

    def test_docker(self):
        self.check("docker")

    def test_podman(self):
        self.check("podman")

    def test_native_stays_in_the_cpuset_of_cb(self):
        (self.dir / "tree").mkdir()
        done = self.on_cpu_0("run", "--dir", "tree", "--cpu", "1", "--", "true")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"CPU 1 is not among the CPUs that a benchmark may use here, 0", done.stderr)


if __name__ == "__main__":
    unittest.main()
