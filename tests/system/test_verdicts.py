"""What cb compare and cb changes say of a stored history, with each database."""

import json
import random

import bed

REPOSITORY = "acme/x"


def name_of(number):
    return f"{number:040x}"


def job(number, parents, results, **source):
    """A job of commit `number`; `results`: values by test, in ms."""
    return {
        "cb": 1, "job": f"{number:032x}", "status": "ok",
        "source": {"repo": REPOSITORY, "commit": name_of(number), "parents": [name_of(p) for p in parents], **source},
        "config": {"name": "default"},
        "parse": {"format": "cb", "found": len(results), "rejected": []},
        "results": [
            {"benchmark": "b", "test": test, "metric": "time", "unit": "ms", "direction": "lower", "values": values,
             "lines": [[1, 1]]}
            for test, values in results.items()
        ],
    }


class Verdicts:
    def store(self, jobs):
        self.run_cb("store", *self.database(), stdin="".join(json.dumps(each) + "\n" for each in jobs))

    def test_pull_is_compared_with_its_merge_base(self):
        """1 - 2 - 5 on main; 3 and 4, of a pull request, on 2. The first commit of the pull request is slow already."""
        values = {1: 100, 2: 100, 3: 120, 4: 120, 5: 140}
        parents = {1: [], 2: [1], 3: [2], 4: [3], 5: [2]}
        pull = {"number": 7, "title": "Slower", "author": "a", "base": "main", "base_commit": name_of(2), "head_repo": "a/x"}
        self.store(
            job(number, parents[number], {"parse": [values[number] + 0.1 * i for i in range(6)]},
                **({"pull": pull} if number in (3, 4) else {"branch": "main"}))
            for number in values
        )
        out = self.run_cb("compare", *self.database(), name_of(4)).out
        self.assertIn(f"old: {name_of(2)}, new: {name_of(4)}\n", out)
        self.assertTrue(out.startswith("slower: 1 of 1 (parse time +20.0 %)\n"), out)

    def test_changes_are_the_same_with_the_cache(self):
        """The file is used after one more commit, written again after eight, and ignored if it does not fit."""
        random.seed(1)
        series, commits, self.seen = 25, 850, []
        level = lambda n, i: (100 + n) * (1.05 if i >= 400 + n and n % 2 else 1) * (1.06 if i >= 846 and n == 4 else 1)
        jobs = [
            job(i + 1, [i] if i else [], {f"t{n}": [level(n, i) * random.gauss(1, 0.01)] for n in range(series)}, branch="main")
            for i in range(commits)
        ]
        self.store(jobs[:840])
        self.check_changes()
        written = self.cache_time()
        self.store(jobs[840:841])
        self.check_changes()
        self.assertEqual(self.cache_time(), written)
        self.store(jobs[841:])
        self.check_changes()
        self.assertGreater(self.cache_time(), written)
        self.assertGreater(len(set(self.seen)), 1, "no change in the last commits")
        late = dict(jobs[99], job="f" * 32, results=[dict(r, values=[r["values"][0] * 1.5]) for r in jobs[99]["results"]])
        self.store([late])  # of a commit that the file covers
        self.check_changes()
        file = self.cache_file()
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        self.check_changes()
        self.check_changes()

    def check_changes(self):
        words = ["changes", *self.database(), "--state", "all", "--format", "jsonl"]
        found = self.run_cb(*words, "--no-cache").out
        self.assertTrue(found)
        self.assertEqual(self.run_cb(*words).out, found)
        self.seen.append(found)

    def cache_file(self):
        [file] = (self.dir / "cache/cb/changes").iterdir()
        return file

    def cache_time(self):
        return self.cache_file().stat().st_mtime_ns


class VerdictsOfSqlite(Verdicts, bed.Case):
    def database(self):
        return ["--db", self.dir / "cb.db"]


class VerdictsOfPostgres(Verdicts, bed.Case):
    def setUp(self):
        super().setUp()
        self.conninfo = bed.make_database(self)

    def database(self):
        return ["--conn-info", self.conninfo]
