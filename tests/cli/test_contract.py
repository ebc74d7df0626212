"""A job passes through cb whatever words another program or a newer cb put into it."""

import json
import unittest

import cli

SOURCE = {"repo": "acme/index", "commit": "a" * 40}


def line_of(**members):
    return json.dumps({"cb": 1, "job": "j", "status": "ok", "source": SOURCE, **members}, separators=(",", ":")) + "\n"


NOTIFIED = line_of(
    status="failed",
    failure={"stage": "notify", "reason": "no_answer", "message": "m", "fault": "nobody", "again": [1.0]},
    later={"run": 7},
)
RESULT = {"benchmark": "b", "test": "t", "metric": "m", "direction": "sideways", "values": [1]}


class OpenWords(cli.Case):
    def test_job_that_failed_in_another_stage_passes_byte_for_byte(self):
        for words in (("build",), ("run",), ("parse",)):
            out, err = self.run_cb(*words, code=1, stdin=NOTIFIED.encode())
            self.assertEqual(out, NOTIFIED)
            self.assertEqual([line for line in err if "line 1" in line], [], "it was refused")

    def test_job_that_failed_in_another_stage_is_stored(self):
        out, _ = self.run_cb("store", "--db", "x.db", "--pass", code=1, stdin=NOTIFIED.encode())
        self.assertEqual(json.loads(out)["failure"], json.loads(NOTIFIED)["failure"])
        self.assertTrue(json.loads(out)["store"]["new"])

    def test_result_of_an_unknown_direction_is_stored(self):
        stdin = line_of(parse={"format": "x", "found": 1}, results=[RESULT]).encode()
        out, _ = self.run_cb("store", "--db", "x.db", "--pass", code=0, stdin=stdin)
        self.assertEqual(json.loads(out)["results"], [RESULT])
        out, _ = self.run_cb("export", "--db", "x.db", "--format", "jsonl", code=0)
        self.assertEqual(json.loads(out)["direction"], "unknown")

    def test_image_of_an_unknown_engine_fails_the_job_and_says_so(self):
        build = {"engine": "apptainer", "image": "x.sif", "wall_s": 1, "layers": 3}
        out, _ = self.run_cb("run", code=1, stdin=line_of(build=build).encode())
        job = json.loads(out)
        self.assertEqual(job["build"], build)
        self.assertEqual((job["failure"]["reason"], job["failure"]["fault"]), ("unknown_engine", "machine"))
        self.assertIn("apptainer, which this cb does not know", job["failure"]["message"])

    def test_status_is_acted_on(self):
        out, err = self.run_cb("run", code=3, stdin=line_of(status="skipped").encode())
        self.assertEqual(out, "")
        self.assertIn('status: "skipped" is not one of ok, failed', err[0])


class Worker(cli.Case):
    def worker_of(self, *words, **variables):
        build = {"engine": "native", "image": "native:" + "0" * 64, "wall_s": 1}
        out, _ = self.run_cb("run", *words, code=1, stdin=line_of(build=build).encode(), **variables)
        return json.loads(out)["worker"]

    def test_is_named_by_the_option_or_by_the_host(self):
        self.assertEqual(self.worker_of("--worker", "rack 3"), "rack 3")
        self.assertEqual(self.worker_of(CB_RUN_WORKER="rack-4"), "rack-4")
        with open("/proc/sys/kernel/hostname", encoding="utf-8") as file:
            self.assertEqual(self.worker_of(), file.read().strip())

    def test_is_printable_and_bounded(self):
        for name in ("a\x1b[2J", "", " a", "a" * 129):
            _, err = self.run_cb("run", "--worker", name, code=2)
            self.assertIn("is not the name of a worker", err[0])
            self.assertNotIn("\x1b", err[0])


if __name__ == "__main__":
    unittest.main()
