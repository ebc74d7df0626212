"""The operator's Dockerfile and files are used for commits without them, and builds can read their stamps."""

import unittest

import bed


class Operator:
    def repository(self, *commits):
        self.make_repository("project", commits)

    def build(self, *words, code=0):
        jobs = self.run_cb("watch", "project", "--all").out
        return self.run_cb("build", "--engine", self.program, *words, stdin=jobs, code=code)

    def test_dockerfile_from_outside_serves_a_whole_history(self):
        marker = self.dir.name
        own = self.dir / "own"
        own.write_text(f"FROM {bed.BASE_IMAGE}\nCOPY . /src\nRUN echo {marker}\nCMD cat /src/program\n")
        (self.dir / "own.dockerignore").write_text("secret\n")
        files = {"secret": "s", "program": "1", ".dockerignore": "program\n", "Dockerfile": "WRONG"}
        self.repository(files, {"program": "2"})
        built = self.check_schema(self.build("--dockerfile-from", "own"))
        self.assertEqual([m["status"] for m in built], ["ok", "ok"])
        self.assertEqual({m["build"]["dockerfile"] for m in built}, {"own"})
        for manifest in built:
            image = manifest["build"]["image"]
            self.assertEqual(self.engine("run", "--rm", image, "ls", "/src/program"), "/src/program")
            self.assertNotIn("secret", self.engine("run", "--rm", image, "ls", "/src"))
            label = '{{index .Config.Labels "org.cb.command"}}'
            self.assertEqual(self.engine("image", "inspect", "--format", label, image), "dockerfile")
        again = self.build("--dockerfile-from", "own").manifests()
        self.assertEqual([m["build"]["cached"] for m in again], [True, True])
        own.write_text(own.read_text() + "# another\n")
        again = self.build("--dockerfile-from", "own").manifests()
        self.assertEqual([m["build"]["cached"] for m in again], [False, False])

    def test_overlay_brings_the_benchmark(self):
        overlay = self.dir / "overlay"
        (overlay / "bench").mkdir(parents=True)
        (overlay / "bench/run").write_text(f"echo new {self.dir.name}\n")
        (overlay / "Dockerfile").write_text(f"FROM {bed.BASE_IMAGE}\nCOPY . /src\n")
        self.repository({"program": "1"}, {"bench-old": "x"})
        built = self.check_schema(self.build("--overlay", "overlay"))
        self.assertEqual({m["build"]["dockerfile"] for m in built}, {"Dockerfile"})
        for manifest in built:
            self.assertIn("new", self.engine("run", "--rm", manifest["build"]["image"], "sh", "/src/bench/run"))
        (overlay / "bench/run").write_text("echo newer\n")
        self.assertFalse(any(m["build"]["cached"] for m in self.build("--overlay", "overlay").manifests()))

    def test_stamps_are_build_arguments_that_are_declared(self):
        declares = f"FROM {bed.BASE_IMAGE}\nARG CB_COMMIT\nARG CB_REPO=none\nRUN echo $CB_COMMIT $CB_REPO > /stamp\n"
        self.repository({"Dockerfile": declares})
        (manifest,) = self.check_schema(self.build())
        stamp = self.engine("run", "--rm", manifest["build"]["image"], "cat", "/stamp")
        self.assertEqual(stamp, f"{manifest['source']['commit']} project")
        self.git(self.dir / "project", "commit", "-q", "--allow-empty", "-m", "The same tree")
        again = self.build().manifests()
        self.assertEqual(sorted(m["build"]["cached"] for m in again), [False, True])

    def test_label_says_whose_the_command_is(self):
        inherits = f"FROM {bed.BASE_IMAGE} AS a\nCMD x\nFROM {bed.BASE_IMAGE}\nRUN echo {self.dir.name}\n"
        self.repository({"Dockerfile": inherits})
        (manifest,) = self.check_schema(self.build())
        label = '{{index .Config.Labels "org.cb.command"}}'
        self.assertEqual(self.engine("image", "inspect", "--format", label, manifest["build"]["image"]), "none")


class DockerOperator(Operator, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()


class PodmanOperator(Operator, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_podman()


class NativeOperator(bed.Case):
    def build(self, *words, code=0):
        jobs = self.run_cb("watch", "project", "--all").out
        return self.run_cb("build", "--engine", "native", *words, stdin=jobs, code=code)

    def test_overlay_stamps_and_warning(self):
        self.make_repository("project", [{"Dockerfile": "FROM x", "a": "1"}, {"a": "2"}])
        (self.dir / "overlay").mkdir()
        (self.dir / "overlay/bench").write_text("cat a; cat stamp\n")
        done = self.build("--overlay", "overlay", "--prepare", 'echo "$CB_COMMIT $CB_BRANCH $CB_REPO" > stamp')
        self.assertNotIn("ignores", done.err)
        run = self.run_cb("run", "--", "sh", "./bench", stdin=done.out)
        for manifest in self.check_schema(run):
            source = manifest["source"]
            self.assertIn(f"{source['commit']} main project", manifest["run"]["output"])
        done = self.build()
        self.assertEqual(done.err.count("ignores Dockerfile"), 1, done.err)
        self.assertIn("--prepare COMMAND", done.err)

    def test_files_that_cannot_be_read_are_a_wrong_command_line(self):
        self.assertIn("--dockerfile-from: ", self.run_cb("build", "--dockerfile-from", "none", code=2).err)
        self.assertIn("--overlay: ", self.run_cb("build", "--overlay", "none", code=2).err)


if __name__ == "__main__":
    unittest.main()
