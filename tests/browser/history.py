#!/usr/bin/env python3
"""Writes the manifests of two repositories, for cb store: one like those of people, and one whose names are hostile.

    history.py [COMMITS]    (default: 300)
"""

import datetime
import hashlib
import json
import random
import sys

COMMITS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
START = datetime.datetime(2025, 11, 1, 8)
HOSTILE = ["<script>alert(1)</script>", "javascript:alert(1)", "\"'><img src=x onerror=alert(1)>", "__proto__", "a/../../b?c#d&e=%00",
           "\u202egnp.exe\u202c \u05d0\u05d1\u05d2", "x" * 4000]
SUBJECTS = ["Merge in one pass", "Cache the decoded header", "Drop a copy of the page", "Document the format", "Split the tree by levels",
            "Test the empty index", "Use the length that is known", "Rename a variable", "Update the build", "Read pages ahead"]
AUTHORS = ["Ada <ada@example.org>", "Grace <grace@example.org>", "Edsger <edsger@example.org>"]


def hash_of(repo, name):
    return hashlib.sha1(f"{repo} {name}".encode()).hexdigest()


def result(benchmark, test, metric, values, unit="ms", direction="lower"):
    return {"benchmark": benchmark, "test": test, "metric": metric, "unit": unit, "direction": direction, "description": "",
            "values": values, "summary": None, "lines": [[1, 1]], "labels": {}}


def run(at, source, noisy=False, worker="bench-1", output="ready\n"):
    reasons = [{"code": "cpu_steal", "weight": "suspect", "value": 0.031, "threshold": 0.01, "unit": "fraction", "detail": "CPU 3"}] if noisy else []
    return {"engine": "native", "image": "sha256:5f", "argv": ["make", "bench"], "started_at": at, "wall_s": round(source.uniform(11, 13), 3),
            "overhead_s": 0.1, "exit_code": 0, "signal": None, "outcome": "ok", "usage": {"user_s": 11.9, "system_s": 0.2},
            "pins": {"held_by": "cpuset", "cpus": "3", "mems": "0", "shm_bytes": 0, "shm_policy": None, "aslr": "off_verified", "placed_bytes": {}},
            "fitness": {"verdict": "suspect" if noisy else "clean", "reasons": reasons, "unavailable": {}},
            "host": {"key": f"9f86d0818{len(worker)}", "name": worker, "cpu": "AMD EPYC 7R13 Processor", "kernel": "6.1.0-18-amd64", "cpus_online": 8,
                     "memory_bytes": 33285996544, "facts": {}},
            "iterations": [], "files": [], "output": output, "error_output": "", "output_truncated": False, "log": ""}


def printed(results):
    """What a benchmark prints: a line for people and one for cb parse about each result."""
    return "ready\n" + "".join(
        f"{one['benchmark']}/{one['test']} {one['metric']}\n" + json.dumps({"name": one["benchmark"], "results": [{
            "name": one["test"], "metrics": [{"name": one["metric"], "value": one["values"], "units": one["unit"]}]}]}) + "\n"
        for one in results)


def job(repo, name, number, parent, results, random_source, worker="bench-1", **more):
    at = (START + datetime.timedelta(hours=9 * number)).isoformat() + "Z"
    manifest = {
        "cb": 1, "job": hashlib.md5(f"{repo} {name} {worker}".encode()).hexdigest(), "status": "ok", "worker": worker,
        "source": {"repo": repo, "url": None, "commit": hash_of(repo, name), "parents": [hash_of(repo, parent)] if parent else [],
                   "position": number, "branch": "main", "tag": None, "pull": None, "author": AUTHORS[number % 3], "authored_at": at,
                   "committed_at": at, "subject": SUBJECTS[number % len(SUBJECTS)], **more.get("source", {})},
        "config": {"name": "default", "command": [], "worker": None},
        "run": more.get("run") or run(at, random_source, number % 17 == 0, worker, output=printed(results)),
    }
    if "failure" in more:
        manifest |= {"status": "failed", "failure": more["failure"]}
    else:
        manifest |= {"parse": {"format": "cb", "found": len(results), "rejected": []}, "results": results}
    print(json.dumps(manifest))


def noisy(source, value, count=5, noise=0.006):
    return [round(value * (1 + source.gauss(0, noise)), 5) for _ in range(count)]


def plain_results(source, number):
    slower = 1.07 if number >= COMMITS * 0.4 else 1
    faster = 0.86 if number >= COMMITS * 0.7 else 1
    late = 1.12 if number >= COMMITS - 6 else 1
    found = []
    for i, test in enumerate(["insert 1,000", "insert 100,000", "find random", "find missing", "replace 5 random", "merge"]):
        level = 3.1 * (i + 1) ** 1.6 * (slower if i < 2 else 1) * (faster if i == 5 else 1) * (late if i == 2 else 1)
        found.append(result("index", test, "time", noisy(source, level)))
        found.append(result("index", test, "throughput", noisy(source, 1e6 / level), "ops/s", "higher"))
    for i, test in enumerate(["json", "xml", "csv"]):
        found.append(result("parse", test, "time", noisy(source, 410 * (i + 1), noise=0.02), "us"))
        found.append(result("parse", test, "allocations", [1200 * (i + 1) + (64 if number >= COMMITS * 0.55 else 0)], "", "lower"))
    toml = "toml" if number < COMMITS - 20 else "toml-1"
    found.append(result("parse", toml, "time", noisy(source, 520), "us"))
    found.append(result("size", "cb", "binary", [1_843_200 + 512 * (number // 40)], "B"))
    if number < COMMITS * 0.8:
        found.append(result("parse", "yaml", "time", noisy(source, 940), "us"))
    return found


def main():
    source = random.Random(7)
    repo = "mirage/index"
    for number in range(1, COMMITS + 1):
        failure = {"failure": {"stage": "run", "reason": "exit", "message": "make bench exited with status 2", "fault": "commit"},
                   "run": run(START.isoformat() + "Z", source, output="make: *** [bench] Error 2\n<b>bold</b>\n")} if number % 41 == 0 else {}
        job(repo, number, number, number - 1 or None, plain_results(source, number), source, **failure)
        if number > COMMITS - 30:
            job(repo, number, number, number - 1, plain_results(source, number)[:4], source, worker="rack-7")
    for pull in (11, 12):
        base = COMMITS - pull
        job(repo, f"pull {pull}", base + 1, base, [result(one["benchmark"], one["test"], one["metric"], [v * (1.2 if pull == 11 else 1) for v in one["values"]],
                                                         one["unit"], one["direction"]) for one in plain_results(source, base)], source,
            source={"branch": None, "pull": {"number": pull, "title": "Faster", "author": "ada", "base": "main", "base_commit": hash_of(repo, base),
                                             "head_repo": "ada/index", "trusted": True}, "subject": f"Try {pull}"})
    for number in (1, 2):
        job(repo, f"topic {number}", COMMITS - 4 + number, COMMITS - 4 if number == 1 else "topic 1", plain_results(source, COMMITS - 4), source, source={"branch": "topic"})
    hostile = HOSTILE[0] + "/" + HOSTILE[2]
    for number in range(1, 41):
        name = HOSTILE[number % len(HOSTILE)]
        results = [result(one, other, third, noisy(source, 5 if number < 20 else 9), unit="<b>ms</b>")
                   for one, other, third in zip(HOSTILE, HOSTILE[1:] + HOSTILE[:1], HOSTILE[2:] + HOSTILE[:2])]
        failure = {"failure": {"stage": "run", "reason": name[:200], "message": name, "fault": "commit"}} if number == 30 else {}
        job(hostile, number, number, number - 1 or None, results, source, worker=HOSTILE[2],
            source={"author": name, "subject": name if number % 2 else "y" * 10240, "branch": HOSTILE[2]}, **failure)


main()
