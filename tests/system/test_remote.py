"""cb watch of repositories that must be fetched first, from real servers of git."""

import os
import shutil
import signal
import subprocess
import time

import bed
import servers


class Remote(bed.Case):
    def setUp(self):
        super().setUp()
        (self.dir / "srv").mkdir()
        self.origin = self.make_repository("srv/app", [{"file": str(i)} for i in range(3)])
        self.git(self.origin, "tag", "v1", "HEAD~1")

    def watch(self, *words, code=0):
        return self.run_cb("-v", "watch", *words, "--db", "cb.db", code=code)

    def refs(self):
        (mirror,) = (self.dir / "cache/cb/mirrors").glob("*.git")
        lines = self.git(mirror, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split() for line in lines), (mirror / "HEAD").read_text().strip()

    def head(self, revision="HEAD"):
        return self.git(self.origin, "rev-parse", revision)

    def test_a_pass_sees_what_changed_since_the_last_one(self):
        address = servers.start_daemon(self, self.dir / "srv") + "/app/.git"
        (job,) = self.check_schema(self.watch(address))
        self.assertEqual((job["source"]["repo"], job["source"]["commit"], job["source"]["branch"]), ("app", self.head(), "main"))
        self.assertEqual(self.refs()[0], {"refs/heads/main": self.head(), "refs/tags/v1": self.head("HEAD~1")})
        # The default branch is renamed, a branch becomes a directory of branches, a tag moves, a push is forced.
        self.git(self.origin, "branch", "topic")
        self.watch(address)
        self.git(self.origin, "branch", "-m", "main", "trunk")
        self.git(self.origin, "branch", "-D", "topic")
        self.git(self.origin, "branch", "topic/one")
        self.git(self.origin, "commit", "-q", "--amend", "-m", "Forced")
        self.git(self.origin, "tag", "-f", "v1")
        (job,) = self.watch(address).manifests()
        self.assertEqual((job["source"]["commit"], job["source"]["branch"]), (self.head(), "trunk"))
        refs, head = self.refs()
        self.assertEqual(sorted(refs), ["refs/heads/topic/one", "refs/heads/trunk", "refs/tags/v1"])
        self.assertEqual((refs["refs/tags/v1"], head), (self.head(), "ref: refs/heads/trunk"))

    def test_the_whole_pipeline(self):
        (self.origin / "bench.sh").write_text("#!/bin/sh\necho BenchmarkA 1 5 ns/op\n")
        (self.origin / "bench.sh").chmod(0o755)
        self.git(self.origin, "add", "-A")
        self.git(self.origin, "commit", "-q", "-m", "Bench")
        address = servers.start_daemon(self, self.dir / "srv") + "/app"
        self.shell(f"cb watch {address} --db cb.db | cb build --engine native | cb run -- ./bench.sh | cb parse | cb store --db cb.db")
        self.assertEqual([row["value"] for row in self.rows("--db", "cb.db")], ["5"])
        self.assertIn("0 due, 1 stored already", self.watch(address).err)

    def test_password(self):
        host = servers.start_http(self, self.dir / "srv")
        for address in (f"http://ada:{servers.PASSWORD}@{host}/app/.git", f"http://{host}/app/.git"):
            done = self.watch(address, code=None)
            self.assertEqual(done.code, 0 if "@" in address else 4, done)
            self.assertNotIn(servers.PASSWORD, done.err + done.out)
            self.assertIn(f"fetching http://{host}/app/.git", done.err)
        self.assertIn("could not read Username", done.err)
        wrong = self.watch(f"http://ada:wrong@{host}/app/.git", code=4)
        self.assertIn("Authentication failed", wrong.err)
        self.assertNotIn("wrong", wrong.err)
        # What is kept for the next pass is the user's own.
        for config in (self.dir / "cache/cb/mirrors").glob("*/config"):
            self.assertEqual(config.stat().st_mode & 0o777, 0o600)

    def test_ssh(self):
        port, ssh = servers.start_sshd(self)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        address = f"ssh://{user}@127.0.0.1:{port}{self.origin}"
        self.env["GIT_SSH_COMMAND"] = f"{ssh} -oBatchMode=yes"
        unknown = self.watch(address, code=4)
        self.assertIn("Host key verification failed", unknown.err)
        self.env["GIT_SSH_COMMAND"] = f"{ssh} -oStrictHostKeyChecking=no"
        (job,) = self.watch(address).manifests()
        self.assertEqual(job["source"]["commit"], self.head())

    def test_what_cannot_be_fetched_leaves_the_others_alone(self):
        base = servers.start_daemon(self, self.dir / "srv")
        self.make_repository("local", [{"file": "x"}])
        silent = servers.start_silent(self)
        started = time.monotonic()
        done = self.watch(
            f"{base}/absent", f"git://127.0.0.1:{servers.free_port()}/x", f"git://127.0.0.1:{silent}/x", f"{base}/app", "local",
            "--fetch-timeout", "2s", code=4,
        )
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual([job["source"]["repo"] for job in done.manifests()], ["app", "local"])
        for reason in ("access denied or repository not exported", "Connection refused", "2 s", "3 of 5 repositories"):
            self.assertIn(reason, done.err)

    def test_addresses_that_are_refused(self):
        marker = self.dir / "ran"
        for address in (f"ext::sh -c touch% {marker}", f"ext::{marker}", "ftp://host/x", "host:-x", "a b:c", "a@-oProxyCommand=x:y"):
            done = self.watch(address, code=2)
            self.assertRegex(done.err, "is not the address of a repository|not by \"ftp\"")
            self.assertFalse((self.dir / "cache/cb/mirrors").exists())
        self.git(self.origin, "config", "uploadpack.packObjectsHook", f"touch {marker}")
        self.watch(f"file://{self.origin}")
        self.assertFalse(marker.exists())

    def test_ctrl_c_ends_a_fetch(self):
        silent = servers.start_silent(self)
        child = self.start("-v", "watch", f"git://127.0.0.1:{silent}/x", "--db", "cb.db")
        word = f"--git-dir={next(iter(self.wait_for_mirror()))}"
        self.wait_until(lambda: bed.processes_with(word), "git fetch")
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(10), 128 + signal.SIGINT)
        self.wait_until(lambda: not bed.processes_with(word), "the end of git", 10)

    def wait_for_mirror(self):
        mirrors = self.dir / "cache/cb/mirrors"
        self.wait_until(lambda: list(mirrors.glob("*.git")), "the mirror")
        return mirrors.glob("*.git")

    def test_a_mirror_whose_creation_was_killed_is_mended(self):
        """As git leaves it: with a HEAD, and without what it creates last."""
        address = f"file://{self.origin}"
        self.watch(address)
        (mirror,) = (self.dir / "cache/cb/mirrors").glob("*.git")
        shutil.rmtree(mirror / "objects")
        for left in ("", "objects", "objects/pack"):
            (mirror / left).mkdir(parents=True, exist_ok=True)
            self.assertIn(self.head(), self.watch(address).out)
            shutil.rmtree(mirror / "objects")

    def test_kills_and_two_at_once_leave_a_mirror_that_works(self):
        for i in range(400):
            (self.origin / f"file-{i}").write_bytes(os.urandom(20_000))
        self.git(self.origin, "add", "-A")
        self.git(self.origin, "commit", "-q", "-m", "Large")
        address = servers.start_daemon(self, self.dir / "srv") + "/app"
        for pause in (0.01, 0.03, 0.05, 0.08, 0.12):
            child = self.start("watch", address, "--db", "cb.db")
            time.sleep(pause)
            child.kill()
            child.wait(10)
        both = [self.start("watch", address, "--db", "cb.db") for _ in range(2)]
        for child in both:
            out, err = child.communicate(timeout=60)
            self.assertEqual(child.returncode, 0, err)
            self.assertIn(self.head(), out.decode())
        (mirror,) = (self.dir / "cache/cb/mirrors").glob("*.git")
        self.git(mirror, "fsck", "--strict")
