"""Each figure is compared with a program whose true usage is known, with every engine."""

import subprocess
import unittest

import bed

MIB = 1 << 20
TRUTH = bed.ROOT / "tests/system/truth.c"


class Measures:
    """The tests of one engine; see below for which."""

    def build_truth(self, directory):
        subprocess.run(
            ["gcc", "-O1", "-static", "-pthread", "-o", directory / "truth", TRUTH], check=True, capture_output=True
        )

    def usage(self, *words, options=("--cpu", "1")):
        done = self.run_cb("run", *self.image, *options, "--", "./truth", *words)
        (manifest,) = self.check_schema(done)
        usage = manifest["run"]["iterations"][0]["usage"]
        for name, figure in usage.items():
            if figure is None:
                self.assertTrue(usage["unavailable"][name], name)
        return usage

    def test_memory(self):
        bare = self.usage("memory", "0")
        usage = self.usage("memory", "100")
        grown = usage["peak_memory_bytes"] - bare["peak_memory_bytes"]
        self.assertAlmostEqual(grown / MIB, 100, delta=3)
        self.assertAlmostEqual(usage["anonymous_bytes"] / MIB, 100, delta=3)
        self.assertLess(usage["shared_bytes"], MIB)
        self.assertGreaterEqual(
            usage["peak_memory_bytes"],
            usage["anonymous_bytes"] + usage["file_bytes"] + usage["shared_bytes"],
        )
        self.assertEqual(usage["swap_bytes"], 0)

    def test_memory_is_placed_on_the_node(self):
        done = self.run_cb("run", *self.image, "--cpu", "1", "--numa", "0", "--", "./truth", "memory", "50")
        placed = done.manifest()["run"]["pins"]["placed_bytes"]
        self.assertGreater(placed["0"], 50 * MIB)
        self.assertEqual(sum(placed.values()), placed["0"])

    def test_processor_time(self):
        usage = self.usage("cpu", "300", "3", options=())
        self.assertAlmostEqual(usage["user_s"] + usage["system_s"], 0.9, delta=0.05)

    def test_processor_time_of_a_short_command(self):
        usage = self.usage("cpu", "15", "1")
        self.assertAlmostEqual(usage["user_s"] + usage["system_s"], 0.016, delta=0.004)

    def test_written(self):
        usage = self.usage("write", "out", "32")
        self.assertAlmostEqual(usage["storage_written_bytes"] / MIB, 32, delta=0.5)

    def test_faults(self):
        bare = self.usage("faults", "0")
        usage = self.usage("faults", "5000")
        self.assertAlmostEqual(usage["minor_faults"] - bare["minor_faults"], 5000, delta=20)

    def test_switches(self):
        bare = self.usage("switches", "0")
        usage = self.usage("switches", "200")
        self.assertAlmostEqual(usage["voluntary_switches"] - bare["voluntary_switches"], 200, delta=5)

    def test_sums_and_peaks_over_iterations(self):
        done = self.run_cb("run", *self.image, "--cpu", "1", "--repeat", "3", "--", "./truth", "memory", "20")
        run = done.manifest()["run"]
        parts = [iteration["usage"] for iteration in run["iterations"]]
        self.assertEqual(run["usage"]["minor_faults"], sum(part["minor_faults"] for part in parts))
        self.assertEqual(run["usage"]["peak_memory_bytes"], max(part["peak_memory_bytes"] for part in parts))
        starts = [iteration["started_at"] for iteration in run["iterations"]]
        self.assertEqual(starts, sorted(starts))
        self.assertGreaterEqual(starts[0], run["started_at"])

    def test_warmup_is_not_kept(self):
        done = self.run_cb("run", *self.image, "--warmup", "2", "--", "./truth", "personality")
        (manifest,) = self.check_schema(done)
        self.assertEqual(manifest["run"]["warmup"], 2)
        self.assertEqual(len(manifest["run"]["iterations"]), 1)
        self.assertEqual(manifest["run"]["output"], "off\n")

    def test_process_1_cannot_be_traced(self):
        """cb-init writes the report: a process that traces it could forge the figures."""
        done = self.run_cb("run", *self.image, "--", "./truth", "trace", "1")
        self.assertEqual(done.manifest()["run"]["output"], "Operation not permitted\n")

    def test_calls_of_libnuma_work(self):
        for options in ((), ("--cpu", "1"), ("--aslr", "on")):
            done = self.run_cb("run", *self.image, *options, "--", "./truth", "numa")
            answers = dict(line.rsplit(" ", 1) for line in done.manifest()["run"]["output"].splitlines())
            calls = ["get_mempolicy", "mbind", "move_pages", "set_mempolicy", "set_mempolicy_home_node"]
            self.assertEqual(answers, {**dict.fromkeys(calls, "ok"), "on its node": "yes"})

    def test_set_uid_program_keeps_randomization_off(self):
        """Without no-new-privileges, exec of a set-uid program would enable it again."""
        done = self.run_cb("run", *self.image, "--", "./truth-setuid", "personality")
        run = done.manifest()["run"]
        self.assertEqual(run["output"], "off\n")
        self.assertEqual(run["pins"]["aslr"], "off_verified")


    def build_image(self, program):
        self.use_image(program)
        self.build_truth(self.dir)
        (self.dir / "Dockerfile").write_text("FROM scratch\nWORKDIR /work\nCOPY truth /work/\n")
        (self.dir / "Dockerfile.setuid").write_text(
            f"FROM {bed.BASE_IMAGE}\nWORKDIR /work\nCOPY truth /work/\n"
            "RUN cp truth truth-setuid && chmod 4755 truth-setuid && chown 1:1 truth && chmod 755 . truth\nUSER 65534\n"
        )
        file = "Dockerfile.setuid" if "set_uid" in self.id() else "Dockerfile"
        self.engine(
            "build", "--quiet", "--network", "none", "--tag", "cb-truth", "--file", str(self.dir / file), str(self.dir)
        )
        self.addCleanup(self.engine, "image", "rm", "cb-truth")
        self.image = ("--engine", program, "--image", "cb-truth")


class Docker(Measures, bed.Case):
    def setUp(self):
        super().setUp()
        self.build_image("docker")


class Podman(Measures, bed.Case):
    def setUp(self):
        super().setUp()
        self.build_image("podman")


class Native(Measures, bed.Case):
    def setUp(self):
        super().setUp()
        self.no_engine()
        tree = self.dir / "tree"
        tree.mkdir()
        self.build_truth(tree)
        (tree / "truth-setuid").write_bytes((tree / "truth").read_bytes())
        (tree / "truth-setuid").chmod(0o4755)
        self.image = ("--dir", "tree")

    def test_iterations_without_a_newline_stay_apart(self):
        done = self.run_cb("run", *self.image, "--repeat", "3", "--", "printf", "BenchmarkA 1 5 ns/op")
        self.assertEqual(done.manifest()["run"]["output"], "\n".join(["BenchmarkA 1 5 ns/op"] * 3))
        parsed = self.run_cb("parse", stdin=done.out).manifest()
        self.assertEqual([r["values"] for r in parsed["results"] if r["test"] == "BenchmarkA"], [[5, 5, 5]])
        self.assertEqual(parsed["parse"]["rejected"], [])


if __name__ == "__main__":
    unittest.main()
