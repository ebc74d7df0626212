"""A current-bench moves to cb: docs/moving.md."""

import json
import unittest

import bed
from test_import import CURRENT_BENCH, insert, metric

# What production.conf of a current-bench has; doc/ and pipeline/lib/config.ml of it say what the keys mean.
REPOSITORIES = {
    "repositories": [
        {"name": "mirage/index", "worker": "autumn", "image": "ocaml/opam:debian-ocaml-4.14", "notify_github": True},
        {"name": "mirage/index", "worker": "autumn", "image": "ocaml/opam:debian-ocaml-5.0"},
        {"name": "mirage/index", "worker": "fermat", "image": "ocaml/opam:debian-ocaml-5.0"},
        {"name": "ocaml/dune", "worker": "fermat", "dockerfile": "bench/bench.Dockerfile", "branches": ["main", "release"],
         "if_label": "run-bench", "build_args": ["A=1", "B=x y"], "schedule": "every day at 2 am"},
        {"name": "ocaml/ocaml", "bench_repo": "https://github.com/ocaml-bench/ocaml_bench_scripts/tree/main"},
        {"name": "local/test"},
    ],
    "api_tokens": [{"repo": "mirage/other", "token": "api-token-of-a-program"}],
    "slack": "https://hooks.slack.example/services/very/secret",
}


class MovingTest(bed.Case):
    def make_database(self):
        common = {"repo_id": "mirage/index", "branch": "main", "benchmark_name": "index", "build_job_id": "b", "version": 3}
        statements = []
        for number, commit in enumerate(self.commits):
            for worker, image in (("autumn", "ocaml/opam:debian-ocaml-4.14"), ("fermat", "ocaml/opam:debian-ocaml-5.0")):
                run = {**common, "run_at": f"2023-05-0{number + 1} 10:00:00", "commit": commit, "worker": worker, "docker_image": image,
                       "duration": "00:01:00", "run_job_id": f"{worker}/{number}"}
                statements += [
                    insert("benchmarks", **run, test_name=test, metrics=json.dumps([metric("time", value, units="ms", trend="lower-is-better")]))
                    for test, value in (("replace", [10 + number, 11 + number]), ("find", 5))
                ]
                statements.append(insert(
                    "benchmark_metadata", run_at=run["run_at"], repo_id="mirage/index", commit=commit, branch="main", success=True,
                    run_job_id=run["run_job_id"], worker=worker, docker_image=image, commit_message=f"Commit {number}"))
        database = bed.make_database(self)
        bed.psql(database, CURRENT_BENCH + "\n".join(statements))
        return database

    def init(self, content, *words, code=0):
        (self.dir / "production.conf").write_text(content if isinstance(content, str) else json.dumps(content))
        return self.run_cb("init", "--from-current-bench", "production.conf", "-o", "projects", *words, code=code)

    def test_history_and_repositories(self):
        repository = self.make_repository("index", [{"a": str(n)} for n in range(4)])
        self.commits = self.git(repository, "rev-list", "--reverse", "HEAD").split()
        database = self.make_database()
        self.shell(f"cb import --conn-info '{database}' --repo mirage/index --git {repository} | cb store --db cb.db")
        rows = self.rows("--db", "cb.db")
        self.assertEqual(len(rows), 4 * 2 * 3)

        done = self.init(REPOSITORIES)
        files = sorted(path.name for path in (self.dir / "projects").glob("*.toml"))
        self.assertEqual(files, ["dune.toml", "index-fermat.toml", "index.toml", "ocaml.toml", "test.toml"])
        checked = self.run_cb("check", *(f"projects/{file}" for file in files)).out
        self.assertIn("projects/index.toml: ocaml/opam:debian-ocaml-4.14: cb watch github:mirage/index", checked)
        self.assertIn("--dockerfile bench/bench.Dockerfile", checked)
        self.assertIn("--build-arg A=1 --build-arg 'B=x y'", checked)
        self.assertIn("cb watch github:ocaml/dune --branch main --branch release --label run-bench --pulls", checked)
        self.assertEqual(checked.count("-- opam exec -- make bench"), 6)

        # What no project file can say is named, and no secret is shown or copied.
        for word in ("every day at 2 am", "bench_repo", "notify_github", "slack", "api_tokens", "the path of its clone"):
            self.assertIn(word, done.err)
        written = "".join(path.read_text() for path in (self.dir / "projects").iterdir())
        for secret in ("very/secret", "api-token-of-a-program"):
            self.assertNotIn(secret, done.err + done.out + written)

        # The history goes on: the same series, configurations and workers as in the files.
        environments = {(row["config"], row["worker"]) for row in rows}
        self.assertEqual(environments, {("ocaml/opam:debian-ocaml-4.14", "autumn"), ("ocaml/opam:debian-ocaml-5.0", "fermat")})
        (self.dir / "local.toml").write_text((self.dir / "projects/index.toml").read_text().replace("github:mirage/index", str(repository)))
        due = self.run_cb("watch", "local.toml", "--all", "--worker", "autumn", "--db", "cb.db", "--no-claim").manifests()
        self.assertEqual({(job["source"]["repo"], job["config"]["name"]) for job in due},
                         {("mirage/index", name) for name in ("ocaml/opam:debian-ocaml-4.14", "ocaml/opam:debian-ocaml-5.0")})
        again = self.run_cb("init", "--from-current-bench", "production.conf", "-o", "projects", code=2)
        self.assertIn("exists; --force replaces it", again.err)

        # Its clients asked for the last values of a branch, and for the history of a test.
        log = self.run_cb("log", "--db", "cb.db", "--repo", "mirage/index", "--test", "replace", code=None)
        self.assertEqual(log.code, 0, log.err)
        latest = [row for row in rows if row["commit"] == self.commits[-1] and row["test"] == "replace" and row["worker"] == "autumn"]
        self.assertEqual(sorted(float(row["value"]) for row in latest), [13, 14])

    def test_what_is_no_such_file(self):
        for content, code, says in (
            ("{", 3, "repositories file of current-bench"),
            ("[]", 3, "no list"),
            ('{"repositories": []}', 3, "no list"),
            ('{"repositories": [{"name": "x"}, {"name": 3}, 4, null]}', 3, "no list"),
        ):
            done = self.init(content, code=code)
            self.assertIn(says, done.err)
            self.assertFalse((self.dir / "projects").exists())
        self.assertIn("no-such", self.run_cb("init", "--from-current-bench", "no-such.conf", code=2).err)
        self.assertIn("name a work tree", self.run_cb("init", code=2).err)
        self.assertIn("name a work tree", self.run_cb("init", ".", "--from-current-bench", "production.conf", code=2).err)

    def test_hostile_values(self):
        """Each value is text: none ends its string or its comment, leads out of the directory, or makes cb check fail."""
        nasty = ['"\n[run]\ncpu = "9', "\x1b[31m\u202e", "'''", "#", "../../x", "a\\b", "é☃", "-", "."]
        entries = [{"name": f"o/{text}", "image": text, "worker": f"w{number}", "branches": [text], "if_label": text,
                    "build_args": [f"A={text}", text], "dockerfile": text, "schedule": text, "unknown\n[x]": text}
                   for number, text in enumerate(nasty)]
        entries += [{"name": "o/x", "image": 5, "worker": {}, "branches": "main", "build_args": [1]}]
        done = self.init({"repositories": entries})
        for path in (self.dir / "projects").rglob("*"):
            self.assertEqual(path.parent, self.dir / "projects")
        files = sorted((self.dir / "projects").glob("*.toml"))
        self.assertEqual(len(files), len(entries))
        checked = self.run_cb("check", *files)
        self.assertNotIn("--cpu 9", checked.out)
        self.assertNotIn("\x1b", done.err + checked.out)
        self.assertEqual(list(self.dir.parent.glob("x.toml")), [])


if __name__ == "__main__":
    unittest.main()
