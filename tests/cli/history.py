#!/usr/bin/env python3
"""Writes the manifests of a small history, for cb store.

    history.py [WHAT]

50 commits on main, without the 13th. From the 31st on, parse is 8 % slower; from the 19th on, merge is 10 % faster, as its message
says. The last job but one failed. WHAT adds to that:

    hosts     a second worker, which is twice as slow
    branches  a branch "topic" of two commits, which starts at the 40th
    noisy     the machine was not quiet from the 28th on
    odd       series without a direction, with zeros and negative values, equal values, and a single one
"""

import hashlib
import json
import sys

WHAT = sys.argv[1:]
# A run of which little is known, but that the machine was not quiet.
RUN = {"engine": "native", "image": "", "argv": [], "started_at": None, "wall_s": None, "overhead_s": 0, "lock_wait_s": 0,
       "exit_code": 0, "signal": None, "outcome": "ok", "provenance": {}, "warmup": 0, "retried": 0, "stopping": None, "against": None,
       "pins": {"held_by": None, "cpus": None, "mems": None, "shm_bytes": None, "shm_policy": None, "aslr": "unknown", "placed_bytes": {}},
       "usage": {**{figure: None for figure in (
           "user_s", "system_s", "throttled_s", "pressure_cpu_s", "pressure_memory_s", "pressure_io_s", "peak_memory_bytes",
           "anonymous_bytes", "file_bytes", "shared_bytes", "swap_bytes", "storage_read_bytes", "storage_written_bytes",
           "minor_faults", "major_faults", "voluntary_switches", "involuntary_switches", "instructions", "cycles",
           "cache_misses", "branch_misses")}, "unavailable": {}},
       "fitness": {"verdict": "suspect", "reasons": [], "unavailable": {}},
       "host": {"key": "", "name": "", "cpu": "", "kernel": "", "cpus_online": 0, "memory_bytes": 0, "facts": {}},
       "iterations": [], "files": [], "output": "", "error_output": "", "output_truncated": False, "log": ""}


def commit_hash(name):
    return hashlib.sha1(str(name).encode()).hexdigest()


def vary(value, series, commit):
    """Within 1 %, always the same."""
    return round(value * (1 + ((commit * 7919 + series * 104729) % 211 / 211 - 0.5) * 0.02), 4)


def result(test, values, direction="lower", metric="time", unit="ms", benchmark=None):
    return {"benchmark": benchmark or test.split("-")[0], "test": test, "metric": metric, "unit": unit, "direction": direction,
            "description": "", "values": values, "summary": None, "lines": [[1, 1]], "labels": {}}


def results(number, factor):
    slower = 1.08 if number >= 31 else 1
    faster = 0.9 if number >= 19 else 1
    found = [
        result("parse-large", [vary(12 * slower * factor, 1, number)]),
        result("parse-small", [vary(2 * slower * factor, 2, number)]),
        result("merge-all", [vary(40 * faster * factor, 3, number)]),
        result("read-all", [vary(7 * factor, 4, number)]),
    ]
    if "odd" in WHAT:
        found += [
            result("odd-unknown", [vary(5 * slower, 5, number)], direction="unknown", unit=""),
            result("odd-zero", [0 if number < 35 else 1], unit=""),
            result("odd-negative", [vary(-3 * slower, 6, number)], direction="higher", unit=""),
            result("odd-equal", [1]),
        ]
        found += [result("odd-single", [3])] if number == 9 else []
    return found


def job(number, name, parent, position, worker="w1", factor=1, branch="main"):
    source = {"repo": "demo", "url": None, "commit": commit_hash(name), "parents": [commit_hash(parent)] if parent else [],
              "position": position, "branch": branch, "tag": None, "pull": None, "author": "Ada <ada@example.org>",
              "authored_at": None, "committed_at": f"2026-0{1 + number // 28}-{1 + number % 28:02}T08:00:00Z",
              "subject": f"Commit {name}"}
    if number == 19:
        source["perf_expected"] = ["merge -12%"]
    manifest = {"cb": 1, "job": hashlib.md5(f"{name} {worker}".encode()).hexdigest(), "status": "ok", "source": source,
                "config": {"name": "default", "command": [], "worker": worker}}
    if number == 49:
        manifest["status"] = "failed"
        manifest["failure"] = {"stage": "build", "reason": "build_failed", "message": "no", "fault": "commit"}
    else:
        if "noisy" in WHAT and number >= 28:
            manifest["run"] = RUN
        manifest["parse"] = {"format": "cb", "found": 1, "rejected": []}
        manifest["results"] = results(number, factor)
    print(json.dumps(manifest))


for n in range(1, 51):
    if n != 13:
        job(n, n, n - 1, n)
        if "hosts" in WHAT:
            job(n, n, n - 1, n, worker="w2", factor=2)
if "branches" in WHAT:
    job(41, "topic-1", 40, 41, branch="topic")
    job(42, "topic-2", "topic-1", 42, branch="topic")
