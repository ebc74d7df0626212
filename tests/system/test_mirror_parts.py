"""Submodules and git-lfs objects of repositories that cb fetches itself: the exact tree is built, or the job says what it lacks."""

import hashlib
import subprocess

import bed
import servers


class Parts(bed.Case):
    def setUp(self):
        super().setUp()
        self.hosted = self.dir / "hosted"
        self.hosted.mkdir()

    def host(self, repository):
        """A bare clone of the repository, for a server."""
        place = self.hosted / f"{repository.name}.git"
        self.git(self.dir, "clone", "-q", "--bare", repository, place)
        (place / "git-daemon-export-ok").touch()
        return place

    def add_submodule(self, repository, url, commit, path):
        """What git submodule add commits, without asking for the address."""
        self.git(repository, "config", "--file", ".gitmodules", f"submodule.{path}.path", path)
        self.git(repository, "config", "--file", ".gitmodules", f"submodule.{path}.url", url)
        self.git(repository, "update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")
        self.git(repository, "add", ".gitmodules")
        self.git(repository, "commit", "-q", "-m", f"with {path}")

    def head(self, repository):
        return self.git(repository, "rev-parse", "HEAD").strip()

    def build(self, jobs, *words, code=0):
        return self.run_cb("build", "--engine", "native", *words, stdin=jobs, code=code)

    def tree(self, done):
        key = done.manifest()["build"]["image"].removeprefix("native:")
        (found,) = [path for path in (self.dir / "cache").glob(f"**/{key}*") if path.is_dir()]
        return found

    def make_nested(self):
        """project → lib → deep, by relative addresses. Returns the repository of the project."""
        deep = self.make_repository("deep", [{"deep.c": "deep"}])
        lib = self.make_repository("lib", [{"lib.c": "lib"}])
        self.add_submodule(lib, "./../deep.git", self.head(deep), "sub/deep")
        project = self.make_repository("project", [{"main.c": "main"}])
        self.add_submodule(project, "../lib.git", self.head(lib), "lib")
        for repository in (deep, lib, project):
            self.host(repository)
        return project

    def test_relative_and_nested_submodules(self):
        self.make_nested()
        address = servers.start_daemon(self, self.hosted)
        jobs = self.run_cb("watch", f"{address}/project.git", "--db", "cb.db").out
        tree = self.tree(self.build(jobs))
        self.assertEqual((tree / "lib/lib.c").read_text(), "lib")
        self.assertEqual((tree / "lib/sub/deep/deep.c").read_text(), "deep")

    def test_a_new_commit_of_a_submodule_is_fetched_and_an_old_one_asks_no_server(self):
        project = self.make_nested()
        address = servers.start_daemon(self, self.hosted)
        watch = ("-v", "watch", f"{address}/project.git", "--db", "cb.db")
        self.run_cb(*watch)
        self.assertNotIn("fetching git://127.0.0.1", self.run_cb(*watch).err.replace(f"{address}/project.git", ""))
        lib = self.dir / "lib"
        (lib / "lib.c").write_text("newer")
        self.git(lib, "commit", "-q", "-a", "-m", "newer")
        self.git(lib, "push", "-q", self.hosted / "lib.git", "main")
        self.git(project, "update-index", "--cacheinfo", f"160000,{self.head(lib)},lib")
        self.git(project, "commit", "-q", "-m", "newer lib")
        self.git(project, "push", "-q", self.hosted / "project.git", "main")
        tree = self.tree(self.build(self.run_cb(*watch).out))
        self.assertEqual((tree / "lib/lib.c").read_text(), "newer")

    def test_a_repository_that_is_its_own_submodule_many_times_is_looked_at_once(self):
        bomb = self.make_repository("bomb", [{"main.c": "main"}])
        for _ in range(6):  # 20 to the power of 6, if each is looked at
            below = self.head(bomb)
            for number in range(20):
                self.git(bomb, "config", "--file", ".gitmodules", f"submodule.{number}.path", f"m{number}")
                self.git(bomb, "config", "--file", ".gitmodules", f"submodule.{number}.url", "../bomb.git")
                self.git(bomb, "update-index", "--add", "--cacheinfo", f"160000,{below},m{number}")
            self.git(bomb, "add", ".gitmodules")
            self.git(bomb, "commit", "-q", "-m", "more")
        place = self.host(bomb)
        watched = self.run_cb("watch", f"file://{place}", "--db", "cb.db", timeout=120)
        self.assertEqual(watched.manifest()["source"]["commit"], self.head(bomb))

    def test_a_commit_does_not_choose_where_the_machine_connects_to(self):
        secret = self.make_repository("secret", [{"key": "secret"}])
        (self.hosted / "below").mkdir()
        for url in (f"file://{secret}", str(secret), "https://other.invalid/x.git", "../../secret", "ext::touch x", "-x:y"):
            with self.subTest(url):
                name = f"p{hashlib.sha256(url.encode()).hexdigest()[:8]}"
                project = self.make_repository(name, [{"main.c": "main"}])
                self.add_submodule(project, url, self.head(secret), "lib")
                place = self.host(project).rename(self.hosted / "below" / f"{name}.git")
                watched = self.run_cb("watch", f"file://{place}", "--db", f"{name}.db")
                self.assertIn("the submodule lib: ", watched.err)
                failure = self.build(watched.out, code=1).manifest()["failure"]
                self.assertEqual((failure["reason"], failure["fault"]), ("repository_unavailable", "machine"))
                self.assertIn("the submodule lib has no commit", failure["message"])
                self.build(watched.out, "--allow-absent-submodules")

    def test_git_lfs_objects_are_fetched_or_missed_by_name(self):
        content = b"large" * 1000
        project = self.make_repository("project", [{".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n"}])
        for words in (["lfs", "install", "--local"], ["remote", "add", "origin", f"file://{self.hosted}/project.git"]):
            self.git(project, *words)
        (project / "data.bin").write_bytes(content)
        self.git(project, "add", "data.bin")
        self.git(project, "commit", "-q", "-m", "with lfs")
        self.git(self.dir, "init", "-q", "--bare", "-b", "main", self.hosted / "project.git")
        subprocess.run(["git", "-C", project, "push", "-q", "origin", "main"], check=True, env=self.env, capture_output=True)
        self.assertIn("git-lfs", self.git(project, "show", "HEAD:data.bin"))
        address = f"file://{self.hosted}/project.git"
        tree = self.tree(self.build(self.run_cb("watch", address, "--db", "cb.db").out))
        self.assertEqual((tree / "data.bin").read_bytes(), content)
        sha256 = hashlib.sha256(content).hexdigest()
        (object_,) = self.hosted.glob(f"project.git/lfs/objects/*/*/{sha256}")
        object_.unlink()
        self.env["XDG_CACHE_HOME"] = str(self.dir / "another")
        watched = self.run_cb("watch", address, "--db", "cb.db")
        self.assertIn("fetching the git-lfs objects", watched.err)
        failure = self.build(watched.out, code=1).manifest()["failure"]
        self.assertEqual(failure["fault"], "machine")
        self.assertIn("data.bin is a git-lfs pointer, but its object is not in", failure["message"])
