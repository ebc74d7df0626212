"""The volume from which containers get cb-init: whatever is in it, a run executes cb-init and nothing else."""

import hashlib
import os
import pathlib

import bed


def init_program(case):
    return pathlib.Path(os.environ.get("CB_INIT") or pathlib.Path(case.cb).resolve().parent / "cb-init")


class Volume:
    """The tests of one engine; see below for which."""

    def init_volume(self):
        return "cb-init-" + hashlib.sha256(init_program(self).read_bytes()).hexdigest()

    def volumes(self):
        return self.engine("volume", "ls", "--quiet", "--filter", "name=cb-init-").split()

    def remove_volume(self):
        if self.init_volume() in self.volumes():
            self.engine("volume", "rm", self.init_volume())

    def damage(self, script):
        """Runs the script in the volume, as nobody but an administrator of the engine can."""
        self.engine("run", "--rm", "--network", "none", "--volume", f"{self.init_volume()}:/v", bed.BASE_IMAGE, "sh", "-ec", script)

    def check_run(self, *image):
        done = self.run_cb("run", *(image or self.image), "--", "echo", "fine")
        manifest = done.manifest()
        self.assertEqual(manifest["run"]["output"], "fine\n")
        self.assertEqual(manifest["run"]["pins"]["aslr"], "off_verified")
        return done

    def test_the_first_run_fills_it_and_the_next_one_uses_it(self):
        self.remove_volume()
        fills = "filling the volume"
        done = self.run_cb("-v", "run", *self.image, "--", "echo", "fine")
        self.assertIn(fills, done.err)
        self.assertEqual(self.volumes(), [self.init_volume()])
        self.assertNotIn(fills, self.run_cb("-v", "run", *self.image, "--", "echo", "fine").err)

    def test_whatever_is_wrong_with_it_is_mended(self):
        self.check_run()
        for damage in (
            "rm -f cb-init",
            "echo no program >cb-init",
            "head -c 5000 cb-init >part; mv part cb-init",
            "chmod 0444 cb-init",
            "rm -f cb-init; cp /bin/true cb-init",
        ):
            with self.subTest(damage):
                self.damage(f"cd /v; {damage}")
                self.check_run()

    def test_another_program_that_claims_to_be_cb_init_is_not_used(self):
        self.check_run()
        self.damage("echo more >>/v/cb-init")
        done = self.run_cb("-v", "run", *self.image, "--", "echo", "fine")
        self.assertIn("filling the volume", done.err)
        self.assertNotIn("filling the volume", self.run_cb("-v", "run", *self.image, "--", "echo", "fine").err)

    def test_an_image_puts_nothing_into_it(self):
        """An engine copies what an image has at the mount point into a new volume, unless it is told not to."""
        context = self.dir / "hostile"
        context.mkdir()
        (context / "hostile").write_text("#!/bin/sh\necho hostile\n")
        (context / "hostile").chmod(0o755)
        (context / "Dockerfile").write_text(
            f"FROM {bed.BASE_IMAGE}\nCOPY hostile /.cb-init/cb-init\nCOPY hostile /.cb-run/cb-init\nCOPY hostile /cb-init\n"
        )
        self.engine("build", "--quiet", "--tag", "cb-test-hostile", str(context))
        self.addCleanup(self.engine, "rmi", "--force", "cb-test-hostile")
        self.remove_volume()
        self.check_run("--engine", self.program, "--image", "cb-test-hostile")
        done = self.run_cb("run", *self.image, "--", "sh", "-c", "ls /.cb-run-*")
        self.assertEqual(done.manifest()["run"]["output"], "cb-init\n")

    def test_a_benchmark_cannot_write_to_it(self):
        self.remove_volume()
        done = self.run_cb(
            "run", *self.image, "--", "sh", "-c", "cd /.cb-run-*; echo x >x; rm -f cb-init; echo x >cb-init; ls"
        )
        self.assertEqual(done.manifest()["run"]["output"], "cb-init\n")
        self.assertEqual(done.manifest()["run"]["error_output"].count("Read-only file system"), 3)

    def test_two_runs_fill_it_together(self):
        self.remove_volume()
        children = [self.start("run", *self.image, "--", "echo", "fine") for _ in range(2)]
        for child in children:
            out, err = child.communicate(timeout=300)
            self.assertEqual(child.returncode, 0, err.decode())
        self.check_run()

    def test_prune_removes_it(self):
        self.check_run()
        self.run_cb("build", "--prune", "--keep", "100", "--engine", self.program, "--dry-run")
        self.assertEqual(self.volumes(), [self.init_volume()])
        self.run_cb("build", "--prune", "--keep", "100", "--engine", self.program)
        self.assertEqual(self.volumes(), [])
        self.check_run()


class DockerVolume(Volume, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("docker")


class PodmanVolume(Volume, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_image("podman")
