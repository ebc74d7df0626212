"""Compares the output of `cb export` for a project with the output of its benchmark. Called by tests/projects/run.

    check.py DIRECTORY ENGINES COMMIT...

DIRECTORY has export.csv and for each engine (their names with blanks between) ENGINE.manifests, from `cb parse`; ENGINE.direct, which
the benchmark printed without cb; and ENGINE.due, which `cb watch` found at the end. The benchmark's output is read here without cb.
"""

import collections
import csv
import json
import pathlib
import re
import sys

GOOGLE_FIELDS = {"iterations", "repetitions", "repetition_index", "threads", "family_index", "per_family_instance_index"}
GOOGLE_UNITS = {"bytes_per_second": "B/s", "items_per_second": "items/s"}
GO_METRICS = {"ns/op": "time", "MB/s": "throughput", "B/op": "memory", "allocs/op": "allocs"}
MAY_BE_ZERO = {"memory", "allocs"}


def read_google_benchmark(document):
    program = pathlib.Path(document["context"]["executable"]).name
    for row in document["benchmarks"]:
        if row["run_type"] == "aggregate":
            continue
        for name, value in row.items():
            if isinstance(value, (int, float)) and name not in GOOGLE_FIELDS:
                unit = row["time_unit"] if name in ("real_time", "cpu_time") else GOOGLE_UNITS.get(name, "")
                yield (program, row["run_name"], name, unit), value


def read_go(text):
    package = re.search(r"^pkg: (.*)$", text, re.M).group(1)
    for test, figures in re.findall(r"^(Benchmark\S+)\s+\d+\s+(.*)$", text, re.M):
        words = figures.split()
        for value, unit in zip(words[::2], words[1::2]):
            yield (package, test, GO_METRICS[unit], unit), float(value)


def read_cb(text):
    for line in text.splitlines():
        document = json.loads(line)
        for result in document["results"]:
            for metric in result["metrics"]:
                for value in metric["value"]:
                    yield (document["name"], result["name"], metric["name"], metric["units"]), value


def read_output(text):
    """The output of a benchmark: the values of each (benchmark, test, metric, unit), in order."""
    if text.startswith("goos:"):
        values = read_go(text)
    elif '"benchmarks"' in text:
        values = read_google_benchmark(json.loads(text))
    else:
        values = read_cb(text)
    series = collections.defaultdict(list)
    for key, value in values:
        series[key].append(float(value))
    return dict(series)


def lengths(series):
    return {key: len(values) for key, values in series.items()}


class Project:
    def __init__(self, directory, engines, commits):
        self.directory, self.engines, self.commits = pathlib.Path(directory), engines, commits
        self.problems = []
        with open(self.directory / "export.csv", newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def text(self, name):
        return (self.directory / name).read_text(encoding="utf-8")

    def expect(self, condition, message):
        if not condition:
            self.problems.append(message)

    def expect_same(self, seen, expected, what):
        for key in sorted(seen.keys() | expected.keys()):
            self.expect(seen.get(key) == expected.get(key),
                        f"{what}: {key}: exported {seen.get(key)}, printed {expected.get(key)}")

    def exported(self, engine, commit):
        """The rows of the benchmark and of cb's own measurements, as series."""
        printed, measured = collections.defaultdict(list), collections.defaultdict(list)
        for row in self.rows:
            if (row["config"], row["commit"]) == (engine, commit):
                series = measured if row["benchmark"] == "run" else printed
                series[row["benchmark"], row["test"], row["metric"], row["unit"]].append(float(row["value"]))
        return dict(printed), dict(measured)

    def check_manifest(self, manifest, engine, what):
        self.expect(manifest["status"] == "ok", f"{what}: failed: {manifest.get('failure')}")
        self.expect(manifest["build"]["engine"] == manifest["run"]["engine"] == engine, f"{what}: not run by {engine}")
        self.expect(manifest["parse"]["rejected"] == [], f"{what}: rejected: {manifest['parse']['rejected']}")

    def check_job(self, engine, manifest):
        commit = manifest["source"]["commit"]
        what = f"{self.directory.name}, {engine}, {commit[:8]}"
        self.check_manifest(manifest, engine, what)
        printed, measured = self.exported(engine, commit)
        self.expect(printed, f"{what}: nothing is exported")
        self.expect_same(printed, read_output(manifest["run"]["output"]), what)
        self.expect_same(lengths(printed), lengths(read_output(self.text(f"{engine}.direct"))), f"{what}, samples")
        for key, values in printed.items():
            self.expect(all(value > 0 or (value == 0 and key[2] in MAY_BE_ZERO) for value in values),
                        f"{what}: {key}: {values} are not all greater than 0")
        wall_s = [values for key, values in measured.items() if key[2:] == ("wall_time", "s")]
        self.expect(wall_s == [[iteration["wall_s"] for iteration in manifest["run"]["iterations"]]],
                    f"{what}: wall_time: exported {wall_s}")
        self.print_job(what, manifest, printed, measured)
        return commit

    def print_job(self, what, manifest, printed, measured):
        tests = {key[:2] for key in printed}
        samples = sum(map(len, printed.values()))
        metrics = sorted({f"{key[2]} {key[3]}" for key in printed} | {f"run/{key[2]} {key[3]}" for key in measured})
        print(f"{what}: {' '.join(manifest['run']['argv'])}")
        print(f"    {len(tests)} tests, {len(printed)} series, {samples} samples: {', '.join(metrics)}")

    def check(self):
        for engine in self.engines:
            manifests = map(json.loads, self.text(f"{engine}.manifests").splitlines())
            seen = [self.check_job(engine, manifest) for manifest in manifests]
            self.expect(sorted(seen) == sorted(self.commits), f"{engine}: commits {seen}, expected {self.commits}")
            self.expect(self.text(f"{engine}.due") == "", f"{engine}: still due: {self.text(f'{engine}.due')}")
        for row in self.rows:
            self.expect(row["config"] in self.engines and row["commit"] in self.commits, f"of no job: {row}")
            self.expect(row["status"] == "ok" and row["statistic"] == "sample", f"no sample of an ok job: {row}")
        for problem in self.problems[:20]:
            print(f"differs: {problem}", file=sys.stderr)
        return 1 if self.problems else 0


if __name__ == "__main__":
    sys.exit(Project(sys.argv[1], sys.argv[2].split(), sys.argv[3:]).check())
