"""cb doctor and cb tune on a copy of a machine's files, never on the machine that runs the tests."""

import json
import subprocess
import sys
import unittest

import bed


class Tuning(bed.Case):
    def setUp(self):
        super().setUp()
        self.root = self.dir / "root"
        subprocess.run([sys.executable, bed.ROOT / "tests/cli/machine.py", "tunable", self.root], check=True, timeout=60)

    def tune(self, *words, code=0):
        return self.run_cb("tune", "--root", self.root, *words, code=code)

    def text(self, path):
        return (self.root / path).read_text().strip()

    def test_help_has_examples(self):
        for command in ("doctor", "tune"):
            self.assertIn("Examples:", self.run_cb(command, "--help").out)

    def test_dry_run_changes_nothing_and_tells_what_tuning_does(self):
        rehearsed = self.tune("--cpu", "1", "--dry-run")
        self.assertIn("/proc/sys/vm/swappiness: 60 -> 1\n", rehearsed.out)
        self.assertEqual(self.text("proc/sys/vm/swappiness"), "60")
        self.assertFalse((self.root / "var").exists())
        self.assertEqual(self.tune("--cpu", "1").out, rehearsed.out)
        self.assertEqual(self.text("proc/sys/vm/swappiness"), "1")
        self.assertEqual(self.text("sys/devices/system/cpu/cpu3/online"), "0")

    def test_undo_puts_back_and_is_harmless_twice(self):
        self.tune("--cpu", "1")
        self.env["CB_TUNE_CPU"] = "1"  # does not prevent an undo
        undone = self.tune("--undo")
        self.assertEqual(undone.out.splitlines()[0], "/sys/devices/system/cpu/cpu3/online: 0 -> 1")
        self.assertEqual(self.text("proc/sys/vm/swappiness"), "60")
        again = self.tune("--undo")
        self.assertEqual(again.out, "")
        self.assertIn("nothing to undo", again.err)
        self.assertFalse((self.root / "var/lib/cb/tune.journal").exists())

    def test_undo_with_a_mistyped_journal_says_so_and_makes_nothing(self):
        done = self.tune("--undo", "--journal", self.dir / "no/such/journal")
        self.assertIn(f"there is no journal at {self.dir}/no/such/journal", done.err)
        self.assertFalse((self.dir / "no").exists())

    def test_what_is_refused_is_named(self):
        file = self.root / "proc/sys/vm/swappiness"
        file.rename(self.dir / "elsewhere")
        file.symlink_to(self.dir / "elsewhere")
        refused = self.tune(code=1)
        self.assertRegex(refused.err, "/proc/sys/vm/swappiness: 1 was rejected")
        self.assertEqual(self.text("proc/sys/kernel/nmi_watchdog"), "0")

    def test_wrong_words(self):
        self.assertIn("CPU 9 does not exist", self.tune("--cpu", "9", code=2).err)
        self.assertIn("excludes", self.tune("--undo", "--dry-run", code=2).err)
        journal = self.dir / "journal"
        journal.write_text("garbage\n")
        self.assertIn("line 1", self.tune("--journal", journal, code=3).err)
        self.assertEqual(self.text("proc/sys/vm/swappiness"), "60")

    def test_doctor(self):
        words = ["doctor", "--root", self.root, "--cpu", "1"]
        report = json.loads(self.run_cb(*words, "--format", "json").out)
        self.assertEqual(report["cpus"], "1")
        found = {check["code"]: check for check in report["checks"]}
        self.assertEqual(len(found), len(report["checks"]))
        self.assertEqual(found["boost"]["status"], "warning")
        self.assertEqual(found["boost"]["remedy"], "cb tune")
        self.run_cb(*words, "--strict", code=1)
        self.tune("--cpu", "1")
        table = self.run_cb(*words).out
        self.assertRegex(table, r"\nok +boost +off\n")
        self.assertRegex(table.splitlines()[-1], r"^\d+ problem, \d+ warning, ")


if __name__ == "__main__":
    unittest.main()
