"""Commits that are not worth a benchmark: by the paths that they change, or because the benchmark says so."""

import json

import bed

RELEVANT = '{"name":"b","results":[{"name":"t","metrics":[{"name":"m","value":1,"units":"ms"}]}]}'
BENCH = f"#!/bin/sh\nif [ -e skip ]; then exit 77; fi\necho '{RELEVANT}'\n"


class Relevance(bed.Case):
    def subjects(self, *words, log=None):
        done = self.run_cb("-v", "watch", *words)
        if log:
            self.assertIn(log, done.err)
        return [job["source"]["subject"] for job in done.manifests()]

    def measure(self, repository, store):
        jobs = self.run_cb("watch", repository, "--all", *store, "--", "./bench.sh").out
        for stage in (["build", "--engine", "native"], ["run"], ["parse"]):
            jobs = self.run_cb(*stage, stdin=jobs).out
        self.run_cb("store", *store, stdin=jobs)
        return jobs

    def check_benchmark_that_says_so(self, store):
        repository = self.make_repository("project", [{"bench.sh*": BENCH}, {"skip": ""}])
        jobs = self.measure(repository, store)
        outcomes = [json.loads(line)["run"]["outcome"] for line in jobs.splitlines()]
        self.assertEqual(outcomes, ["not_relevant", "ok"])
        again = self.run_cb("-v", "watch", repository, "--all", *store, "--", "./bench.sh")
        self.assertEqual(again.out, "")
        self.assertIn("0 due, 2 stored already", again.err)
        self.assertNotIn("failed", again.err)
        self.assertIn("[not relevant]", self.run_cb("log", *store).out)
        self.assertIn("nothing is wrong", self.run_cb("store", "--check", *store).out)

    def test_what_the_benchmark_calls_not_relevant_is_neither_failed_nor_due(self):
        self.check_benchmark_that_says_so(("--db", "cb.db"))

    def test_so_it_is_in_postgresql(self):
        self.check_benchmark_that_says_so(("--conn-info", bed.make_database(self)))

    def test_paths(self):
        repository = self.make_repository(
            "project",
            [{"a.c": "1", "docs.md": "1"}, {"docs.md": "2"}, {"a.c": "2", "docs.md": "3"}, {"docs.md": "4"}, {"README.md": "5"}],
        )
        every = [f"Commit {n}" for n in (4, 3, 2, 1, 0)]
        ignored = ("--ignore-paths", "docs", "--ignore-paths", "*.md")
        self.assertEqual(self.subjects(repository, "--all"), every)
        self.assertEqual(self.subjects(repository, "--all", *ignored, log="3 not relevant"), ["Commit 2", "Commit 0"])
        # A head counts for what was pushed with it.
        self.assertEqual(self.subjects(repository, *ignored), ["Commit 2"])
        # A commit that changes nothing was made on purpose, and so was one that is named.
        self.git(repository, "commit", "-q", "--allow-empty", "-m", "empty")
        self.assertEqual(self.subjects(repository, *ignored), ["empty"])
        named = self.dir / "commits"
        named.write_text("HEAD~1\n")
        self.assertEqual(self.subjects(repository, *ignored, "--commits", named), ["Commit 4"])

    def test_a_renamed_or_removed_file_counts_with_both_names(self):
        repository = self.make_repository("project", [{"a.c": "1" * 500, "b.md": "2" * 500}])
        self.git(repository, "mv", "a.c", "a.md")
        self.git(repository, "commit", "-q", "-m", "code becomes text")
        self.git(repository, "rm", "-q", "b.md")
        self.git(repository, "commit", "-q", "-m", "text goes")
        self.assertEqual(
            self.subjects(repository, "--all", "--ignore-paths", "*.md"), ["code becomes text", "Commit 0"]
        )

    def test_project_file(self):
        repository = self.make_repository("project", [{"a.c": "1"}, {"x.md": "2"}])
        project = self.dir / "project.toml"
        project.write_text(f'repository = "{repository}"\n[watch]\nall = true\nignore-paths = ["docs/**", "*.md"]\n')
        self.run_cb("check", project)
        self.assertEqual(self.subjects(project), ["Commit 0"])

    def test_an_empty_pattern_is_refused(self):
        repository = self.make_repository("project", [{"a.c": "1"}])
        self.assertIn("ignore-paths", self.run_cb("watch", repository, "--ignore-paths", "", code=2).err)
