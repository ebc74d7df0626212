"""cb notify, with stand-ins for GitHub, GitLab, Gitea and Slack (receivers.py), and a sendmail."""

import base64
import email
import email.header
import json
import subprocess
import time

import bed
import receivers

BASE, HEAD, LATER = ("1" * 40, "2" * 40, "3" * 40)
HOSTILE = "@all #1 !2 <!channel> <!-- cb notify benchmarks --> */close* `|` **b** www.example.org \\ $x &lt; ~l %m"


class Notifying:
    def setUp(self):
        super().setUp()
        self.url, self.world = receivers.start(self)
        self.secret("token", receivers.TOKEN)
        self.secret("slack", self.url + receivers.SLACK_PATH)
        self.secret("hook", self.url + "/hook")
        self.secret("key", receivers.KEY)
        self.make_store()
        self.store_job(BASE, 100)

    def secret(self, name, text):
        path = self.dir / name
        path.write_text(text)
        path.chmod(0o600)

    def job(self, commit, ns, benchmark="Parse", pull=None, parent=BASE, **source):
        """A job whose values lie close to `ns`."""
        lines = "".join(f"Benchmark{benchmark} 1000 {ns + i * ns / 1000} ns/op\n" for i in range(6))
        made = self.run_cb("parse", "--repo", "app", "--branch", "main", "--commit", commit, stdin=lines).manifest()
        made["source"].update(
            url=f"http://127.0.0.1/{receivers.PROJECT}.git", subject="A change", author="Ada <ada@example.org>",
            parents=[] if commit == BASE else [parent], position=int(commit[0]), **source,
        )
        if pull:
            made["source"]["branch"] = None
            made["source"]["pull"] = {
                "number": pull, "title": "A change", "author": "ada", "base": "main", "base_commit": BASE, "head_repo": None, "trusted": False,
            }
        # The job differs by its commit alone otherwise.
        return json.dumps(made) + "\n"

    def store(self, jobs):
        return self.run_cb("store", "--pass", *self.target, stdin=jobs).out

    def store_job(self, *words, **more):
        return self.store(self.job(*words, **more))

    def github(self):
        return ["--github-api", self.url + "/api/v3", "--github-token-file", "token"]

    def notify(self, jobs, *words, code=0):
        return self.run_cb("notify", *self.target, *words, stdin=jobs, code=code)

    def test_a_regression_is_told_everywhere_once(self):
        words = [*self.github(), "--slack-webhook-file", "slack", "--webhook-file", "hook", "--webhook-secret-file", "key",
                 "--report-url", "https://bench.example.org/app/"]
        jobs = self.store_job(HEAD, 150, pull=7)
        self.notify(jobs, *words)
        ((_, commit, state, description, context, target),) = self.world.statuses
        self.assertEqual((commit, state, context), (HEAD, "failure", "cb/benchmarks"))
        self.assertEqual(description, "slower: 1 of 1 (BenchmarkParse time +50.0 %)")
        self.assertRegex(target, rf"^https://bench\.example\.org/app/#/r/app-[0-9a-f]+/commit/{HEAD}$")
        (body,) = self.world.bodies()
        self.assertTrue(body.startswith("<!-- cb notify benchmarks -->\n**slower: 1 of 1 (BenchmarkParse time +50.0 %)**\n"), body)
        self.assertIn(f"compare --repo app {BASE} {HEAD}", body)
        self.assertIn("| BenchmarkParse time | ", body)
        (said,) = self.world.slack
        self.assertEqual(said["blocks"][0]["text"]["text"], "app, pull request 7")
        (verdict,) = self.world.webhook
        self.assertEqual((verdict["standing"], verdict["failing"], verdict["pull"], verdict["base"]), ("regression", True, 7, BASE))
        # The same again says nothing, and asks nobody.
        asked = len(self.world.requests)
        self.notify(jobs, *words)
        self.assertEqual(len(self.world.requests), asked)

    def test_the_comment_is_updated_and_not_repeated(self):
        self.notify(self.store_job(HEAD, 150, pull=7), *self.github())
        self.notify(self.store_job(LATER, 100, pull=7, parent=HEAD), *self.github())
        (body,) = self.world.bodies()
        self.assertIn("no difference in 1 series", body)
        self.assertIn(LATER, body)
        # Deleted: a new one.
        self.world.comments.clear()
        self.notify(self.store_job("4" * 40, 150, pull=7, parent=LATER), *self.github())
        (body,) = self.world.bodies()
        self.assertIn("slower", body)

    def test_a_comment_that_is_not_remembered_is_found_and_copies_of_others_are_left_alone(self):
        for number in range(120):
            self.world.add_comment("github", 7, f"comment {number} <!-- cb notify benchmarks -->", "mallory")
        mine = self.world.add_comment("github", 7, "old <!-- cb notify benchmarks -->")
        self.notify(self.store_job(HEAD, 150, pull=7), *self.github())
        self.assertEqual(len(self.world.comments), 121)
        self.assertIn("slower", mine["body"])
        self.assertTrue(all("comment" in one["body"] for one in self.world.comments.values() if one is not mine))

    def test_gitlab(self):
        words = ["--gitlab-api", self.url + "/api/v4", "--gitlab-token-file", "token"]
        jobs = self.store_job(HEAD, 150, pull=7)
        self.notify(jobs, *words)
        self.assertEqual([one[2] for one in self.world.statuses], ["failed"])
        (body,) = self.world.bodies()
        # What GitLab takes for a command at the start of a line.
        self.assertFalse([line for line in body.splitlines() if line.startswith("/")])
        # A second configuration says the same in other words: GitLab refuses the status, and that is no error.
        more = self.store_job(HEAD, 300, benchmark="Merge", pull=7)
        self.notify(jobs + more, *words)
        self.assertEqual(len(self.world.bodies()), 1)

    def test_gitea(self):
        words = ["--gitea-api", self.url + "/api/v1", "--gitea-token-file", "token"]
        self.notify(self.store_job(HEAD, 150, pull=7), *words)
        self.notify(self.store_job(LATER, 100, pull=7, parent=HEAD), *words)
        self.assertEqual([one[2] for one in self.world.statuses], ["failure", "success"])
        self.assertEqual(len(self.world.bodies()), 1)

    def test_a_github_app_writes_a_check_run(self):
        subprocess.run(["openssl", "genrsa", "-out", "key.pem", "2048"], cwd=self.dir, check=True, capture_output=True)
        (self.dir / "key.pem").chmod(0o600)
        words = ["--github-api", self.url + "/api/v3", "--github-app", str(receivers.APP), "--github-app-key", "key.pem"]
        self.notify(self.store_job(HEAD, 150, pull=7), *words)
        self.notify(self.store_job(HEAD, 300, benchmark="Merge", pull=7), *words)
        (check,) = self.world.checks.values()
        self.assertEqual((check["conclusion"], check["name"]), ("failure", "cb/benchmarks"))
        self.assertEqual(self.world.statuses, [])
        (body,) = self.world.bodies()
        self.assertIn("slower", body)

    def test_what_cannot_be_told_is_kept_and_told_by_the_next_call(self):
        faults = {
            "500": lambda handler: handler.reply(500, {"message": "oops"}),
            "cut": receivers.Handler.cut,
            "hang": lambda handler: time.sleep(2),
            "limit": lambda handler: handler.reply(403, {"message": "API rate limit exceeded"}, X_RateLimit_Remaining="0",
                                                   X_RateLimit_Reset=str(int(time.time()) + 300)),
            "429": lambda handler: handler.reply(429, {"message": "slow down"}, Retry_After="300"),
        }
        for number, (name, fault) in enumerate(faults.items()):
            with self.subTest(name):
                commit = f"{number + 4:040x}"
                jobs = self.store_job(commit, 150)
                self.world.faults[:] = [fault] * 20
                done = self.notify(jobs, *self.github(), "--slack-webhook-file", "slack", "--timeout", "300ms", code=4)
                lines = [line for line in done.err.splitlines() if "kept for the next cb notify" in line]
                self.assertEqual(len(lines), 2, done)  # one a channel
                self.assertNotIn(receivers.TOKEN, done.err)
                self.assertNotIn("secretpath", done.err)
                self.world.faults.clear()
                if name in ("limit", "429"):
                    # Not before the server wants it.
                    asked = len(self.world.requests)
                    self.assertIn("try again after", self.notify("", *self.github(), "--slack-webhook-file", "slack", code=4).err)
                    self.assertEqual(len(self.world.requests), asked)
                    continue
                self.notify("", *self.github(), "--slack-webhook-file", "slack")
                self.assertEqual(self.world.statuses[-1][1], commit)
                self.assertEqual(len(self.world.slack), number + 1)
                self.notify("", *self.github(), "--slack-webhook-file", "slack")
                self.assertEqual(len(self.world.slack), number + 1)

    def test_what_is_refused_is_said_and_not_tried_again(self):
        jobs = self.store_job(HEAD, 150, pull=7)
        self.secret("token", "ghp_of_yesterday")
        done = self.notify(jobs, *self.github(), "--slack-webhook-file", "slack", code=1)
        self.assertIn("status 401: the token is wrong, expired, or absent: Bad credentials; 1 message is not told", done.err)
        self.assertEqual(len(self.world.slack), 1)  # the others go on
        asked = len(self.world.requests)
        self.notify(jobs, *self.github())
        self.assertEqual(len(self.world.requests), asked)
        # After the token is corrected.
        self.secret("token", receivers.TOKEN)
        self.notify(jobs, *self.github(), "--retry-refused")
        self.assertEqual((len(self.world.statuses), len(self.world.comments)), (1, 1))

    def test_one_refusal_does_not_stop_the_others(self):
        self.world.deleted_commits.add(HEAD)
        jobs = self.store_job(HEAD, 150) + self.store_job(LATER, 150, pull=8, parent=BASE)
        done = self.notify(jobs, *self.github(), code=1)
        self.assertIn(f"status 422: the server cannot accept it: No commit found for SHA: {HEAD}", done.err)
        self.assertIn("status 404: ", done.err)  # pull request 8 is not there
        self.assertEqual([one[1] for one in self.world.statuses], [LATER])

    def test_a_certificate_that_nobody_trusts(self):
        url, world = receivers.start(self, receivers.make_certificate(self.dir))
        words = ["--github-api", url + "/api/v3", "--github-token-file", "token"]
        done = self.notify(self.store_job(HEAD, 150), *words, code=4)
        self.assertIn("certificate", done.err)
        self.notify("", *words, "--ca-file", "own.crt")
        self.assertEqual(len(world.statuses), 1)

    def test_hostile_texts_stay_texts(self):
        made = json.loads(self.job(HEAD, 150, pull=7))
        made["source"]["pull"]["title"] = made["source"]["pull"]["author"] = HOSTILE
        made["source"]["subject"] = HOSTILE + "\n/close"
        made["results"][0]["test"] = HOSTILE
        jobs = self.store(json.dumps(made) + "\n")
        (self.dir / "all.md").write_text("{verdict}\n{details}\n{title} {author} {repository} {branch}\n")
        self.notify(jobs, *self.github(), "--slack-webhook-file", "slack", "--when", "always", "--comment-template", "all.md")
        (body,) = self.world.bodies()
        self.assertEqual(body.count("<!--"), 1)
        for sign in ("@", "#1", "`", "**b", "www.", "<!channel", "\n/", "\\", "$", "~l"):
            self.assertNotIn(sign, body.replace("&#", "&"))
        (said,) = self.world.slack
        self.assertNotIn("<!", said["text"])
        for block in said["blocks"]:
            self.assertEqual(block["text"]["type"], "plain_text")

    def test_many_series_fit_into_a_comment(self):
        base, head = (json.loads(self.job(commit, ns, pull=pull)) for commit, ns, pull in ((BASE, 100, None), (HEAD, 150, 7)))
        for made, ns in ((base, 100), (head, 150)):
            result = made["results"][0]
            made["results"] = [json.loads(json.dumps(result).replace("BenchmarkParse", f"{'_' * 100}{i}")) for i in range(2000)]
            made["job"] = made["job"][::-1]
        self.store(json.dumps(base) + "\n")
        self.notify(self.store(json.dumps(head) + "\n"), *self.github(), "--slack-webhook-file", "slack")
        (body,) = self.world.bodies()
        self.assertLessEqual(len(body), 65536)
        self.assertIn(" more\n", body)

    def test_two_at_once_tell_once(self):
        jobs = "".join(self.store_job(f"{i:040x}", 150, pull=7 if i == 20 else None) for i in range(16, 24))
        self.world.delay = 0.1
        words = ["notify", *self.target, *self.github(), "--slack-webhook-file", "slack"]
        (self.dir / "jobs").write_text(jobs)
        children = []
        for _ in range(3):
            with open(self.dir / "jobs") as stdin:
                children.append(self.start(*words, stdin=stdin))
        for child in children:
            out, err = child.communicate(timeout=120)
            self.assertEqual(child.returncode, 0, err)
        self.assertEqual(len({one[1] for one in self.world.statuses}), 8)
        self.assertEqual((len(self.world.statuses), len(self.world.slack), len(self.world.bodies())), (8, 8, 1))

    def test_mail(self):
        (self.dir / "sendmail").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > argv\ncat > mail\nexit $(cat status)\n')
        (self.dir / "sendmail").chmod(0o755)
        (self.dir / "status").write_text("75")
        words = ["--sendmail", "./sendmail", "--mail-to", "team@example.org", "--mail-from", "cb@example.org"]
        jobs = self.store_job(HEAD, 150, pull=7)
        self.assertIn("./sendmail exited with status 75; 1 message is kept", self.notify(jobs, *words, code=4).err)
        (self.dir / "status").write_text("0")
        self.notify("", *words)
        self.assertEqual((self.dir / "argv").read_text().split(), ["-i", "-f", "cb@example.org", "--", "team@example.org"])
        mail = email.message_from_bytes((self.dir / "mail").read_bytes())
        self.assertEqual((mail["To"], mail["From"], mail["Auto-Submitted"]), ("team@example.org", "cb@example.org", "auto-generated"))
        subject = str(email.header.make_header(email.header.decode_header(mail["Subject"])))
        self.assertEqual(subject, "[cb] app, pull request 7: slower: 1 of 1 (BenchmarkParse time +50.0 %)")
        self.assertIn("slower: BenchmarkParse time: 100.2 ns/op", base64.b64decode(mail.get_payload()).decode())
        (self.dir / "status").write_text("67")
        self.assertIn("1 message is not told", self.notify(self.store_job(LATER, 150, pull=7), *words, code=1).err)

    def test_what_is_not_wanted_is_not_told(self):
        jobs = self.store_job(HEAD, 100) + self.store_job(LATER, 50, parent=BASE)
        self.notify(jobs, "--slack-webhook-file", "slack")
        self.assertEqual(self.world.slack, [])
        self.notify(jobs, "--slack-webhook-file", "slack", "--when", "change")
        self.assertEqual(len(self.world.slack), 1)
        self.notify(jobs, "--slack-webhook-file", "slack", "--when", "always")
        self.assertEqual(len(self.world.slack), 2)

    def test_old_commits_are_not_told(self):
        jobs = self.store_job(HEAD, 150, committed_at="2020-01-01T00:00:00Z")
        self.notify(jobs, *self.github())
        self.assertEqual(self.world.requests, [])
        self.notify(jobs, *self.github(), "--since", "2019-01-01")
        self.assertEqual(len(self.world.statuses), 1)

    def test_a_failed_job(self):
        made = json.loads(self.job(HEAD, 150))
        made.update(status="failed", results=[], failure={"stage": "run", "reason": "exit", "message": "make exited with status 2", "fault": "commit"})
        self.notify(self.store_failed(made), *self.github(), "--slack-webhook-file", "slack")
        ((_, _, state, description, _, _),) = self.world.statuses
        self.assertEqual((state, description), ("failure", "default: run failed (exit): make exited with status 2"))
        self.assertEqual(len(self.world.slack), 1)

    def test_a_commit_that_is_not_relevant(self):
        """The benchmark ended with 77: nothing failed, nothing is compared, and no chat is disturbed."""
        bench = self.make_repository("bench", [{"bench.sh*": "#!/bin/sh\nexit 77\n"}])
        jobs = self.run_cb("watch", bench, "--repo", "app", "--", "./bench.sh").out
        for stage in (["build", "--engine", "native"], ["run"], ["parse"]):
            jobs = self.run_cb(*stage, stdin=jobs).out
        made = json.loads(jobs)
        made["source"].update(url=f"http://127.0.0.1/{receivers.PROJECT}.git", commit=HEAD, parents=[BASE], position=2)
        stored = self.store(json.dumps(made) + "\n")
        self.notify(stored, *self.github(), "--slack-webhook-file", "slack")
        ((_, commit, state, description, _, _),) = self.world.statuses
        self.assertEqual((commit, state, description), (HEAD, "success", "the commit is not relevant for the benchmark"))
        self.assertEqual((self.world.slack, self.world.bodies()), ([], []))
        # Another benchmark of the commit has results.
        self.notify(stored + self.store_job(HEAD, 150), *self.github())
        self.assertEqual(self.world.statuses[-1][2:4], ("failure", "slower: 1 of 1 (BenchmarkParse time +50.0 %)"))

    def store_failed(self, made):
        return self.run_cb("store", "--pass", *self.target, stdin=json.dumps(made) + "\n", code=1).out

    def test_interrupted_before_it_tells(self):
        child = self.start("notify", *self.target, *self.github(), stdin=subprocess.PIPE)
        child.stdin.write(self.store_job(HEAD, 150).encode())
        child.stdin.flush()
        time.sleep(1)  # it waits for more jobs of the commit
        child.terminate()
        self.assertEqual(child.wait(10), 143)
        self.assertEqual(self.world.statuses, [])
        self.notify("", *self.github())
        self.assertEqual(self.world.statuses[-1][1], HEAD)

    def test_a_stream_is_told_while_it_goes_on(self):
        child = self.start("notify", *self.target, *self.github(), stdin=subprocess.PIPE)
        for commit in (HEAD, LATER):
            child.stdin.write(self.store_job(commit, 150, parent=BASE).encode())
            child.stdin.flush()
            self.wait_until(lambda: any(one[1] == commit for one in self.world.statuses), "the status", 15)
        child.stdin.close()
        self.assertEqual(child.wait(10), 0)

    def test_the_token_of_another_user(self):
        self.notify(self.store_job(HEAD, 150, pull=7), *self.github())
        (comment,) = self.world.comments.values()
        comment["user"]["login"] = "who-left"
        self.notify(self.store_job(LATER, 100, pull=7, parent=HEAD), *self.github())
        self.assertEqual(len(self.world.comments), 2)
        self.assertIn("slower", comment["body"])

    def test_interrupted(self):
        self.world.delay = 20
        (self.dir / "jobs").write_text(self.store_job(HEAD, 150))
        with open(self.dir / "jobs") as stdin:
            child = self.start("notify", *self.target, *self.github(), stdin=stdin)
        self.wait_until(lambda: self.world.requests, "a request")
        child.terminate()
        self.assertEqual(child.wait(10), 143)
        self.world.delay = 0
        self.notify("", *self.github())
        self.assertEqual(self.world.statuses[-1][1], HEAD)


class Sqlite(Notifying, bed.Case):
    def make_store(self):
        self.target = ("--db", "cb.db")


class Postgres(Notifying, bed.Case):
    def make_store(self):
        self.target = ("--conn-info", bed.make_database(self))
