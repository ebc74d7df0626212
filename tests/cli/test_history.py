"""The table of the quickstart: what can be believed of it, and which commit made something worse."""

import subprocess
import unittest

import cli

HEADER = "job,commit,verdict,test,metric,unit,direction,value"  # in an order of its own: columns go by their names
COMMITS = ["a" * 40, "b" * 40, "c" * 40, "d" * 40]


class History(cli.Case):
    def table(self, rows, header=HEADER):
        """`rows`: commit's number, verdict, test, direction, values. Returns the lines."""
        lines = [header]
        for number, verdict, test, direction, values in rows:
            lines += [f"j,{COMMITS[number]},{verdict},{test},time,ms,{direction},{value}" for value in values]
        done = subprocess.run(
            ["awk", "-v", f"commits={' '.join(COMMITS)}", "-f", cli.ROOT / "scripts/lib/history.awk"],
            input="\r\n".join(lines) + "\r\n", capture_output=True, text=True, check=True, timeout=60,
        )
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines()

    def test_commit_in_the_middle_is_named(self):
        lines = self.table(
            (number, "clean", "zlib", "lower", [value, value + 1, value + 2])
            for number, value in enumerate((100, 240, 239, 241))
        )
        self.assertRegex(lines[1], r"^zlib +time, ms +101 +241 +240 +242 +1.0 %  bbbbbbbb 2.39 worse$")
        self.assertEqual(lines[2:], ["", "Commit bbbbbbbb made it worse: zlib"])

    def test_what_came_and_went_is_named_although_the_last_is_as_the_first(self):
        lines = self.table(
            (number, "clean", "zlib", "higher", [value, value + 1, value + 2])
            for number, value in enumerate((100, 50, 50, 100))
        )
        self.assertTrue(lines[1].endswith("bbbbbbbb 0.50 worse, dddddddd 1.98 better"), lines[1])
        self.assertEqual(lines[-1], "Commit bbbbbbbb made it worse: zlib")

    def test_noise_names_nobody(self):
        wide = [100, 130, 160]
        lines = self.table((number, "clean", "zlib", "lower", [v + 25 * (number % 2) for v in wide]) for number in range(4))
        self.assertRegex(lines[1], r" 23.1 %$")
        self.assertEqual(lines[-1], "No commit made anything worse by more than the noise and 5 %.")
        lines = self.table((number, "clean", "zlib", "lower", [100 + 4 * (number % 2)] * 3) for number in range(4))
        self.assertRegex(lines[1], r" 0.0 %$")

    def test_noise_of_one_commit_speaks_against_the_others(self):
        """Runs differ by more than the samples of one run, and where one run was noisy, the machine is."""
        lines = self.table(
            (number, "clean", "zlib", "lower", values)
            for number, values in enumerate(([100] * 3, [130] * 3, [130] * 3, [70, 100, 150]))
        )
        self.assertRegex(lines[1], r" 50.0 %$")

    def test_few_samples_need_more(self):
        lines = self.table((number, "clean", "zlib", "lower", [100 + 30 * (number % 2)]) for number in range(4))
        self.assertRegex(lines[1], r" 0.0 %$")
        lines = self.table((number, "clean", "zlib", "lower", [100 + 100 * (number // 3)]) for number in range(4))
        self.assertTrue(lines[1].endswith("dddddddd 2.00 worse"), lines[1])

    def test_what_cannot_be_believed_is_marked(self):
        verdicts = ("clean", "suspect", "invalid", "clean")
        lines = self.table(
            (number, verdict, "zlib", "lower", [value] * 3)
            for number, (verdict, value) in enumerate(zip(verdicts, (100, 200, 200, 200)))
        )
        self.assertRegex(lines[1], r" 100 +200\? +200! +200 .*  bbbbbbbb 2.00 worse\?$")
        self.assertTrue(lines[3].startswith("?  the machine was not quiet"), lines)
        self.assertTrue(lines[4].startswith("!  this was not measured as requested"), lines)
        self.assertEqual(lines[5], "Commit bbbbbbbb made it worse: zlib (to be measured again, see ?)")

    def test_commit_without_samples_is_passed_over(self):
        lines = self.table((number, "clean", "zlib", "lower", [value] * 3) for number, value in ((0, 100), (2, 300)))
        self.assertRegex(lines[1], r" 100 +- +300 +- .*  cccccccc 3.00 worse$")

    def test_text_of_csv(self):
        lines = self.table([(0, "clean", '"a ""b"", c"', "lower", [1])])
        self.assertTrue(lines[1].startswith('a "b", c '), lines)

    def test_no_results_are_an_error(self):
        done = subprocess.run(
            ["awk", "-v", f"commits={COMMITS[0]}", "-f", cli.ROOT / "scripts/lib/history.awk"],
            input=HEADER + "\r\n", capture_output=True, text=True, timeout=60,
        )
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
