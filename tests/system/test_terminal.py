"""cb run in a terminal: the line that shows progress, and the block at the end."""

import json
import pathlib
import re
import sys

import bed

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import terminal  # noqa: E402

ERASE = "\r\x1b[K\x1b[99M"


class Run(bed.Case):
    def start(self, *words, columns=80, streams=("in", "out", "err"), **variables):
        env = {**self.env, "TERM": "xterm", "LC_ALL": "C.UTF-8", **variables}
        return terminal.Terminal([self.cb, "run", *words], env, self.dir, columns, streams)

    def test_a_block_and_nothing_of_the_line_remains(self):
        for columns in (20, 80, 200):
            words = ("--dir", ".", "--repeat", "6", "--color", "never", "--", "sleep", "0.02")
            code, shown, _ = self.start(*words, columns=columns).finish()
            self.assertEqual(code, 0, shown)
            self.assertRegex(shown, r"run \d/6" if columns > 40 else re.escape(ERASE))
            lines = terminal.screen_of(shown)
            self.assertEqual(lines[-1], "")
            text = "\n".join(lines)
            self.assertEqual(re.findall(r"run \d/6", text), [])
            for label in ("Median", "Range", "Processor", "Machine", "Proved"):
                self.assertIn(label, text)
            self.assertIn("addresses not" if columns == 20 else "addresses not randomized", text)
            self.assertLessEqual(max(map(len, lines)), columns, text)
        self.assertNotIn("{", text)

    def test_a_dumb_terminal_gets_no_line(self):
        code, shown, _ = self.start("--repeat", "2", "--", "true", TERM="dumb").finish()
        self.assertEqual(code, 0, shown)
        self.assertNotIn("\x1b", shown)
        self.assertIn("Median", shown)

    def test_ctrl_c_in_the_line_leaves_a_clean_terminal_and_no_half_manifest(self):
        running = self.start("--repeat", "100", "--", "sleep", "0.3", streams=("in", "err"))
        running.wait_for(b"run 2/100")
        running.interrupt()
        code, shown, out = running.finish()
        self.assertEqual((code, out), (130, ""), shown)
        self.assertEqual(terminal.screen_of(shown)[-1], "")
        self.assertNotIn("\x1b[?25l", shown)  # the cursor was never hidden

    def test_a_terminal_that_is_resized_in_the_middle_shows_one_line_and_then_a_block_that_fits(self):
        env = {**self.env, "LC_ALL": "C.UTF-8"}
        words = [self.cb, "run", "--dir", ".", "--repeat", "40", "--color", "never", "--", "sleep", "0.1"]
        with terminal.Screen(words, env, self.dir, columns=200, rows=60) as screen:
            screen.wait_for(lambda lines: any(re.search(r"run [3-9]/40.* left", line) for line in lines))
            for columns in (20, 80, 30):
                screen.resize(columns)
                lines = screen.wait_for(lambda lines: len(lines) == 1 and "run " in lines[0])
                self.assertLess(len(lines[0]), columns, lines)
            code, lines = screen.finish()
            self.assertEqual(code, 0, lines)
            text = "\n".join(lines)
            self.assertEqual(re.findall(r"run \d+/40", text), [])
            self.assertLessEqual(max(map(len, lines)), 30, text)
            for label in ("Median", "Machine", "Proved"):
                self.assertIn(label, text)

    def test_a_pipe_gets_the_manifest_while_the_terminal_shows_the_line(self):
        code, shown, out = self.start("--repeat", "2", "--", "sleep", "0.1", streams=("in", "err")).finish()
        self.assertEqual(code, 0, shown)
        self.assertEqual(len(json.loads(out)["run"]["iterations"]), 2)
        self.assertIn("2 runs, wall time", terminal.screen_of(shown)[-2])
        code, shown, _ = self.start("--json", "--", "true", streams=("in", "out")).finish()
        self.assertEqual((code, json.loads(shown)["cb"]), (0, 1))
