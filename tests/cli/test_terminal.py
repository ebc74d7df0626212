"""What people see: standard output is a terminal."""

import json
import os
import pathlib
import re
import sys
import unittest

import cli

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import terminal  # noqa: E402

RESULTS = '{"results": [{"name": "t", "metrics": [{"name": "time", "value": [12, 13, 14], "units": "ms"}]}]}\n'
FAILED = json.dumps({
    "cb": 1, "job": "j", "status": "failed", "source": {"repo": "r"},
    "failure": {"stage": "run", "reason": "exit", "message": "it failed", "fault": "commit"}}) + "\n"
REJECTED = (
    '{"results": [{"name": "t", "metrics": '
    '[{"name": "time", "value": "12.5 ms"}, {"name": "ratio", "value": NaN}]}]}\n'
)


class People(cli.Case):
    def show(self, *words, columns=80, code=0, stdin=None, streams=("in", "out", "err"), **variables):
        """What the terminal shows in the end."""
        env = {"TERM": "xterm", "LANG": "C.UTF-8", **variables}
        shown = terminal.Terminal(
            [self.cb, *map(str, words)], {**self.env, "LC_ALL": "", "LC_CTYPE": "", **env}, self.dir, columns, streams,
            None if stdin is None else stdin.encode(),
        )
        ended, text, _ = shown.finish()
        self.assertEqual(ended, code, text)
        return text

    def test_bare_cb_says_what_is_next(self):
        text = self.show()
        for words in ("watch", "store", "cb doctor", "cb run -- COMMAND", "cb help"):
            self.assertIn(words, text)
        self.assertNotIn("cb changes", text)  # nothing is stored
        (self.dir / ".local/share/cb").mkdir(parents=True)
        (self.dir / ".local/share/cb/store.db").write_text("")
        self.assertIn("cb changes", self.show())
        out, err = self.run_cb(code=2)
        self.assertEqual((out, err[0]), ("", "cb: a command is required"))

    def test_watch_shows_commits(self):
        self.make_repository()
        text = self.show("watch", "good", "--db", "x.db")
        self.assertRegex(text, r"(?m)good [0-9a-f]{12}  \d{4}-\d\d-\d\d  main  First$")
        self.assertIn("cb watch: 1 due", text)
        self.assertIn("finding due commits: ", text)
        job = self.show("watch", "good", "--db", "x.db", "--json", streams=("out",))
        self.assertEqual(json.loads(job)["source"]["subject"], "First")

    def test_parse_shows_a_table_and_the_places_of_mistakes(self):
        (self.dir / "log").write_text(RESULTS)
        self.assertIn("t time  13 ms   12 … 14 ms  3", self.show("parse", "log", columns=200))
        (self.dir / "bad").write_text(REJECTED)
        text = self.show("parse", "bad", "--repo", "r", "--branch", "b", streams=("in", "out"))
        self.assertIn('"value": NaN}]}]}\n' + " " * 63 + "^\n", text)
        self.assertIn("1 series, 1 sample; 1 rejected", text)
        out, _ = self.run_cb("parse", "log", code=0)
        self.assertEqual(json.loads(out)["results"][0]["values"], [12, 13, 14])

    def test_store_and_export(self):
        out, _ = self.run_cb("parse", "--repo", "r", "--commit", "a" * 40, code=0, stdin=RESULTS.encode())
        text = self.show("store", "--db", "x.db", stdin=out, streams=("out", "err"))
        self.assertIn("r aaaaaaaaaaaa  1 result\n", text)
        self.assertIn("1 stored", text)
        text = self.show("export", "--db", "x.db", columns=200)
        self.assertRegex(text, r"t time +13 ms +12 … 14 ms +3 +aaaaaaaaaa")
        self.assertTrue(self.show("export", "--db", "x.db", "--json").startswith('{"'))
        self.assertTrue(self.show("export", "--db", "x.db", "--format", "csv").startswith("repo"))

    def test_it_fits_any_terminal(self):
        (self.dir / "log").write_text(RESULTS.replace('"t"', '"a test with a name that is quite long"'))
        self.make_repository()
        for columns in (20, 80, 200):
            for words in (["parse", "log"], ["watch", "good", "--db", "x.db"], [], ["help"]):
                text = self.show(*words, columns=columns, streams=("in", "out"))
                shown = text.split("\nOptions:")[0] if words == ["help"] else text
                longest = max(shown.split("\n"), key=len)
                if words == ["help"] and columns < 40:
                    continue  # a page has at least 40 columns
                if not words and columns < 40:
                    continue  # commands are not broken
                self.assertLessEqual(len(longest), columns, (words, longest))

    def start(self, *words, columns=80, **variables):
        """The same in tmux, while it runs."""
        env = {**self.env, "LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8", **variables}
        return terminal.Screen([*map(str, words)], env, self.dir, columns)

    def test_progress_is_one_line_in_a_terminal_that_is_resized(self):
        os.mkfifo(self.dir / "fifo")
        for columns, charset in ((80, "C.UTF-8"), (200, "C"), (20, "C")):
            with self.start(self.cb, "import", "--dry-run", "fifo", columns=columns, LANG=charset) as screen:
                with open(self.dir / "fifo", "w") as fifo:
                    fifo.write(FAILED)
                    fifo.flush()
                    # The rate makes the line longer than the terminal will be.
                    screen.wait_for(lambda lines: re.search("importing: 1 job, .*/s, 0:0", lines[0]) if lines and columns > 20 else lines)
                    for narrow in (20, 80, 13):
                        screen.resize(narrow)
                        lines = screen.wait_for(lambda lines: len(lines) == 1 and lines[0].startswith("importing:"))
                        self.assertLess(len(lines[0]), narrow, lines)
                    self.assertTrue(lines[0].endswith("\u2026" if charset == "C.UTF-8" else "~"), lines)
                    screen.resize(columns)
                code, lines = screen.finish()
                self.assertEqual((code, "".join(lines).count("importing")), (1, 0), lines)
                self.assertIn("jobs: 1", "".join(lines))

    def test_text_fits_a_terminal_that_was_resized_before_it_is_written(self):
        os.mkfifo(self.dir / "fifo")
        shown = terminal.Terminal(
            ["sh", "-c", '"$0" parse --color never fifo', self.cb], dict(self.env, TERM="xterm", LANG="C"), self.dir, 200, ("in", "out"))
        with open(self.dir / "fifo", "w") as fifo:
            shown.resize(40)
            fifo.write(RESULTS.replace('"t"', '"a test with a name that is quite long, and longer"'))
        code, text, _ = shown.finish()
        self.assertEqual(code, 0, text)
        self.assertIn("a test with", text)
        self.assertLessEqual(max(map(len, text.split("\n"))), 40, text)

    def test_long_work_shows_how_far_it_is(self):
        jobs = "".join(
            json.dumps({
                "cb": 1, "job": f"j{i}", "status": "ok", "source": {"repo": "acme/x", "commit": f"{i:040x}"},
                "parse": {"format": "cb", "found": 1, "rejected": []},
                "results": [{"benchmark": "b", "test": "t", "metric": "m", "unit": "ms", "direction": "lower", "values": [i, 2, 3]}]}) + "\n"
            for i in range(300))
        (self.dir / "jobs").write_text(jobs)
        for line, words in (
            (r"storing: \d+ jobs", ("store", "--db", "x.db")),
            (r"checking keys", ("store", "--check", "--db", "x.db")),
            (r"checking: \d+ of 300 measurements", ("store", "--check", "--db", "x.db")),
            (r"exporting acme/x: \d+ of 300 jobs", ("export", "--db", "x.db", "--format", "csv")),
            (r"exporting acme/x: \d+ of 300 jobs", ("export", "--db", "x.db", "--format", "manifests")),
            (r"exporting acme/x: \d+ of 300 runs", ("export", "--db", "x.db", "--parquet", "out")),
            (r"pruning acme/x: \d+ of 300 runs", ("prune", "--db", "x.db", "--samples-older", "2099-01-01")),
            (r"giving free space back", ("prune", "--db", "x.db", "--samples-older", "2099-01-01")),
            (r"importing: \d+ jobs", ("import", "jobs")),
        ):
            command = ["sh", "-c", '"$0" "$@" < jobs > result', self.cb, *words]
            shown = terminal.Terminal(command, dict(self.env, TERM="xterm"), self.dir, 200, ("err",))
            code, text, _ = shown.finish()
            self.assertEqual(code, 0, text)
            self.assertRegex(text, line)
            self.assertNotRegex(terminal.screen_of(text)[-1], line)
            _, err = self.run_cb(*words, code=0, stdin=jobs.encode())
            self.assertNotRegex("\n".join(err), line)

    def test_a_stage_that_waits_for_jobs_leaves_the_line_to_those_before_it(self):
        os.mkfifo(self.dir / "fifo")
        with self.start("sh", "-c", f"{self.cb} import fifo | {self.cb} store --db x.db") as screen:
            with open(self.dir / "fifo", "w") as fifo:
                fifo.write(FAILED)
                fifo.flush()
                screen.wait_for(lambda lines: len(lines) == 2 and "importing: 1 job" in lines[1] and "0:02" in lines[1])
            screen.finish()

    def test_without_utf8_it_is_ascii(self):
        (self.dir / "log").write_text(RESULTS)
        for options, variables in (
            ([], {"LANG": "C"}), ([], {"LC_ALL": "C"}), (["--ascii"], {}), ([], {"CB_ASCII": "1"})
        ):
            text = self.show(*options, "parse", "log", "--name", "größe", **variables)
            self.assertTrue(text.isascii(), text)
            self.assertIn("12 .. 14 ms", text)

    def test_color_is_for_terminals_that_have_it(self):
        (self.dir / "none").write_text("")
        for variables, expected in (
            ({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"TERM": ""}, False),
            ({"CLICOLOR": "0"}, False), ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True),
        ):
            self.assertEqual("\x1b[33m" in self.show("parse", "none", code=1, **variables), expected, variables)

    def test_a_command_that_waits_for_typing_says_so(self):
        for words, code in ((["build"], 0), (["store", "--db", "x.db"], 0), (["parse"], 0)):
            shown = terminal.Terminal([self.cb, *words], dict(self.env, TERM="dumb"), self.dir)
            shown.wait_for(b"standard input, which is a terminal")
            os.write(shown.terminal, b"\x04")
            ended, text, _ = shown.finish()
            self.assertEqual(ended, code, text)
        self.assertIn("write `cb run -- COMMAND`", self.show("run", code=2))

    def test_help_has_topics(self):
        self.assertEqual(self.show("help", "run"), self.show("run", "--help"))
        self.assertIn("formats", self.show("help"))
        self.assertTrue(self.show("help", "formats").startswith("# "))
        self.assertIn("did you mean formats?", self.show("help", "fromats", code=2))
        self.assertIn("there is no topic", self.show("help", "../CONTRIBUTING", code=2))


if __name__ == "__main__":
    unittest.main()
