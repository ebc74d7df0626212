"""The settings of an image are respected, with docker and podman: ENTRYPOINT, CMD, USER, WORKDIR, ENV, HEALTHCHECK."""

import json
import subprocess

import unittest

import bed

# Like the entrypoints of opam, conda and nix: without it, the project's tool is not found.
OPAM = r"""#!/bin/sh
[ "$1 $2" = "exec --" ] || { echo "opam: bad words: $*" >&2; exit 9; }
shift 2
PATH=$HOME/.opam/bin:$PATH exec "$@"
"""

DUNE = r"""#!/bin/sh
echo '{"results":[{"name":"dune","metrics":[{"name":"time","value":1,"units":"ms"}]}]}'
echo "user $(id -un), in $(pwd), CB $CB_REPO $CB_BRANCH $CB_COMMIT"
touch "$HOME/written" && echo "home $HOME"
"""

# With the layers of a typical image.
IMAGE = f"""FROM {bed.BASE_IMAGE}
RUN useradd --create-home opam && mkdir -p /home/opam/.opam/bin /home/opam/src && chown -R opam /home/opam
COPY opam /usr/local/bin/opam
COPY dune /home/opam/.opam/bin/dune
COPY Makefile /home/opam/src/Makefile
USER opam
WORKDIR /home/opam/src
ENV FLAVOUR=vanilla
HEALTHCHECK --interval=1s CMD touch /tmp/healthcheck-ran
ENTRYPOINT ["opam", "exec", "--"]
CMD ["bash"]
"""


class Images:
    """The tests of one engine; see below for which."""

    def build_image(self, name, dockerfile, **files):
        context = self.dir / name
        context.mkdir()
        for file, text in files.items():
            (context / file).write_text(text)
            (context / file).chmod(0o755)
        (context / "Dockerfile").write_text(dockerfile)
        self.engine("build", "--quiet", "--network", "none", "--tag", name, str(context))
        self.addCleanup(self.engine, "rmi", "--force", name)
        return ["--engine", self.program, "--image", name]

    def opam_image(self):
        return self.build_image(
            "cb-test-opam", IMAGE, opam=OPAM, dune=DUNE, Makefile="bench:\n\t@dune build\n\t@echo flavour $(FLAVOUR)\n"
        )

    def run_image(self, image, *words, code=0):
        (manifest,) = self.check_schema(self.run_cb("run", *image, *words, code=code))
        return manifest["run"]

    def test_entrypoint_makes_the_environment(self):
        image = self.opam_image()
        run = self.run_image(image, "--cpu", "1")
        self.assertEqual(run["argv"], ["opam", "exec", "--", "make", "bench"])
        self.assertIn('"dune"', run["output"])
        self.assertIn("user opam, in /home/opam/src", run["output"])
        self.assertIn("home /home/opam\n", run["output"])
        self.assertIn("flavour vanilla", run["output"])
        run = self.run_image(image, "--", "dune", "build")
        self.assertEqual(run["argv"], ["opam", "exec", "--", "dune", "build"])
        run = self.run_image(image, "--entrypoint", "", "--", "sh", "-c", "echo plain")
        self.assertEqual((run["argv"][0], run["output"]), ("sh", "plain\n"))

    def test_the_whole_pipeline_of_such_a_project(self):
        """The project's Dockerfile: its ENTRYPOINT and its own CMD are the benchmark."""
        repository = self.make_repository(
            "project",
            [{"bench.Dockerfile": IMAGE.replace('CMD ["bash"]', 'CMD ["dune", "build"]'), "opam*": OPAM, "dune*": DUNE, "Makefile": ""}],
        )
        line = f"cb watch project --db cb.db | cb build --engine {self.program} | cb run | tee ran.jsonl | cb parse | cb store --db cb.db"
        self.shell(line)
        run = json.loads((self.dir / "ran.jsonl").read_text())["run"]
        self.assertEqual(run["argv"], ["opam", "exec", "--", "dune", "build"])
        commit = self.git(repository, "rev-parse", "HEAD")
        self.assertIn(f"CB project main {commit}\n", run["output"])
        (row,) = self.rows("--db", "cb.db")
        self.assertEqual((row["test"], row["value"], row["commit"]), ("dune", "1", commit))
        measured = {r["metric"] for r in self.all_rows("--db", "cb.db") if r["benchmark"] == "run"}
        self.assertLessEqual({"wall_time", "user_time", "system_time", "peak_memory"}, measured)

    def test_a_cmd_of_the_base_is_nobodys_choice(self):
        self.build_image("cb-test-base", f'FROM {bed.BASE_IMAGE}\nCMD ["bash"]\n')
        self.make_repository("project", [{"Dockerfile": "FROM cb-test-base\nCOPY . .\n", "Makefile": "bench:\n\t@echo made\n"}])
        done = self.shell(f"cb watch project --db cb.db | cb build --engine {self.program} | cb run")
        self.assertEqual(done.manifest()["run"]["argv"], ["make", "bench"])
        self.assertEqual(done.manifest()["run"]["output"], "made\n")

    def test_entrypoint_in_shell_form(self):
        image = self.build_image("cb-test-shell", f"FROM {bed.BASE_IMAGE}\nENTRYPOINT echo run by $0\n")
        run = self.run_image(image)
        self.assertEqual(run["argv"], ["/bin/sh", "-c", "echo run by $0"])
        self.assertEqual(run["output"], "run by /bin/sh\n")

    def test_nothing_but_the_benchmark_runs(self):
        image = self.opam_image()
        script = (
            "end=$(($(date +%s) + 5)); while [ $(date +%s) -lt $end ]; do cat /proc/[0-9]*/cmdline | tr '\\0' ' '; echo; "
            "sleep 0.05; done; ls /tmp"
        )
        run = self.run_image(image, "--entrypoint", "", "--cpu", "1", "--", "sh", "-c", script)
        self.assertGreater(len(run["output"].splitlines()), 20)
        self.assertNotIn("healthcheck-ran\n", run["output"].replace("touch /tmp/", ""))
        self.assertNotIn("touch", run["output"].replace(script, ""))

    def test_home_that_cannot_be_written_to(self):
        """Like for a user unknown to the image."""
        image = self.build_image("cb-test-user", f"FROM {bed.BASE_IMAGE}\nUSER 4321:4321\n")
        run = self.run_image(image, "--", "sh", "-c", "echo $HOME; touch $HOME/x && echo written; id -u")
        self.assertEqual(run["output"], "/tmp\nwritten\n4321\n")

    def test_data_that_is_mounted(self):
        data = self.dir / "data, with: signs"
        data.mkdir()
        (data / "corpus").write_text("words")
        self.dir.chmod(0o755)
        if self.program == "docker":
            data.chmod(0o755)
        run = self.run_image(
            ["--engine", self.program, "--image", bed.BASE_IMAGE], "--mount", data,
            "--", "sh", "-c", f'cat "{data}/corpus"; touch "{data}/x" || echo refused',
        )
        self.assertEqual(run["output"], "wordsrefused\n")

    def test_a_frozen_container_is_over_its_limit(self):
        child = self.start("run", "--engine", self.program, "--image", bed.BASE_IMAGE, "--timeout", "2s", "--", "sleep", "3")
        self.wait_until(lambda: bed.container_ids(self) != [], "the container")
        (container,) = bed.container_ids(self)
        self.wait_until(lambda: self.engine("inspect", "--format", "{{.State.Running}}", container) == "true", "it to run")
        self.engine("pause", container)
        out, err = child.communicate(timeout=90)
        failure = json.loads(out)["failure"]
        self.assertEqual((failure["reason"], failure["fault"]), ("timeout", "machine"), err)
        self.assertEqual(bed.container_ids(self), [])

    def test_a_container_that_somebody_kills_is_the_machines_fault(self):
        child = self.start("run", "--engine", self.program, "--image", bed.BASE_IMAGE, "--", "sleep", "30")
        self.wait_until(lambda: bed.container_ids(self) != [], "the container")
        (container,) = bed.container_ids(self)
        self.wait_until(lambda: self.engine("inspect", "--format", "{{.State.Running}}", container) == "true", "it to run")
        self.engine("kill", container)
        out, err = child.communicate(timeout=90)
        failure = json.loads(out)["failure"]
        self.assertEqual((failure["reason"], failure["fault"]), ("engine", "machine"), err)

    def test_an_image_that_is_gone_is_due_again(self):
        self.make_repository("project", [{"Dockerfile": f"FROM {bed.BASE_IMAGE}\nCOPY . .\n", "Makefile": "bench:\n\t@echo '{\"results\":[{\"name\":\"t\",\"metrics\":[{\"name\":\"m\",\"value\":1}]}]}'\n"}])
        build = f"cb watch project --db cb.db | cb build --engine {self.program} > built.jsonl"
        self.shell(build)
        image = json.loads((self.dir / "built.jsonl").read_text())["build"]["image"]
        self.engine("rmi", "--force", image)
        rest = "cb run < built.jsonl | tee ran.jsonl | cb parse | cb store --db cb.db"
        self.shell(rest, code=1)
        failure = json.loads((self.dir / "ran.jsonl").read_text())["failure"]
        self.assertEqual((failure["reason"], failure["fault"]), ("no_image", "machine"))
        self.shell(build.replace("watch", "watch --retry-failed"))
        self.assertFalse(json.loads((self.dir / "built.jsonl").read_text())["build"]["cached"])
        self.shell(rest)
        self.assertEqual([row["value"] for row in self.rows("--db", "cb.db")], ["1"])


class Docker(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()

    def test_proxies_of_the_client_stay_out(self):
        config = self.dir / "docker-config"
        config.mkdir()
        proxies = {"httpProxy": "http://user:secret@proxy:1", "httpsProxy": "http://user:secret@proxy:1", "noProxy": "x"}
        (config / "config.json").write_text(json.dumps({"proxies": {"default": proxies}}))
        self.env["DOCKER_CONFIG"] = str(config)
        seen = subprocess.run(
            ["docker", "run", "--rm", "--network", "none", bed.BASE_IMAGE, "env"],
            capture_output=True, text=True, env=self.env, timeout=60,
        ).stdout
        self.assertIn("secret", seen)  # docker itself passes them
        run = self.run_image(["--engine", "docker", "--image", bed.BASE_IMAGE], "--", "env")
        self.assertNotIn("secret", json.dumps(run))


class Podman(Images, bed.Case):
    def setUp(self):
        super().setUp()
        self.use_podman()


if __name__ == "__main__":
    unittest.main()
