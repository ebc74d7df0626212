"""Features of real repositories: they are measured like a checkout, or named in a message."""

import contextlib
import hashlib
import shutil
import subprocess

import bed


class Trees(bed.Case):
    """The native engine's builds, whose trees can be inspected."""

    def jobs(self, repository, *words):
        return self.run_cb("watch", repository, "--db", "cb.db", *words).out

    def build(self, jobs, code=0):
        return self.run_cb("build", "--engine", "native", stdin=jobs, code=code)

    def tree(self, done):
        """The path of the tree of the only job."""
        key = done.manifest()["build"]["image"].removeprefix("native:")
        (found,) = [path for path in (self.dir / "cache").glob(f"**/{key}*") if path.is_dir()]  # not what notes its use
        return found

    @contextlib.contextmanager
    def small_disk(self, options):
        """A tmpfs below the cache, where trees are stored."""
        place = self.dir / "cache"
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "cb-test", place], check=True)
        try:
            yield place
        finally:
            subprocess.run(["umount", place], check=True)

    def commit_tree(self, repository, tree):
        commit = self.git(repository, "commit-tree", "-m", "made", tree)
        self.git(repository, "update-ref", "refs/heads/made", commit)

    def make_tree(self, repository, lines):
        """Parses lines of `git ls-tree`."""
        return subprocess.run(
            ["git", "-C", repository, "mktree"], input=lines, check=True, capture_output=True, text=True, env=self.env
        ).stdout.strip()

    def check_commit_fault(self, done, says):
        failure = done.manifest()["failure"]
        self.assertEqual((failure["stage"], failure["reason"]), ("build", "export_failed"))
        self.assertRegex(failure["message"], says)

    def test_names_and_paths_that_are_too_long_fail_their_job_alone(self):
        repository = self.make_repository("project", [{"file": "x"}])
        blob = self.git(repository, "rev-parse", "HEAD:file")
        name = self.make_tree(repository, f"100644 blob {blob}\t{'n' * 256}\n")
        self.commit_tree(repository, name)
        self.git(repository, "branch", "name", "made")
        tree = self.make_tree(repository, f"100644 blob {blob}\tfile\n")
        for _ in range(20):
            tree = self.make_tree(repository, f"040000 tree {tree}\t{'d' * 250}\n")
        self.commit_tree(repository, tree)
        self.git(repository, "branch", "-m", "made", "path")
        jobs = self.jobs(repository, "--branch", "*")
        done = self.build(jobs, code=1)
        said = {m["source"]["branch"]: m.get("failure", {}).get("message", "") for m in done.manifests()}
        self.assertEqual(said["main"], "")
        self.assertRegex(said["name"], "^nnn.*too long")
        self.assertRegex(said["path"], "^ddd.*is a path of [0-9]+ bytes; the longest is 3840")

    def test_a_tree_that_fills_the_disk_is_the_commits_fault(self):
        repository = self.make_repository("project", [{f"file{n}": "x" * 1_000_000 for n in range(6)}])
        jobs = self.jobs(repository)
        with self.small_disk("size=4m"):
            self.check_commit_fault(self.build(jobs, code=1), "the tree does not fit on this machine.*bytes in . files")
        with self.small_disk("size=4m") as place:
            (place / "others").write_bytes(bytes(2_500_000))
            self.check_commit_fault(self.build(jobs, code=1), "the tree does not fit on this machine")
        with self.small_disk("size=16m"):
            self.build(jobs)

    def test_a_tree_of_too_many_files_is_the_commits_fault(self):
        repository = self.make_repository("project", [{f"file{n}": "x" for n in range(300)}])
        jobs = self.jobs(repository)
        with self.small_disk("nr_inodes=200"):
            self.check_commit_fault(self.build(jobs, code=1), "the tree does not fit on this machine")
        with self.small_disk("nr_inodes=500"):
            self.build(jobs)

    def test_a_disk_that_others_filled_is_the_machines_fault(self):
        repository = self.make_repository("project", [{f"file{n}": "x" * 100_000 for n in range(9)}])
        jobs = self.jobs(repository)
        with self.small_disk("size=8m") as place:
            (place / "others").write_bytes(bytes(7_800_000))
            failure = self.build(jobs, code=1).manifest()["failure"]
            self.assertEqual((failure["reason"], failure["fault"]), ("disk_full", "machine"))
            self.assertIn("No space left", failure["message"])

    def test_a_git_lfs_pointer_is_resolved_or_named(self):
        content = "x" * 5000
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize 5000\n"
        repository = self.make_repository(
            "project", [{".gitattributes": "*.bin filter=lfs -text\n*.bat text eol=crlf\n", "a.bin": pointer}]
        )
        jobs = self.jobs(repository)
        done = self.build(jobs, code=None)
        self.assertNotEqual(done.code, 0)
        self.assertRegex(done.out + done.err, f"a.bin is a git-lfs pointer, but its object is not in {repository}")
        store = repository / ".git/lfs/objects" / sha256[:2] / sha256[2:4]
        store.mkdir(parents=True)
        (store / sha256).write_text(content)
        self.assertEqual((self.tree(self.build(jobs)) / "a.bin").read_text(), content)

    def test_a_missing_submodule_is_another_build(self):
        library = self.make_repository("library", [{"lib.c": "v1"}])
        repository = self.make_repository("project", [{"file": "x"}])
        self.git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "lib")
        self.git(repository, "commit", "-q", "-m", "with a submodule")
        hidden = self.dir / "hidden"
        jobs = self.jobs(repository)
        shutil.rmtree(repository / "lib")
        shutil.move(repository / ".git/modules", hidden)
        failed = self.build(jobs, code=1).manifest()["failure"]
        self.assertEqual((failed["reason"], failed["fault"]), ("repository_unavailable", "machine"))
        self.assertIn("the submodule lib has no commit", failed["message"])
        without = self.run_cb("build", "--engine", "native", "--allow-absent-submodules", stdin=jobs)
        self.assertIn("the submodule lib is not available", without.err)
        self.assertEqual(list((self.tree(without) / "lib").iterdir()), [])
        shutil.move(hidden, repository / ".git/modules")
        present = self.build(jobs)
        self.assertFalse(present.manifest()["build"]["cached"])
        self.assertEqual((self.tree(present) / "lib/lib.c").read_text(), "v1")
        self.assertTrue(self.build(jobs).manifest()["build"]["cached"])

    def test_a_partial_clone_gets_what_it_lacks_or_says_so(self):
        origin = self.make_repository("origin", [{"file": "x"}])
        self.git(origin, "config", "uploadpack.allowFilter", "true")
        for name in ("first", "second"):
            self.git(self.dir, "clone", "-q", "--bare", "--filter=blob:none", f"file://{origin}", name)
        first, second = (self.jobs(self.dir / name, "--name", name) for name in ("first", "second"))
        self.assertEqual((self.tree(self.build(first)) / "file").read_text(), "x")
        shutil.rmtree(origin)
        shutil.rmtree(self.dir / "cache")
        done = self.build(second, code=None)
        self.assertNotEqual(done.code, 0)
        self.assertNotIn("commit_gone", done.out)
        self.assertIn("is a partial clone", done.out + done.err)


class WorkTrees(bed.Case):
    def test_a_dirty_work_tree_does_not_pass_for_its_commit(self):
        repository = self.make_repository("project", [{"file": "x"}])
        elsewhere = self.make_repository("elsewhere", [{"other": "x"}])
        self.dir = elsewhere
        run = ["run", "--dir", str(repository), "--engine", "native", "--", "true"]
        (manifest,) = self.run_cb(*run).manifests()
        self.assertEqual(manifest["source"]["commit"], self.git(repository, "rev-parse", "HEAD"))
        self.assertFalse(manifest["source"].get("dirty", False))
        (repository / "new").write_text("x")
        done = self.run_cb(*run)
        (manifest,) = self.check_schema(done)
        self.assertTrue(manifest["source"]["dirty"])
        self.assertIn(f"{repository} differs from its commit", done.err)
        self.dir = repository
        done = self.run_cb("parse", stdin='{"results": []}', code=None)
        self.assertIn(f"{repository} differs from its commit", done.err)


class Branches(bed.Case):
    def test_a_glob_that_matches_nothing_names_the_near_miss(self):
        origin = self.make_repository("origin", [{"file": "x"}])
        self.git(origin, "branch", "feature")
        self.git(self.dir, "clone", "-q", origin, "clone")
        done = self.run_cb("watch", "clone", "--db", "cb.db", "--branch", "origin/feature", code=2)
        self.assertIn("git branch feature origin/feature", done.err)
        done = self.run_cb("watch", "clone", "--db", "cb.db", "--branch", "mian", code=2)
        self.assertIn('is "main" meant?', done.err)
        done = self.run_cb("watch", "clone", "--db", "cb.db", "--branch", "mian", "--branch", "main")
        self.assertEqual(len(done.manifests()), 1)
        self.assertIn('"mian"', done.err)
