"""What cb build gives to an engine, and what it does with the image, with both builders of docker and with podman."""

import json
import os
import shutil
import subprocess
import unittest

import bed
import registry

DOCKERFILE = f"""FROM {bed.BASE_IMAGE} AS files
WORKDIR /b
COPY . .

FROM files AS small
CMD ["small"]

FROM files
RUN find . -printf '%P %y %m %T@ %l\\n' | LC_ALL=C sort > /listing
CMD cat /listing
"""
SMALL = r"""
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
    const char *number = getenv("NUMBER");
    printf("%s\n", number ? number : "");
    DIR *here = opendir(".");
    for (struct dirent *entry; (entry = readdir(here));)
        if (entry->d_name[0] != '.')
            printf("%s\n", entry->d_name);
}
"""
LONG = "d" * 130 + "/" + "e" * 250


class Builds:
    """The tests of one builder; see below for which."""

    has_secrets = True
    words = ("--network", "none")  # the bed's docker has no bridge

    def setUp(self):
        super().setUp()
        self.use()
        # In one directory with a Dockerfile of somebody else, which podman would prefer.
        (self.dir / "Dockerfile").write_text("FROM scratch\n")

    def build(self, jobs, *words, code=0, check=True):
        done = self.run_cb("build", "--engine", self.program, *self.words, *words, stdin=jobs, code=code)
        for manifest in self.check_schema(done) if check else []:
            image = manifest.get("build", {}).get("image")
            if image:
                self.addCleanup(self.remove, image)
        return done

    def remove(self, image):
        """Removes the image with all its names."""
        found = self.run_engine("image", "inspect", "--format", "{{.Id}}", image)
        if found.returncode == 0:
            self.run_engine("rmi", "--force", found.stdout.strip())

    def run_engine(self, *words):
        command = [self.program, *words]
        return subprocess.run(command, capture_output=True, text=True, env=self.env, timeout=120)

    def jobs(self, repository, *words):
        return self.run_cb("watch", repository, *words).out

    def output(self, built):
        return self.run_cb("run", "--quiet", stdin=built).manifest()["run"]["output"]

    def commit_tree(self):
        """A commit with everything that a tree can have."""
        path = self.make_repository("project", [{"Dockerfile": DOCKERFILE, "run.sh*": self.dir.name, "old": "old"}])
        (path / LONG).parent.mkdir(parents=True)
        (path / LONG).write_text("long")
        (path / "link").symlink_to("../nowhere")
        (path / "docs").mkdir()
        (path / "docs/a.md").write_text("left out")
        (path / "docs/b.txt").write_text("kept")
        (path / ".dockerignore").write_text("docs\n!**/*.txt\n.dockerignore\n*.log\n")
        (path / "a.log").write_text("left out")
        self.git(path, "add", "-A")
        self.git(path, "commit", "-q", "-m", "All", "--date=2026-02-01T00:00:00Z")
        return path

    def test_engine_gets_exactly_the_commits_tree(self):
        path = self.commit_tree()  # without --with-git, the listing below has no .git
        overlay = self.dir / "overlay"
        (overlay / "new").mkdir(parents=True)
        (overlay / "new/file").write_text("new")
        (overlay / "old").write_text("replaced")
        (overlay / "link").mkdir()
        (path / "untracked").write_text("dirty")
        time = self.git(path, "log", "-1", "--format=%ct")
        done = self.build(self.jobs(path), "--overlay", overlay)
        self.assertEqual(list(self.dir.glob("tmp/*")), [])
        rows = [line.split(" ") for line in self.output(done.out).splitlines()]
        files = {row[0]: (row[1], row[2], row[3].split(".")[0]) for row in rows if row[1] == "f"}
        expected = {LONG: "644", "docs/b.txt": "644", "new/file": "644", "old": "644", "run.sh": "755"}
        if "Dockerfile" in files:
            expected["Dockerfile"] = "644"
        self.assertEqual(files, {name: ("f", mode, time) for name, mode in expected.items()})
        self.assertIn(["link", "d", "755"], [row[:3] for row in rows])

    def test_link_remains_and_operators_dockerfile_is_used(self):
        path = self.commit_tree()
        (self.dir / "own").write_text(DOCKERFILE.replace("CMD cat", "CMD echo own; cat"))
        (self.dir / "own.dockerignore").write_text("run.sh\n")
        done = self.build(self.jobs(path), "--dockerfile-from", "own", "--with-git")
        output = self.output(done.out)
        self.assertRegex(output, "^own\n")
        self.assertRegex(output, r"(?m)^link l 777 \S+ \.\./nowhere$")
        self.assertRegex(output, r"(?m)^a\.log f")
        self.assertNotIn("run.sh", output)
        self.assertRegex(output, r"(?m)^\.git/HEAD f 644")
        self.assertRegex(output, r"(?m)^Dockerfile f")

    def test_target_is_built(self):
        path = self.commit_tree()
        built = self.build(self.jobs(path), "--target", "small").manifest()["build"]
        self.assertEqual(json.loads(self.engine("image", "inspect", built["image"]))[0]["Config"]["Cmd"], ["small"])
        whole = self.build(self.jobs(path)).manifest()["build"]
        self.assertNotEqual(whole["image"], built["image"])
        failed = self.build(self.jobs(path), "--target", "none", code=1).manifest()["failure"]
        self.assertEqual((failed["reason"], failed["fault"]), ("build_failed", "commit"))

    def small_program(self):
        """A static program that prints the variable NUMBER and the names in its directory."""
        program = self.dir / "small"
        source = self.dir / "small.c"
        source.write_text(SMALL)
        subprocess.run(["cc", "-static", "-o", program, source], check=True, timeout=60)
        return program

    def test_base_that_moves_is_built_over_again(self):
        path = self.make_repository("project", [{"a": self.dir.name, "Dockerfile": "FROM scratch"}])
        self.git(path, "rm", "-q", "Dockerfile")
        self.git(path, "commit", "-q", "-m", "No Dockerfile")
        base = f"cb-test-base:{self.dir.name}"
        program = self.small_program()
        self.addCleanup(self.engine, "rmi", "--force", base)
        for number in ("1", "2"):
            (self.dir / "number").write_text(number)
            tar = ["tar", "-cf", self.dir / "base.tar", "-C", self.dir, program.name, "number"]
            subprocess.run(tar, check=True, timeout=60)
            self.engine("import", "--change", f"ENV NUMBER={number}", f"{self.dir}/base.tar", base)
            done = self.build(self.jobs(path), "--base", base)
            self.assertFalse(done.manifest()["build"]["cached"])
            ran = self.run_cb("run", "--", "/small", stdin=done.out).manifest()
            self.assertEqual(ran["run"]["output"].split(), [number, "a"])
            again = self.build(self.jobs(path), "--base", base).manifest()["build"]
            self.assertTrue(again["cached"])
            self.assertRegex(again["base"], "sha256:[0-9a-f]{64}$")

    def test_other_machine_runs_a_pushed_image(self):
        server = registry.Registry(self)
        path = self.make_repository("project", [{"Dockerfile": 'FROM scratch\nCOPY small /\nCMD ["/small"]\n'}])
        shutil.copy(self.small_program(), path)
        self.git(path, "add", "-A")
        self.git(path, "commit", "-q", "-m", "Small")
        push = ("--push", f"{server.name}/some/body")
        done = self.build(self.jobs(path), *push)
        image = done.manifest()["build"]["image"]
        self.assertRegex(image, f"^{server.name}/some/body/cb-build@sha256:[0-9a-f]{{64}}$")
        again = self.build(self.jobs(path), *push).manifest()["build"]
        self.assertEqual((again["image"], again["cached"]), (image, True))
        self.remove(image)
        self.assertIn("small", self.output(done.out))
        server.stop()
        self.remove(image)
        failed = self.build(self.jobs(path), *push, code=1).manifest()["failure"]
        self.assertEqual((failed["reason"], failed["fault"]), ("push_failed", "machine"))
        failed = self.run_cb("run", stdin=done.out, code=1).manifest()["failure"]
        self.assertEqual((failed["reason"], failed["fault"]), ("no_image", "machine"))

    def test_equal_binaries_are_said(self):
        dockerfile = f"""FROM {bed.BASE_IMAGE} AS build
COPY source docs /src/
RUN tr a-z A-Z < /src/source > /binary
FROM {bed.BASE_IMAGE}
COPY --from=build /binary /binary
"""
        name = self.dir.name.upper()
        commits = [{"source": f"{name} {text}", "docs": docs, "Dockerfile": dockerfile}
                   for text, docs in (("a", "1"), ("A", "2"), ("b", "3"))]
        path = self.make_repository("project", commits)
        jobs = self.jobs(path, "--all")
        self.assertEqual(len(jobs.splitlines()), 3)
        done = self.run_cb("-v", "build", "--engine", self.program, *self.words, stdin=jobs)
        built = {m["source"]["commit"]: m["build"] for m in self.check_schema(done)}
        for build in built.values():
            self.addCleanup(self.remove, build["image"])
        first, second, third = self.git(path, "log", "--reverse", "--format=%H").split()
        pair = {built[first].get("equal_to"), built[second].get("equal_to")}
        self.assertEqual(built[first]["content"], built[second]["content"])
        self.assertIn(pair, ({None, first}, {None, second}))
        self.assertNotEqual(built[third]["content"], built[first]["content"])
        self.assertIsNone(built[third].get("equal_to"))
        self.assertIn("has the same image content as", done.err)

    def test_secret_is_read_and_not_kept(self):
        dockerfile = f"""FROM {bed.BASE_IMAGE}
RUN --mount=type=secret,id=token,required=true wc -c < /run/secrets/token > /size; echo {self.dir.name}
CMD cat /size; ls /run/secrets 2>&1
"""
        path = self.make_repository("project", [{"Dockerfile": dockerfile}])
        (self.dir / "a b").write_text("x" * 1234)
        if not self.has_secrets:
            done = self.build(self.jobs(path), "--secret", "id=token,file=a b", code=2, check=False)
            self.assertIn("docker's old builder has no secrets", done.err)
            return
        done = self.build(self.jobs(path), "--secret", "id=token,file=a b")
        output = self.run_cb("run", stdin=done.out, code=None).manifest()["run"]["output"]
        self.assertRegex(output, "^1234\n")
        self.assertEqual(self.build(self.jobs(path), code=0).manifest()["build"]["cached"], True)


class Docker(Builds, bed.Case):
    has_secrets = False

    def use(self):
        self.use_docker()


class BuildKit(Builds, bed.Case):
    def use(self):
        self.use_buildkit()


class Podman(Builds, bed.Case):
    def use(self):
        self.use_podman()
        self.env["TMPDIR"] = str(self.dir / "tmp")
        os.mkdir(self.dir / "tmp")


if __name__ == "__main__":
    unittest.main()
