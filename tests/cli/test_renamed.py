"""A benchmark that was renamed in the middle of its history, and cb alias: what cb report writes."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

import cli

HISTORY = pathlib.Path(__file__).with_name("history.py")
PAGES = ("index.html", "app.js", "app.css")


class Renamed(cli.Case):
    """50 commits; from the 20th on, parse/parse-large in ms is parser/parse-big in s."""

    def setUp(self):
        super().setUp()
        (self.dir / "pages").mkdir()
        for name in PAGES:
            (self.dir / "pages" / name).write_text(name)
        lines = subprocess.run([sys.executable, "-B", HISTORY], capture_output=True, text=True, check=True).stdout.splitlines()
        self.jobs = [json.loads(line) for line in lines]

    def store(self, database, first_renamed, jobs):  # one of the jobs failed
        for number, job in enumerate(jobs):
            for result in job.get("results") or []:
                if result["test"] == "parse-large" and number >= first_renamed:
                    result.update(benchmark="parser", test="parse-big", unit="s", values=[value / 1000 for value in result["values"]])
        self.run_cb("store", "--db", database, code=1, stdin="\n".join(map(json.dumps, jobs)).encode())

    def report(self, database, site, *words):
        """The files of the site without former names, the times at which jobs were stored, and numbers' last digits."""
        self.run_cb("report", "--db", database, "--assets", "pages", "-o", site, *words, code=0)
        top = self.dir / site
        files = {str(path.relative_to(top)): path.read_text() for path in top.rglob("*") if path.is_file() and path.name[0] != "."}
        times = re.compile(r"\d{4}-\d\d-\d\dT[0-9:]+(?:\.\d{3})?Z")
        digits = re.compile(r"(\.\d{9})\d+")
        former = re.compile(r'"o":\[\[[^]]*\]\],')
        self.former = "".join(former.findall("".join(files.values())))
        return {name: former.sub("", digits.sub(r"\1", times.sub("TIME", text))) for name, text in files.items()}

    def copy(self):
        return json.loads(json.dumps(self.jobs))

    def test_the_site_is_that_of_a_benchmark_with_one_name(self):
        self.store("one.db", 0, self.copy())
        self.store("two.db", 20, self.copy())
        before = self.report("two.db", "two")
        self.assertTrue(any("parse-large" in text for text in before.values()))
        self.run_cb("alias", "--db", "two.db", "parse/parse-large", "parser/parse-big", code=0)
        expected = self.report("one.db", "one", "--no-cache")
        self.assertTrue(any("parse-big" in text for text in expected.values()))
        self.assertEqual(self.former, "")
        for site, words in (("fresh", ["--no-cache"]), ("two", [])):  # the last one over the site and the cache from before
            with self.subTest(site=site):
                found = self.report("two.db", site, *words)
                self.assertIn('"o":[["parse","parse-large","time",', self.former)
                self.assertEqual(sorted(found), sorted(expected))
                for name, text in expected.items():
                    self.assertEqual(found[name], text, name)
        self.run_cb("alias", "--db", "two.db", "--remove", "parse/parse-large", code=0)
        self.assertEqual(self.report("two.db", "two"), before)


if __name__ == "__main__":
    unittest.main()
