"""The table of the options against all that is made of it: help, man pages, completions, docs/ and the environment."""

import collections
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
import unittest

import cli

Row = collections.namedtuple("Row", "command usage variable page sentence name")
NONSENSE = "nonsense,nonsense"
# Words that make a command do nothing, whatever the variables are.
HARMLESS = {
    "watch": ["no-such-repository"],
    "completions": ["bash"],
    "confirm": ["A..B"],
    "bisect": ["A..B"],
    "compare": ["A"],
    "import": ["no-such-file"],
    "triage": ["A"],
    "alias": ["A"],
    "init": ["no-such-directory"],
    "check": ["no-such-file"],
}


class Table(cli.Case):
    def setUp(self):
        super().setUp()
        out, _ = self.run_cb("man", "--table", code=0)
        self.rows = [Row(*line.split("\t"), re.search("--[a-z-]+", line)[0]) for line in out.splitlines()]
        help_of_cb = self.run_cb("--help", code=0)[0]
        self.commands = re.findall(r"(?m)^  (\w+)  ", help_of_cb.split("\nCommands:")[1].split("\n\n")[0])
        self.assertLessEqual({row.command for row in self.rows}, {"cb", *self.commands})
        self.assertGreater(len(self.rows), 80)

    def of(self, command):
        return [row for row in self.rows if row.command == command]


class Described(Table):
    def test_docs_list_these_options_and_no_other(self):
        for page in sorted({row.page for row in self.rows}):
            text = (cli.ROOT / "docs" / page).read_text()
            listed = set()
            for line in text.splitlines():
                cell = re.match(r"\| (`--[^ `][^|]*(?:\\\|[^|]*)*) \|", line)
                listed.update(re.findall(r"`(--[^ `][^`]*)`", cell[1].replace("\\|", "|")) if cell else [])
            self.assertEqual(sorted(listed), sorted({row.usage for row in self.rows if row.page == page}), page)

    def test_help_shows_each_with_its_value(self):
        for command in ("cb", *self.commands):
            out, _ = self.run_cb(*([] if command == "cb" else [command]), "--help", code=0)
            for row in self.of(command):
                self.assertRegex(out, rf"(?m)^  (-\w, )?{re.escape(row.usage)}( |$)", command)

    def test_help_fits_the_terminal(self):
        for width in (40, 80, 100):
            for command in ("cb", *self.commands):
                text = self.help_on_terminal(command, width).split("\nExamples:")[0].split("\nThe stages")[0]
                longest = max(text.splitlines(), key=len)
                self.assertLessEqual(len(longest), width, longest)
                if width < 100:
                    self.assertGreater(len(longest), width * 2 // 3, "nothing is as wide as the page")

    def help_on_terminal(self, command, width):
        return self.on_terminal(([] if command == "cb" else [command]) + ["--help"], width)

    def on_terminal(self, words, width):
        parent, child = pty.openpty()
        self.addCleanup(os.close, parent)
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        with subprocess.Popen([self.cb, *words], stdout=child, env=self.env, cwd=self.dir) as process:
            os.close(child)
            text = b""
            while True:
                try:
                    more = os.read(parent, 65536)
                except OSError:  # the other end is closed
                    break
                if not more:
                    break
                text += more
        self.assertEqual(process.returncode, 0)
        return text.decode().replace("\r", "")

    def test_text_is_colored_on_a_terminal(self):
        """--color wins over NO_COLOR, and that over CLICOLOR_FORCE and the terminal."""
        for name, level in (("old", 100), ("new", 120)):
            lines = "".join(f"BenchmarkA 1 {level + i} ns/op\n" for i in range(6))
            (self.dir / name).write_text(lines)
        words = ["compare", "old", "new"]
        red = "\x1b[31m"
        for options, variables, expected in (
            ([], {}, False), (["--color", "always"], {"NO_COLOR": "1"}, True), ([], {"CLICOLOR_FORCE": "1"}, True),
            ([], {"CLICOLOR_FORCE": "0"}, False), ([], {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
            (["--color", "never"], {"CLICOLOR_FORCE": "1"}, False),
        ):
            out, _ = self.run_cb(*words, *options, code=0, **variables)
            self.assertEqual(red in out, expected, (options, variables))
        self.assertIn(red, self.on_terminal(words, 200))
        rows = [
            {"repository": "r", "commit": f"{i:040x}", "status": "ok", "position": i, "benchmark": "b", "test": "t",
             "metric": "time", "unit": "ms", "direction": "lower", "statistic": "sample", "job": f"j{i}",
             "parents": [f"{i - 1:040x}"] if i else [], "worker": "", "host_key": "", "config": "default",
             "value": 10 + i % 3 * 0.01 + (i >= 20)}
            for i in range(40)
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
        out, _ = self.run_cb("changes", "-", "--color", "always", stdin=lines, code=0)
        self.assertRegex(out, r"(?m)^  \x1b\[31mregression .* confirmed\x1b\[0m$")

    def test_man_pages_have_each_and_are_well_formed(self):
        (self.dir / "pages").mkdir()
        self.run_cb("man", "--all", "pages", code=0)
        pages = {path.stem: path.read_text() for path in (self.dir / "pages").iterdir()}
        self.assertEqual(sorted(pages), sorted({"cb", *(f"cb-{command}" for command in self.commands)}))
        for name, text in pages.items():
            shown = text.replace("\\-", "-").replace("\\(aq", "'")
            for row in self.of(name.removeprefix("cb-")):
                self.assertRegex(shown, rf"(?m)^\\fB(-\w, )?{re.escape(row.usage)}\\fR$", name)
            out, _ = self.run_cb("man", *([] if name == "cb" else [name[3:]]), code=0)
            self.assertEqual(out, text)
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=text, text=True, capture_output=True, timeout=60)
            warnings = [line for line in done.stdout.splitlines() if "missing date" not in line]  # a date would be that of the build
            self.assertEqual(warnings, [], name)

    def test_man_pages_have_the_text_of_docs(self):
        """Every section of docs/ that is not of options or exit codes, and each word of its paragraphs; each option once."""
        pages = {"cb": "command-line.md"} | {f"cb-{row.command}": row.page for row in self.rows if row.page != "command-line.md"}
        self.assertGreater(len(pages), 15)
        for name, page in pages.items():
            out, _ = self.run_cb("man", *([] if name == "cb" else [name[3:]]), code=0)
            done = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=1000"], input=out, text=True, capture_output=True, timeout=60)
            shown = re.sub(r"\s+", " ", re.sub(".\b", "", done.stdout))
            text = (cli.ROOT / "docs" / page).read_text()
            prose = re.sub(r"(?ms)^```.*?^```$|^\|.*?$|^#.*?$|^!\[.*?$", "", text)  # without pictures, too
            for title in re.findall(r"(?m)^## (.*)$", text):
                if title not in ("Options", "Exit codes"):
                    self.assertIn(f"\n.SS {title}\n", out.replace("\\-", "-").replace("\\(aq", "'"), name)
            for words in re.findall(r"(?:(?<![\w./-])[a-z]{2,}(?:,? |\n))+", prose):  # words that have no markup beside them
                self.assertIn(re.sub(r"\s+", " ", words).strip(), shown, name)
            usages = [row.usage for row in self.of(name.removeprefix("cb-"))]
            tags = re.findall(r"(?m)^\.TP\n(\\fB.*)$", out.replace("\\-", "-").replace("\\(aq", "'"))
            for usage in usages:
                self.assertEqual(len([tag for tag in tags if tag.endswith(f"{usage}\\fR")]), 1, (name, usage))


class Completed(Table):
    """What a shell proposes."""

    def script(self, shell):
        out, _ = self.run_cb("completions", shell, code=0)
        path = self.dir / f"cb.{shell}"
        path.write_text(out)
        return path

    def run_shell(self, *words):
        done = subprocess.run(words, capture_output=True, text=True, env=self.env, cwd=self.dir, timeout=60)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout.splitlines()

    def bash(self, *words):
        """What bash proposes for the last word."""
        script = (
            f"compopt() {{ echo \"compopt $*\"; }}; . {self.script('bash')}; "
            'COMP_WORDS=(cb "$@"); COMP_CWORD=$#; _cb; for reply in "${COMPREPLY[@]}"; do echo "$reply"; done'
        )
        return self.run_shell("bash", "--norc", "-euc", script, "bash", *words)

    def fish(self, line):
        """What fish proposes at the end of the line, without descriptions."""
        script = f"source {self.script('fish')}; complete -C 'cb {line}'"
        return [proposal.split("\t")[0] for proposal in self.run_shell("fish", "--no-config", "-c", script)]

    def test_every_shell_knows_every_option(self):
        for command in self.commands:
            names = {row.name for row in self.of(command)}
            self.assertLessEqual(names, set(self.bash(command, "--")))
            self.assertLessEqual(names, set(name.rstrip("=") for name in self.fish(f"{command} --")))
        zsh = self.script("zsh").read_text()
        for row in self.rows:
            self.assertIn(row.name + ("=" if " " in row.usage or "=" in row.usage else "["), zsh)

    def test_bash(self):
        self.assertEqual(self.bash("ru"), ["run"])
        self.assertEqual(self.bash("run", "--net"), ["--network"])
        self.assertEqual(self.bash("run", "--network", ""), ["none", "host"])
        self.assertEqual(self.bash("run", "--network", "=", "h"), ["host"])
        self.assertEqual(self.bash("export", "--format", "=")[:2], ["jsonl", "csv"])
        self.assertEqual(self.bash("store", "--color", "n"), ["never"])
        self.assertEqual(self.bash("run", "--shm", ""), ["compopt +o default"])
        self.assertEqual(self.bash("run", "--dir", ""), ["compopt -o dirnames"])
        self.assertEqual(self.bash("build", "--dockerfile-from", ""), [])
        self.assertEqual(self.bash("run", "--", "--net"), [])
        self.assertEqual(self.bash("completions", "f"), ["fish"])
        self.assertIn("--verbose", self.bash("--verb"))

    def test_fish(self):
        self.assertEqual(self.fish("ru"), ["run"])
        self.assertEqual(self.fish("run --network "), ["host", "none"])
        self.assertEqual(self.fish("completions f"), ["fish"])

    def test_zsh(self):
        """In a shell that a terminal drives, as for a person."""
        self.script("zsh").rename(self.dir / "_cb")
        self.run_shell("zsh", "-f", "-n", str(self.dir / "_cb"))
        (self.dir / ".zshrc").write_text(
            f"fpath=({self.dir} $fpath); autoload -Uz compinit; compinit -u -D\n"
            f'tell() {{ print -rn -- "$BUFFER" > {self.dir}/line.new; mv {self.dir}/line.new {self.dir}/line; }}\n'
            "zle -N tell; bindkey '^T' tell\n"
        )
        parent, child = pty.openpty()
        self.addCleanup(os.close, parent)
        env = dict(self.env, ZDOTDIR=str(self.dir), TERM="dumb")
        with subprocess.Popen(
            ["zsh", "-i"], stdin=child, stdout=child, stderr=child, env=env, cwd=self.dir, start_new_session=True
        ) as shell:
            os.close(child)
            try:
                for typed, completed in (
                    ("cb ru", "cb run "), ("cb run --netw", "cb run --network="), ("cb run --network h", "cb run --network host "),
                    ("cb completions f", "cb completions fish "), ("cb store --color=nev", "cb store --color=never "),
                ):
                    self.assertEqual(self.complete_line(parent, typed, completed), completed)
            finally:
                shell.kill()

    def complete_line(self, terminal, typed, completed):
        """What the line is after a tab. zsh completes nothing while more input waits, and so a second passes before the key
        that makes it write the line to a file; where it is busy for longer, it is asked again."""
        line = self.dir / "line"
        for _ in range(30):
            os.write(terminal, b"\x15" + typed.encode() + b"\t")
            self.read_for(terminal, 1)
            os.write(terminal, b"\x14")
            self.read_for(terminal, 0.3)
            if line.exists() and line.read_text() == completed:
                break
        return line.read_text()

    def read_for(self, terminal, seconds):
        """Takes what the shell shows, so that it never waits for us."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([terminal], [], [], left)[0]:
                os.read(terminal, 65536)


class Set(Table):
    """Each variable reaches the option of its command, and nothing else."""

    def setUp(self):
        super().setUp()
        (self.dir / "root").mkdir()
        # Commands here must not touch the machine or run anything.
        self.env.update(CB_TUNE_ROOT="root", CB_DOCTOR_ROOT="root", CB_RUN_PRINT_ARGV="1", CB_LOCK_DIR=f"{self.dir}/locks")

    def start(self, command, **variables):
        done = subprocess.run(
            [self.cb, "-vv", command, *HARMLESS.get(command, [])], input=b"", capture_output=True, cwd=self.dir,
            env=dict(self.env, **variables), timeout=60,
        )
        return done.returncode, done.stdout, done.stderr.decode()

    def test_variable_of_the_command_is_read(self):
        for row in self.rows:
            if row.variable == "-" or row.command == "cb":
                continue
            _, _, err = self.start(row.command, **{row.variable: NONSENSE})
            refused = rf"cb {row.command}: {row.variable}( |: )"
            taken = rf"cb {row.command}: {row.variable} sets {row.name}\n"
            self.assertRegex(err, f"(?m)^({refused}|{taken})", row)

    def test_variable_of_another_command_is_neither_read_nor_mentioned(self):
        for command in self.commands:
            own = {row.variable for row in self.rows if row.command in (command, "cb")} | {"-"}
            others = {row.variable: NONSENSE for row in self.rows if row.variable not in own}
            self.assertGreater(len(others), 40)
            self.start(command)  # cb report says how much it wrote: nothing from now on
            without = self.start(command)
            self.assertEqual(self.start(command, **others), without)

    def test_variable_of_cb_itself_is_read(self):
        for variable in (row.variable for row in self.rows if row.command == "cb" and row.variable != "-"):
            self.refuse_with(variable, "maybe")

    def refuse_with(self, variable, text):
        _, err = self.run_cb("store", code=2, **{variable: text})
        self.assertTrue(err[0].startswith(f'cb store: {variable}: "{text}" is not one of '), err)

    def test_flags(self):
        flags = [row for row in self.rows if row.usage == row.name and row.variable != "-" and row.command != "cb"]
        self.assertGreater(len(flags), 12)
        for row in flags:
            for text in ("maybe", "2", "on"):
                status, _, err = self.start(row.command, **{row.variable: text})
                self.assertEqual(status, 2, err)
                self.assertIn(f'{row.variable}: "{text}" is not one of 0, 1, true, false, yes, no\n', err)

    def test_flags_that_are_off(self):
        for text in ("0", "false", "no", ""):
            self.assertEqual(self.start("doctor", CB_DOCTOR_STRICT=text)[0], 0)
            self.assertEqual(self.start("run", CB_RUN_NO_WAIT=text, CB_RUN_WAIT="1s")[0], 0)
            self.assertEqual(self.start("parse", CB_PARSE_STRICT=text)[0], 0)
        for text in ("1", "true", "yes"):
            self.assertEqual(self.start("run", CB_RUN_NO_WAIT=text, CB_RUN_WAIT="1s")[0], 2)
            self.assertEqual(self.start("parse", CB_PARSE_STRICT=text)[0], 2)


if __name__ == "__main__":
    unittest.main()
