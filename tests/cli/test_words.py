"""What cb does not know is named, with what was probably meant."""

import unittest

import cli


class Unknown(cli.Case):
    def test_what_was_given_steers_no_terminal(self):
        for given in ("\u202e4K", "4\u009bK", "4\x1b[2J"):
            for words in (("run", "--env", given), ("run", "--shm", given), ("run", "--fitness", given)):
                _, err = self.run_cb(*words, code=2)
                self.assertIn(" is ", err[0])
                for control in ("\u202e", "\u009b", "\x1b"):
                    self.assertNotIn(control, err[0])

    def test_command(self):
        self.refuse("wacth", says='cb: there is no command "wacth"; did you mean watch?', hint="cb")
        self.refuse("wacth", "--all", ".", says='cb: there is no command "wacth"; did you mean watch?', hint="cb")
        self.refuse("deploy", says='cb: there is no command "deploy"', hint="cb")
        self.refuse(says="cb: a command is required", hint="cb")

    def test_option(self):
        cpu = 'cb run: there is no option "--cpus"; did you mean --cpu?'
        self.refuse("run", "--cpus", "3", "--", "true", says=cpu, hint="cb run")
        self.refuse("run", "--cpus=3", "--", "true", says=cpu, hint="cb run")
        self.refuse("-v", "run", "--shm", "1G", "--cpus", "3", says=cpu, hint="cb run")
        self.refuse("run", "--xyzzy", says='cb run: there is no option "--xyzzy"', hint="cb run")
        self.refuse("watch", "--brnch", "main", ".", says='cb watch: there is no option "--brnch"; did you mean --branch?', hint="cb watch")
        self.refuse("--colour", "never", "export", says='cb export: there is no option "--colour"; did you mean --color?', hint="cb export")
        self.refuse("--xyzzy", says='cb: there is no option "--xyzzy"', hint="cb")

    def test_option_in_front_of_its_command(self):
        says = "cb run: --cpu is an option of run: write it behind that word"
        self.refuse("--cpu", "3", "run", "--", "true", says=says, hint="cb run")

    def test_what_is_unknown_comes_before_what_follows_from_it(self):
        self.refuse("watch", "--al", says='cb watch: there is no option "--al"; did you mean --all?', hint="cb watch")
        says = 'cb run: there is no option "--imge"; did you mean --image?'
        self.refuse("run", "--imge", "--cpu", "nonsense", says=says, hint="cb run")

    def test_argument(self):
        says = 'cb store: the argument "results.jsonl" was not expected'
        self.refuse("store", "results.jsonl", says=says, hint="cb store")

    def test_options_of_the_benchmark_are_its_own(self):
        out, err = self.run_cb("run", "--image", "x", "--print-argv", "--", "./bench", "--cpus", "-x", code=0)
        self.assertIn("./bench --cpus -x", out)
        self.assertEqual(err, [])

    def test_values_are_not_taken_for_options(self):
        self.refuse("run", "--env", "--cpus", says='cb run: --env: "--cpus" is not NAME=VALUE', hint="cb run")

    def test_what_is_typed_steers_no_terminal(self):
        self.refuse("\x1b[2J\u009b1m\u202e", says='cb: there is no command " [2J 1m "', hint="cb")

    def test_value_that_is_missing(self):
        self.refuse("run", "--cpu", says="cb run: --cpu: needs a value", hint="cb run")


class Units(cli.Case):
    def run_with(self, option, value, says):
        self.refuse("run", "--dir", ".", option, value, "--", "true", says=f"cb run: {option}: {says}", hint="cb run")

    def test_sizes(self):
        for option in ("--shm", "--memory", "--output-limit", "--disk"):
            for number in ("512", "4294967296"):
                says = f'"{number}" has no unit; write {number}B if bytes are meant, {number}M for MiB'
                self.run_with(option, number, says)
        self.run_with("--shm", "0", '"0" is less than a page of memory, 4K')
        self.run_with("--shm", "512B", '"512B" is less than a page of memory, 4K')
        self.run_with("--memory", "0", '"0" is less than a page of memory, 4K')

    def test_times(self):
        for option in ("--timeout", "--cpu-time", "--wait"):
            self.run_with(option, "90", '"90" has no unit; write 90s if seconds are meant, 90m for minutes')
        says = 'cb build: --timeout: "90" has no unit; write 90s if seconds are meant, 90m for minutes'
        self.refuse("build", "--timeout", "90", says=says, hint="cb build")

    def test_units_are_taken(self):
        out, _ = self.run_cb("run", "--image", "x", "--print-argv", "--shm", "8192B", "--memory", "1GiB", code=0)
        self.assertIn("size=8192", out)
        self.assertIn("--memory 1073741824 ", out)


if __name__ == "__main__":
    unittest.main()
