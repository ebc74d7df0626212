#!/usr/bin/env python3
"""Plays cb build, run and parse for the golden cases: results without an engine.

    measure.py SUBJECT=VALUE... < jobs > results

Each job gets the value of its commit's subject, in ms, with a noise of 1 % that depends only on the attempt. The value
"broken" makes its build fail.
"""

import json
import sys


def measure(job, levels):
    level = levels[job["source"]["subject"]]
    if level == "broken":
        job["status"] = "failed"
        job["failure"] = {"stage": "build", "reason": "build_failed", "message": "make failed", "fault": "commit"}
        return
    value = float(level) * (1 + 0.01 * (job.get("attempt", 1) * 7 % 5 - 2) / 2)
    job["parse"] = {"format": "cb", "found": 1, "rejected": []}
    job["results"] = [{"benchmark": "index", "test": "replace", "metric": "time", "unit": "ms", "printed_units": [],
                       "direction": "lower", "description": "", "values": [value], "summary": None, "lines": [[1, 1]],
                       "labels": {}}]


def main(words):
    levels = dict(word.rsplit("=", 1) for word in words)
    for line in sys.stdin:
        job = json.loads(line)
        measure(job, levels)
        print(json.dumps(job))


main(sys.argv[1:])
