"""Builds can be removed, but never while they are in use."""

import unittest

import bed


class Prune(bed.Case):
    def build(self, engine, *numbers):
        """Builds a commit for each number, one after the other."""
        (self.dir / "project").exists() or self.make_repository("project", [{"number": "0"}])
        built = []
        for number in numbers:
            dockerfile = f"FROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name} {number} > /made\n"
            (self.dir / "project/Dockerfile").write_text(dockerfile)
            (self.dir / "project/number").write_text(str(number))
            self.git(self.dir / "project", "add", "-A")
            self.git(self.dir / "project", "commit", "-q", "-m", f"Commit {number}")
            jobs = self.run_cb("watch", "project").out
            built.append(self.run_cb("build", "--engine", engine, "--prepare", "sleep 1", stdin=jobs).out)
        return built

    def trees(self):
        return {path.name for path in (self.dir / "cache/cb/native/trees").glob("*")}

    @staticmethod
    def key(job):
        return bed.json.loads(job)["build"]["image"].split(":")[1]

    def test_native_trees(self):
        jobs = self.build("native", 1, 2, 3)
        keys = [self.key(job) for job in jobs]
        self.assertEqual(self.trees(), set(keys))
        (self.dir / "job").write_text(jobs[0])
        with open(self.dir / "job") as job:
            child = self.start("run", "--cpu", "1", "--", "/bin/sleep", "100", stdin=job)
        self.wait_until(lambda: bed.cgroups_left(self), "the run")
        done = self.run_cb("build", "--prune", "--engine", "native", "--keep", "1", "--dry-run")
        self.assertIn("would remove the native tree " + keys[1], done.err)
        self.assertEqual(self.trees(), set(keys))
        done = self.run_cb("build", "--prune", "--engine", "native", "--keep", "1")
        self.assertIn(keys[0] + " is in use", done.err)
        self.assertIn("native: removed 1, ", done.err)
        self.assertEqual(self.trees(), {keys[0], keys[2]})
        child.terminate()
        child.communicate(timeout=30)
        self.run_cb("build", "--prune", "--engine", "native", "--older-than", "1d")
        self.assertEqual(self.trees(), {keys[0], keys[2]})
        self.run_cb("build", "--prune", "--engine", "native", "--max-size", "0")
        self.assertEqual(self.trees(), set())

    def check_images(self):
        jobs = self.build(self.program, 1, 2, 3)
        images = [bed.json.loads(job)["build"]["image"] for job in jobs]
        # It is used again, so the second is the least recently used.
        self.run_cb("build", "--engine", self.program, "--prepare", "sleep 1", stdin=self.without_build(jobs[0]))
        container = self.engine("create", images[1], "true")
        self.addCleanup(self.engine, "rm", "--force", container)
        prune = ["build", "--prune", "--engine", self.program, "--keep", "1"]
        done = self.run_cb(*prune)
        self.assertRegex(done.err, f"{images[1].split(':')[-1]} is in use")
        self.assertNotIn(images[0], done.err)
        self.assertEqual(self.images(images), {images[0], images[1]})
        self.engine("rm", container)
        self.run_cb(*prune)
        self.assertEqual(self.images(images), {images[0]})
        self.run_cb(*prune[:-1], "0")
        self.assertEqual(self.images(images), set())
        self.assertIn(bed.BASE_IMAGE.split(":")[0], self.engine("images"))

    @staticmethod
    def without_build(job):
        manifest = bed.json.loads(job)
        del manifest["build"]
        return bed.json.dumps(manifest) + "\n"

    def images(self, among):
        listed = self.engine("images", "--no-trunc", "--format", "{{.ID}}").split()
        return set(among) & {image if image.startswith("sha256:") else "sha256:" + image for image in listed}

    def test_docker_images(self):
        self.use_docker()
        self.check_images()

    def test_podman_images(self):
        self.use_podman()
        self.check_images()

    def test_what_may_go_must_be_said(self):
        self.assertIn("--keep N", self.run_cb("build", "--prune", code=2).err)


if __name__ == "__main__":
    unittest.main()
