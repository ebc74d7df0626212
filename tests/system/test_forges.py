"""cb watch of repositories on GitHub, GitLab and Gitea, with their pull requests: a stand-in for the APIs, and a real git server."""

import json
import shutil
import signal
import time

import bed
import forge
import servers


class Forges(bed.Case):
    def setUp(self):
        super().setUp()
        (self.dir / "srv/o").mkdir(parents=True)
        self.origin = self.make_repository("work", [{"file": str(i)} for i in range(3)])
        self.bare = self.dir / "srv/o/app.git"
        self.git(self.dir, "clone", "-q", "--bare", self.origin, self.bare)
        self.forge = forge.Forge(self)
        self.token = self.write_token(forge.TOKEN)

    def write_token(self, text, mode=0o600):
        file = self.dir / "token"
        file.write_text(text + "\n")
        file.chmod(mode)
        return file

    def open_pull(self, number, **facts):
        """A pull request with one commit over the second commit of main."""
        base = self.git(self.origin, "rev-parse", "main~1")
        self.git(self.origin, "checkout", "-q", "--detach", base)
        (self.origin / "file").write_text(f"pull {number}")
        self.git(self.origin, "commit", "-q", "-a", "-m", f"Pull {number}")
        head = self.git(self.origin, "rev-parse", "HEAD")
        self.git(self.origin, "push", "-q", self.bare, f"HEAD:refs/pull/{number}/head", f"HEAD:refs/merge-requests/{number}/head")
        self.forge.pulls.append(forge.Pull(number, head, self.git(self.origin, "rev-parse", "main"), **facts))
        return head, base

    def watch(self, *words, code=0, place="github:o/app", api=None, err=None):
        kind = place.partition(":")[0]
        version = {"github": "v3", "gitlab": "v4", "gitea": "v1"}[kind]
        done = self.run_cb(
            "-v", "watch", place, f"--{kind}-api", api or f"{self.forge.address}/api/{version}", "--db", "cb.db", *words, code=code
        )
        for secret in (forge.TOKEN, forge.INSTALLATION_TOKEN):
            self.assertNotIn(secret, done.err + done.out)
        if err:
            self.assertIn(err, done.err)
        if code and not words[-1:] == (self.dir / "local",):
            self.assertEqual(len([line for line in done.err.splitlines() if "error:" in line]), 1, done)
        return done

    def pulls(self, *words, token=True, **more):
        return self.watch("--pulls", *(["--github-token-file", self.token] if token else []), *words, **more)

    def numbers(self, *words, **more):
        return [job["source"]["pull"]["number"] for job in self.pulls(*words, **more).manifests()]

    def test_pull_requests_are_due(self):
        head, base = self.open_pull(7, title='Faster "merges"\n\x1b[31m\u202e', labels=["bench"])
        self.open_pull(8, fork="bob/app")
        done = self.pulls("--branch", "main")
        jobs = {job["source"]["commit"]: job["source"] for job in self.check_schema(done)}
        self.assertEqual(set(jobs), {head, self.git(self.origin, "rev-parse", "main")})
        pull = jobs[head]["pull"]
        self.assertEqual(
            pull,
            {"number": 7, "title": 'Faster "merges"  [31m ', "author": "ada", "base": "main", "base_commit": base,
             "head_repo": "o/app", "trusted": True},
        )
        self.assertEqual((jobs[head]["repo"], jobs[head]["branch"]), ("o/app", None))
        self.assertIn("o/app: 1 of 2 pull requests are not trusted", done.err)
        # Nothing of the token is kept.
        for place in (self.dir / "cache").rglob("*"):
            if place.is_file():
                self.assertNotIn(forge.TOKEN.encode(), place.read_bytes(), place)

    def test_trust(self):
        self.open_pull(1)
        self.open_pull(2, fork="bob/app", association="MEMBER")
        self.open_pull(3, fork="eve/app", association="CONTRIBUTOR")
        self.open_pull(4, fork="", association="NONE")  # the fork and its owner are gone
        for trust, trusted in (("own", {1}), ("members", {1, 2}), ("all", {1, 2, 3, 4}), ("none", set())):
            self.assertEqual(set(self.numbers("--trust", trust)), trusted)
            jobs = self.check_schema(self.pulls("--trust", trust, "--untrusted"))
            self.assertEqual({job["source"]["pull"]["number"] for job in jobs if job["source"]["pull"]["trusted"]}, trusted)
            self.assertEqual(len(jobs), 4)

    def test_a_commit_of_a_branch_is_the_branchs(self):
        head = self.git(self.origin, "rev-parse", "main")
        self.git(self.bare, "update-ref", "refs/pull/5/head", head)
        self.forge.pulls.append(forge.Pull(5, head, head, fork="eve/app"))
        (job,) = self.pulls("--branch", "main", "--untrusted").manifests()
        self.assertIsNone(job["source"]["pull"])

    def test_labels(self):
        self.open_pull(1, labels=["bench me", "x"])
        self.open_pull(2, labels=["other"])
        self.assertEqual(self.numbers("--label", "bench*"), [1])
        self.assertEqual(sorted(self.numbers("--label", "bench*", "--label", "oth?r")), [1, 2])
        self.assertEqual(self.numbers("--skip-label", "bench*"), [2])
        self.assertEqual(self.numbers("--label", "*", "--skip-label", "x", "--skip-label", "other"), [])
        self.open_pull(3)
        self.assertEqual(sorted(self.numbers("--skip-label", "x")), [2, 3])

    def test_pages_and_what_has_not_changed(self):
        for number in range(1, 6):
            self.open_pull(number)
        self.forge.page_size = 2
        self.assertEqual(sorted(self.numbers()), [1, 2, 3, 4, 5])
        self.assertEqual((len(self.forge.requests), self.forge.not_modified), (3, 0))
        self.assertEqual(sorted(self.numbers()), [1, 2, 3, 4, 5])
        self.assertEqual((len(self.forge.requests), self.forge.not_modified), (6, 3))
        self.forge.pulls.pop(0)
        self.assertEqual(sorted(self.numbers()), [2, 3, 4, 5])
        # A cache that somebody destroyed is no obstacle.
        for place in (self.dir / "cache/cb/forges").iterdir():
            self.assertEqual(place.stat().st_mode & 0o777, 0o600)
            place.write_text('{"etag": 5')
        self.assertEqual(sorted(self.numbers()), [2, 3, 4, 5])

    def test_other_forges(self):
        self.open_pull(7, labels=["bench"])
        self.open_pull(8, fork="bob/app")
        for kind, user in (("gitlab", "oauth2"), ("gitea", "oauth2")):
            self.forge.handler.credentials = f"{user}:{forge.TOKEN}".encode()
            done = self.watch("--pulls", f"--{kind}-token-file", self.token, "--label", "*", place=f"{kind}:o/app")
            (job,) = self.check_schema(done)
            pull = job["source"]["pull"]
            self.assertEqual((pull["number"], pull["author"], pull["head_repo"], pull["trusted"]), (7, "ada", "o/app", True))
        self.run_cb("watch", "gitea:o/app", "--db", "cb.db", code=2)

    def test_app(self):
        self.open_pull(1)
        key = forge.make_app_key(self.forge.directory)
        self.forge.handler.credentials = f"x-access-token:{forge.INSTALLATION_TOKEN}".encode()
        app = ("--github-app", forge.APP, "--github-app-key")
        self.assertEqual(self.numbers(*app, key, token=False), [1])
        self.assertEqual(self.forge.requests, ["GET", "POST", "GET"])
        self.assertEqual(self.numbers(*app, key, token=False), [1])
        self.assertEqual(self.forge.not_modified, 1)
        key.write_text("no key")
        self.pulls(*app, key, token=False, code=2, err="is not an RSA key in PEM")
        self.pulls(*app, forge.make_app_key(self.dir), token=False, code=2, err="could not be decoded")

    def test_wrong_names_and_tokens(self):
        self.open_pull(1)
        self.pulls(place="github:o/absent", code=2, err="status 404: it does not exist, or the token does not permit to see it")
        self.write_token("ghp_wrong")
        self.assertNotIn("ghp_wrong", self.pulls(code=2, err="status 401: the token is wrong, expired, or absent").err)
        self.pulls(token=False, code=2, err="status 401")
        self.write_token(forge.TOKEN, mode=0o644)
        self.pulls(code=2, err="every user may read or write it")
        for place in ("github:o", "github:o/../x", "github:o/a/b", "github:-o/x", "github:o/x?y", "gitlab:x", "gitea:o/"):
            self.assertIn("is not a repository", self.run_cb("watch", place, code=2).err)
        self.watch(api="https://host/elsewhere", code=2, err="must end with /api/v3")

    def test_what_passes_is_waited_for(self):
        self.open_pull(1)
        for fault in (
            lambda handler: handler.reply(500, {"message": "oops"}),
            lambda handler: handler.reply(429, {}, Retry_After="1"),
            lambda handler: handler.reply(403, {}, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(int(time.time()) + 1)),
            lambda handler: handler.cut(b""),
            lambda handler: handler.cut(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["),
        ):
            self.forge.faults = [fault]
            done = self.pulls()
            self.assertIn("another attempt in", done.err)
            self.assertEqual(len(done.manifests()), 1)

    def test_what_does_not_pass_in_time(self):
        reset = int(time.time()) + 3000
        for fault, text in (
            (lambda handler: handler.reply(403, {}, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(reset)), "rate limit is used up: try again after 2"),
            (lambda handler: handler.reply(200, b"<html>"), "not a list in JSON"),
            (lambda handler: handler.reply(200, b'[{"number":1'), "not a list in JSON"),
            (lambda handler: handler.reply(200, [{"number": "x"}]), 'lacks "number"'),
            (lambda handler: handler.reply(200, [{"number": 1, "head": {"sha": "--upload-pack=x"}}]), "head/sha"),
            (lambda handler: handler.reply(200, b"[" + b" " * (17 << 20)), "the response is larger than 16M"),
            (lambda handler: handler.reply(200, [], Link='<https://elsewhere.invalid/>; rel="next"'), "on another server"),
            (lambda handler: handler.reply(302, [], Location="ftp://x/"), "a redirect to what is not an address"),
        ):
            self.forge.faults = [fault]
            started = time.monotonic()
            self.pulls(code=4, err=text)
            self.assertLess(time.monotonic() - started, 10)

    def test_tls(self):
        self.open_pull(1)
        pulls = self.forge.pulls
        self.forge = forge.Forge(self, forge.make_certificate(self))
        self.forge.pulls = pulls
        self.pulls(code=4, err="certificate")
        self.assertEqual(self.forge.requests, [])
        self.assertEqual(self.numbers("--ca-file", self.dir / "ca.pem"), [1])

    def test_the_others_of_the_pass_go_on(self):
        local = self.make_repository("local", [{"file": "x"}])
        self.forge.faults = [lambda handler: handler.reply(404, {"message": "Not Found"})]
        done = self.pulls("--branch", "main", local, code=2)
        self.assertEqual([job["source"]["repo"] for job in done.manifests()], ["local"])
        self.assertIn("1 of 2 repositories could not be watched", done.err)
        port = servers.free_port()
        self.pulls(api=f"http://127.0.0.1:{port}/api/v3", code=4, err="Connection refused")

    def test_ctrl_c_ends_the_wait_for_a_forge(self):
        silent = servers.start_silent(self)
        child = self.start("watch", "github:o/app", "--pulls", "--github-api", f"http://127.0.0.1:{silent}/api/v3", "--db", "cb.db")
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(5), 128 + signal.SIGINT)

    def test_the_token_is_only_in_the_environment_of_git(self):
        self.open_pull(1)
        seen = self.dir / "seen"
        program = self.dir / "bin/git"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {seen}\nexec /usr/bin/git "$@"\n')
        program.chmod(0o755)
        self.env["PATH"] = f"{program.parent}:{self.env['PATH']}"
        # A helper of the user's that keeps what it is told, and an address that leads elsewhere.
        config = self.dir / "gitconfig"
        config.write_text(f'[credential]\n\thelper = "!cat >> {self.dir}/kept; true"\n')
        self.env["GIT_CONFIG_GLOBAL"] = str(config)
        self.assertEqual(self.numbers(), [1])
        self.assertIn("credential.helper=", seen.read_text())
        self.assertNotIn(forge.TOKEN, seen.read_text())
        self.assertFalse((self.dir / "kept").exists())
        # A redirect to another server does not get it.
        other = forge.Forge(self)
        given = []

        def redirected(handler):
            given.append(dict(handler.headers))
            handler.reply(401, {}, WWW_Authenticate='Basic realm="x"')

        other.handler.do_GET = redirected
        self.forge.handler.do_GET = lambda handler: (
            forge.Handler.do_GET(handler) if handler.path.startswith("/api/") else handler.reply(302, {}, Location=other.address + handler.path)
        )
        self.pulls(code=4)
        self.assertTrue(given)
        self.assertNotIn("Basic", json.dumps(given))


class PlainReferences(bed.Case):
    def test_without_a_forge_nobody_is_trusted(self):
        origin = self.make_repository("app", [{"file": str(i)} for i in range(3)])
        self.git(origin, "update-ref", "refs/pull/1/head", "main~1")  # merged
        self.git(origin, "checkout", "-q", "-b", "topic", "main~1")
        self.git(origin, "commit", "-q", "--allow-empty", "-m", "Topic")
        head, base = self.git(origin, "rev-parse", "topic"), self.git(origin, "rev-parse", "main~1")
        self.git(origin, "update-ref", "refs/pull/2/head", "topic")
        self.git(origin, "update-ref", "refs/merge-requests/3/head", "topic")
        self.git(origin, "update-ref", "refs/pull/x/head", "topic")
        self.git(origin, "checkout", "-q", "main")
        self.git(origin, "branch", "-D", "topic")
        for place in (origin, f"file://{origin}"):
            self.assertIn("not trusted", self.run_cb("watch", place, "--pulls", "--db", "cb.db").err)
            (job,) = self.check_schema(self.run_cb("watch", place, "--pulls", "--untrusted", "--db", "cb.db"))
            pull = job["source"]["pull"]
            self.assertEqual((job["source"]["commit"], pull["base"], pull["base_commit"], pull["trusted"]), (head, "main", base, False))
        self.assertIn("labels", self.run_cb("watch", origin, "--pulls", "--label", "x", "--db", "cb.db", code=2).err)
        untrusted = self.run_cb("watch", origin, "--pulls", "--untrusted", "--db", "cb.db").out
        built = self.run_cb("build", "--engine", "native", stdin=untrusted, code=1).manifest()
        self.assertEqual(
            (built["failure"]["stage"], built["failure"]["reason"], built["failure"]["fault"]), ("build", "not_trusted", "machine")
        )
        job = dict(json.loads(untrusted), build={"engine": "native", "image": "dir:.", "wall_s": 0})
        ran = self.run_cb("run", "--", "true", stdin=json.dumps(job) + "\n", code=1).manifest()
        self.assertEqual((ran["failure"]["stage"], ran["failure"]["reason"]), ("run", "not_trusted"))
        self.assertIsNone(ran.get("run"))

    def test_docker_builds_and_runs_them_without_network(self):
        self.use_docker()
        origin = self.make_repository("app", [{"Dockerfile": f"FROM {bed.BASE_IMAGE}\nRUN echo made > /made\n"}])
        self.git(origin, "checkout", "-q", "-b", "topic")
        self.git(origin, "commit", "-q", "--allow-empty", "-m", "Topic")
        self.git(origin, "update-ref", "refs/pull/2/head", "topic")
        self.git(origin, "checkout", "-q", "main")
        self.git(origin, "branch", "-D", "topic")
        seen = self.dir / "seen"
        program = self.dir / "bin/docker"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\necho "$@" >> {seen}\nexec {shutil.which("docker")} "$@"\n')
        program.chmod(0o755)
        self.env["PATH"] = f"{program.parent}:{self.env['PATH']}"
        job = self.run_cb("watch", origin, "--pulls", "--untrusted", "--db", "cb.db").out
        refused = self.run_cb("build", "--engine", "docker", "--network", "host", stdin=job, code=1).manifest()
        self.assertEqual(refused["failure"]["reason"], "not_trusted")
        built = self.run_cb("build", "--engine", "docker", stdin=job)
        self.addCleanup(lambda: self.engine("image", "rm", "--force", built.manifest()["build"]["image"]))
        (line,) = [line for line in seen.read_text().splitlines() if line.startswith("build ")]
        self.assertIn("--network none", line)
        for words in (["--network", "host"], ["--mount", self.dir]):
            ran = self.run_cb("run", *words, "--", "/bin/cat", "/made", stdin=built.out, code=1).manifest()
            self.assertEqual(ran["failure"]["reason"], "not_trusted")
        ran = self.run_cb("run", "--", "/bin/cat", "/made", stdin=built.out).manifest()
        self.assertEqual(ran["run"]["output"], "made\n")
