"""cb bisect with real changes, from watch to the commit: one of the quickstart's project, one of a package's releases."""

import json
import subprocess
import unittest

import bed

PIPELINE = "cb build --engine native --prepare make | cb run --cpu auto:1 | cb parse | cb store --db cb.db"
SERIES = "--benchmark compression --test 'zlib compress' --metric time"

# Releases of semver, a package of npm. 7.3.3 began to depend on lru-cache, which made satisfies() several times faster.
RELEASES = ("7.2.0", "7.2.1", "7.2.2", "7.2.3", "7.3.0", "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.5", "7.3.6", "7.3.7", "7.3.8")


class Bisect(bed.Case):
    def make_history(self):
        """The quickstart's commits with shorter runs; the second is slow, another does not build."""
        example = self.example()
        history = self.dir / "history"
        history.mkdir()
        self.git(history, "init", "-q", "-b", "main")
        sources = []
        for original in self.git(example, "log", "--reverse", "--format=%H").split():
            self.git(example, "checkout", "-q", original)
            source = (example / "bench.cpp").read_text()
            for old, new in (("repetitions = 8", "repetitions = 1"), ("min_seconds = 0.03", "min_seconds = 0.01")):
                self.assertIn(old, source)
                source = source.replace(old, new)
            sources.append(source)
        fast, slow, last = sources
        (history / "Makefile").write_text((example / "Makefile").read_text())
        self.commit(history, fast, "Fast")
        self.commit(history, slow, "Slow")
        self.commit(history, "#error\n" + slow, "Broken")
        self.commit(history, "// builds again\n" + slow, "Repaired")
        self.commit(history, last, "Last")
        return history

    def commit(self, repository, source, subject):
        (repository / "bench.cpp").write_text(source)
        self.git(repository, "add", "-A")
        self.git(repository, "commit", "-q", "-m", subject)

    def test_names_the_slow_commit(self):
        history = self.make_history()
        first, slow, broken, _, last = self.git(history, "log", "--reverse", "--format=%H").split()
        self.shell(f"cb watch history --db cb.db | {PIPELINE}")
        ask = f"cb bisect {first}..main --git history {SERIES} --db cb.db"
        asked = self.shell(ask)
        self.assertEqual(len(self.check_schema(asked)), 20)
        self.assertEqual(len({job["job"] for job in asked.manifests()}), 20)
        self.assertEqual([job["job"] for job in asked.manifests()], [job["job"] for job in self.shell(ask).manifests()])
        # A pipeline that ends early is continued.
        self.shell(f"{ask} > jobs; head -n 7 jobs | {PIPELINE}")
        self.assertEqual(len(self.shell(ask).manifests()), 13)
        found = self.follow(ask, PIPELINE)
        self.assertIn("the first slower commit", self.shell(ask).err)
        self.assertEqual((found["state"], found["first"], found["last"]), ("found", slow, slow), found)
        self.assertEqual((found["broken"], found["base"], found["candidate"]), ([broken], first, last))
        self.assertGreaterEqual(found["probability"], 0.99)
        self.assertGreater(found["log_ratio"], 0.3)
        again = self.shell(f"{found['reproduce']} --db cb.db")
        self.assertEqual(len(self.check_schema(again)), 20)
        self.assertEqual(bed.cgroups_left(self), [])

    def follow(self, ask, pipeline, command=""):
        """Measures what the bisection asks for until it asks for nothing. Failed jobs make a stage end with 1."""
        rounds = f"for i in $(seq 20); do {ask} {command} > jobs && [ -s jobs ] || break; cat jobs | {pipeline}; done"
        self.shell(rounds, code=None)
        self.assertEqual(self.shell(f"{ask} {command}").out, "")
        return json.loads(self.shell(f"{ask} --report json {command}").out)

    def make_releases(self):
        """A history with a commit a release; returns the first commit, and the first one with the cache."""
        history = self.dir / "history"
        make = bed.ROOT / "examples/semver/make-history"
        words = [make, history, bed.ROOT / "tests/data/satisfies.js", *RELEASES]
        subprocess.run(words, check=True, capture_output=True, env=self.env, timeout=600)
        cached = None
        for commit in self.git(history, "rev-list", "--reverse", "HEAD").split():
            package = json.loads(self.git(history, "show", f"{commit}:node_modules/semver/package.json"))
            if not cached and "lru-cache" in package.get("dependencies", {}):
                cached = commit
        return self.git(history, "rev-list", "--max-parents=0", "HEAD"), cached

    def test_names_the_release_of_a_package(self):
        first, cached = self.make_releases()
        pipeline = "cb build --engine native | cb run --cpu auto:1 | cb parse | cb store --db cb.db"
        self.shell(f"cb watch history --db cb.db -- node satisfies.js | {pipeline}")
        ask = f"cb bisect {first}..main --git history --benchmark semver --metric time --db cb.db"
        found = self.follow(ask, pipeline, "-- node satisfies.js")
        self.assertEqual((found["state"], found["first"], found["last"]), ("found", cached, cached), found)


if __name__ == "__main__":
    unittest.main()
