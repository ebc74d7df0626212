"""A project file decides how each of its configurations is built and run, in real pipelines; so does what cb init writes."""

import json
import unittest

import bed

PRINT = """#!/bin/sh
echo "BenchmarkA 1 5 ns/op"
echo "mode=$MODE flag=$(cat flag) cpus=$(grep Cpus_allowed_list /proc/self/status | cut -f2)"
"""


class ProjectFile(bed.Case):
    def pipeline(self, file, *run_words, code=0):
        jobs = self.run_cb("watch", file)
        built = self.run_cb("build", "--engine", "native", stdin=jobs.out, code=code)
        ran = self.run_cb("run", *run_words, stdin=built.out, code=code)
        self.check_schema(jobs)
        self.check_schema(ran)
        parsed = self.run_cb("parse", stdin=ran.out, code=code)
        self.run_cb("store", stdin=parsed.out, code=code)
        return {m["config"]["name"]: m for m in parsed.manifests()}

    def write_project(self, last=""):
        self.make_repository("project", [{"print": PRINT}])
        (self.dir / "project.toml").write_text(
            'repository = "project"\nrepo = "me/project"\ncommand = ["sh", "print"]\n'
            '[build]\nprepare = "echo common > flag"\n'
            '[run]\nenv = ["MODE=common"]\nrepeat = 2\n'
            '[[configuration]]\nname = "quick"\n'
            '[[configuration]]\nname = "long"\n'
            '[configuration.build]\nprepare = "echo own > flag"\n'
            '[configuration.run]\nuntil = "ci=50%,runs=7"\nenv = ["MODE=long"]\nshm = "8M"\n' + last
        )

    def test_two_configurations_have_their_own_options(self):
        self.write_project('cpu = "auto:1"\n')
        jobs = self.pipeline("project.toml")
        self.assertEqual({m["status"] for m in jobs.values()}, {"ok"})
        quick, long = jobs["quick"]["run"], jobs["long"]["run"]
        self.assertIn("mode=common flag=common ", quick["output"])
        self.assertIn("mode=long flag=own ", long["output"])
        self.assertEqual((len(quick["iterations"]), quick.get("stopping")), (2, None))
        self.assertEqual(long["stopping"]["rule"].split(",")[0], "ci=50%")
        self.assertEqual((quick["pins"]["shm_bytes"], long["pins"]["shm_bytes"]), (64 << 20, 8 << 20))
        self.assertRegex(long["pins"]["cpus"], r"^\d+$")
        self.assertIn(f"cpus={long['pins']['cpus']}\n", long["output"])
        self.assertEqual(self.run_cb("watch", "project.toml").out, "")
        rows = [json.loads(line) for line in self.run_cb("export").out.splitlines()]
        self.assertEqual({(row["repository"], row["config"]) for row in rows}, {("me/project", "quick"), ("me/project", "long")})

    def test_the_command_line_wins(self):
        self.write_project()
        jobs = self.pipeline("project.toml", "--repeat", "3", "--shm", "16M", "--env", "MODE=mine")
        for job in jobs.values():
            self.assertEqual(len(job["run"]["iterations"]), 3)
            self.assertEqual(job["run"]["pins"]["shm_bytes"], 16 << 20)
            self.assertIn("mode=mine ", job["run"]["output"])

    def test_a_job_that_this_machine_cannot_run_fails_alone(self):
        self.write_project('cpu = "4000"\n')
        jobs = self.run_cb("watch", "project.toml").out
        built = self.run_cb("build", "--engine", "native", stdin=jobs).out
        ran = self.run_cb("run", stdin=built, code=1)
        quick, long = ran.manifests()
        self.assertEqual(quick["status"], "ok")
        self.assertEqual((long["failure"]["reason"], long["failure"]["fault"]), ("bad_option", "machine"))
        self.assertIn("4000", long["failure"]["message"])


class Drafts(bed.Case):
    """What cb init writes takes a project through the pipeline as it is."""

    def draft(self, files):
        self.make_repository("project", [files])
        self.run_cb("init", "project")
        self.run_cb("check", "project.toml")
        jobs = self.run_cb("watch", "project.toml").out
        built = self.run_cb("build", "--engine", "native", stdin=jobs).out
        parsed = self.run_cb("parse", stdin=self.run_cb("run", stdin=built).out)
        results = parsed.manifest()["results"]
        return {result["test"] for result in results if result["benchmark"] != "run"}

    def test_make(self):
        program = "int main(void) { return 0; }\n"
        makefile = "bench.x: bench.c\n\t$(CC) -o $@ $<\n\nbench: bench.x\n\t./bench.x && echo BenchmarkA 1 5 ns/op\n"
        self.assertEqual(self.draft({"Makefile": makefile, "bench.c": program}), {"BenchmarkA"})

    def test_cmake(self):
        cmake = "cmake_minimum_required(VERSION 3.18)\nproject(x C)\nadd_executable(my_bench b.c)\n"
        program = '#include <stdio.h>\nint main(void) { puts("BenchmarkA 1 5 ns/op"); return 0; }\n'
        self.assertEqual(self.draft({"CMakeLists.txt": cmake, "b.c": program}), {"BenchmarkA"})

    def test_pytest(self):
        test = "def test_sum(benchmark):\n    assert benchmark(sum, [1, 2]) == 3\n"
        self.assertEqual(self.draft({"requirements.txt": "pytest-benchmark\n", "test_sum.py": test}), {"test_sum"})


if __name__ == "__main__":
    unittest.main()
