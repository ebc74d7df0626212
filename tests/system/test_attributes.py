"""Trees with attributes of all kinds: cb build gives the files that git archive gives."""

import random
import shutil
import subprocess

import bed

NAMES = ["a.txt", "b.txt", "a.c", "A.TXT", ".hidden", "dir/a.txt", "dir/.h.c", "dir/x y.c", "dir/sub/b.c", "dir/sub/a.txt",
         "docs/readme.md", "docs/a/b/c.txt", "x y.txt", "[a].txt", "a*b.txt", "!n.txt", "#h.txt", "back\\s.txt", 'q"q.txt', "Makefile"]
CONTENTS = [b"one\ntwo $Id$\n", b"a\r\nb\n$Id: x y $ $Id: old $\n", b"\0bin\n$Id$\n", b"one\n" * 3, b"x", b""]
PATTERNS = [
    "*", "**", "*.txt", "*.c", "a.*", "*.TXT", "*a.txt", "a?b.txt", "*.[ct]*", ".*", ".hidden", "?", "/a.txt", "./a.txt", "a.txt/",
    "dir", "dir/", "dir/*", "dir/**", "dir//a.txt", "/dir/sub", "dir/*/a.txt", "dir/**/a.txt", "sub/", "sub/a.txt", "**/a.txt",
    "docs/**", "docs/**/c.txt", "*/", "**/", "[a-c].txt", "[!a].txt", "[^b].c", "\\[a\\].txt", '"[[]a].txt"', "[", "[]a.txt",
    "[[:upper:]]*", "{a,b}.txt", "a\\*b.txt", "!a.txt", "\\!n.txt", '"\\041n.txt"', '"!n.txt"', "\\#h.txt", '"#h.txt"', "#a.txt",
    '"x y.txt"', '"dir/x y.c"', "x\\ y.txt", "back\\\\s.txt", '"back\\\\\\\\s.txt"', '"q\\"q.txt"', '"', '""', '" "', '"a.txt', "-text"]
# No "!text": libgit2's macro binary also unsets crlf, an attribute of old.
ATTRIBUTES = [
    "text", "-text", "text=auto", "text=yes", "eol=crlf", "eol=lf", "-eol", "eol", "!eol", "text eol=crlf", "text=auto eol=crlf", "binary",
    "ident", "-ident", "!ident", "ident=1", "mac", "-mac", "!mac", "crlf", "-crlf", "crlf=input", "whitespace=x",
    "working-tree-encoding=UTF-16LE-BOM", "working-tree-encoding="]


class Attributes(bed.Case):
    def make_attributes(self, draw):
        lines = [f"[attr]mac {' '.join(draw.sample(ATTRIBUTES, 2))}"] if draw.random() < 0.5 else []
        for _ in range(draw.randint(1, 6)):
            words = " ".join(draw.sample(ATTRIBUTES, draw.randint(0, 3)))
            lines.append(draw.choice(["", "", " ", "\t"]) + draw.choice(PATTERNS) + draw.choice([" ", "\t", "  "]) + words +
                         draw.choice(["", "", " ", "\r"]))
        return "\n".join(lines) + draw.choice(["", "\n"])

    def make_commit(self, draw):
        """A commit on a branch of its own; returns its attributes."""
        project = self.dir / "project"
        shutil.rmtree(project, ignore_errors=True)
        self.make_repository("project", [{"first": "x"}])
        for name in NAMES:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_bytes(draw.choice(CONTENTS))
        self.git(project, "-c", "core.safecrlf=false", "add", "--all")
        made = {}
        for place in ("", "dir/", "docs/"):
            if not place or draw.random() < 0.5:
                made[place] = self.make_attributes(draw)
                blob = subprocess.run(["git", "-C", project, "hash-object", "-w", "--no-filters", "--stdin"], env=self.env, check=True,
                                      input=made[place].encode(), capture_output=True).stdout.decode().strip()
                self.git(project, "update-index", "--add", "--cacheinfo", f"100644,{blob},{place}.gitattributes")
        self.git(project, "commit", "-q", "-m", "attributes")
        return made

    def test_trees_are_those_of_git(self):
        same = 0
        for seed in range(25):
            made = self.make_commit(random.Random(seed))
            job = self.run_cb("watch", "project", "--db", "cb.db").out
            built = self.run_cb("build", "--engine", "native", stdin=job, code=None).manifest()
            if built["status"] == "failed":  # git archive leaves what it cannot encode as it is
                self.assertIn("cannot be converted to its working-tree-encoding", built["failure"]["message"], made)
                continue
            key = built["build"]["image"].removeprefix("native:")
            theirs = self.dir / f"theirs-{seed}"
            theirs.mkdir()
            archive = subprocess.run(["git", "-C", "project", "archive", "HEAD"], cwd=self.dir, env=self.env, check=True, capture_output=True)
            subprocess.run(["tar", "-x", "-C", theirs], input=archive.stdout, check=True)
            (tree,) = [path for path in (self.dir / "cache").glob(f"**/{key}*") if path.is_dir()]
            found = subprocess.run(["diff", "-r", tree, theirs], capture_output=True, text=True)
            self.assertEqual((found.stdout, found.returncode), ("", 0), made)
            same += 1
        self.assertGreater(same, 15)
