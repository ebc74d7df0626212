"""docs/configuration.md against the tables of the options, and what cb init writes."""

import re
import subprocess
import unittest

import cli

COMMANDS = ("watch", "build", "run", "parse")


class Configuration(cli.Case):
    def check(self, text, code):
        (self.dir / "project.toml").write_text(text)
        done = subprocess.run([self.cb, "check", "project.toml"], capture_output=True, env=self.env, cwd=self.dir, timeout=60)
        self.assertIn(done.returncode, (0, 2) if code is None else (code,), done)
        return done.stdout.decode()

    def keys_of(self, command):
        """(options that are keys, options that are none), as cb check takes them."""
        out, _ = self.run_cb("man", "--table", code=0)
        rows = [line.split("\t") for line in out.splitlines()]
        keys, others = set(), set()
        for name in (re.search("--([a-z-]+)", row[1])[1] for row in rows if row[0] == command):
            # A repeatable option takes this, another has one mistake: that it takes one value, or that it is none.
            out = self.check(f'repository = "r"\n[{command}]\n{name} = []\n', code=None)
            (others if "cannot be set here: " in out else keys).add(name)
        return keys, others

    def test_docs_list_every_key_and_every_option_that_is_none(self):
        page = (cli.ROOT / "docs/configuration.md").read_text()
        for command in COMMANDS:
            cells = re.search(rf"(?m)^\| `\[{command}\]` \| (.*) \| (.*) \|$", page)
            documented = tuple(set(re.findall("`([a-z-]+)`", cell)) for cell in cells.groups())
            self.assertEqual(documented, self.keys_of(command), command)

    def test_example_of_docs_has_no_mistake(self):
        page = (cli.ROOT / "docs/configuration.md").read_text()
        out = self.check(re.search(r"(?s)```toml\n(.*?)```", page)[1], code=0)
        self.assertEqual(len(out.splitlines()), 2)

    def test_what_init_writes_and_proposes_has_no_mistake(self):
        tree = self.dir / "index"
        tree.mkdir()
        for name, text in (("Makefile", "bench:\n"), ("go.mod", ""), ("Cargo.toml", ""), ("CMakeLists.txt", ""),
                           ("requirements.txt", "pytest-benchmark"), ("dune-project", ""), ("README", "")):
            (tree / name).write_text(text)
            self.run_cb("init", "index", "--force", code=0)
            (tree / name).unlink()
            written = (self.dir / "index.toml").read_text()
            self.assertEqual(len(self.check(written, code=0).splitlines()), 1, name)
            proposed = re.sub(r"(?m)^# (\[|[a-z-]+ = )", r"\1", written)
            self.assertNotEqual(proposed, written)
            self.assertEqual(len(self.check(proposed, code=0).splitlines()), 2, name)


if __name__ == "__main__":
    unittest.main()
