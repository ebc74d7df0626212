"""The units of systemd: they are valid, and the service's command does what a machine needs of it."""

import re
import shlex
import subprocess

import bed

UNITS = bed.ROOT / "systemd"


def settings_of(unit):
    found = {}
    for name, value in re.findall(r"(?m)^(\w+)=(.*)$", (UNITS / unit).read_text()):
        found.setdefault(name, []).append(value)
    return found


class Units(bed.Case):
    def test_are_valid(self):
        place = self.dir / "units"
        place.mkdir()
        for unit in UNITS.iterdir():
            text = unit.read_text().replace("ExecStart=cb ", f"ExecStart={self.cb} ")
            (place / unit.name).write_text(text)
        for unit in sorted(place.iterdir()):
            name = place / unit.name.replace("@", "@project")
            if name != unit:
                name.symlink_to(unit)
            done = subprocess.run(
                ["systemd-analyze", "verify", "--man=no", name], capture_output=True, text=True, timeout=60
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""), unit.name)

    def test_leave_the_sandbox_what_it_needs(self):
        """Each of these is a filter or a view that benchmarks' sandboxes inherit, and that forbids to make them. The run
        itself is tested in tests/vm."""
        needs = {
            "ProtectHostname": "sethostname",
            "RestrictNamespaces": "clone",
            "LockPersonality": "ASLR",
            "ProtectControlGroups": "cgroups",
            "ProtectKernelTunables": "a new /proc",
            "ProtectProc": "a new /proc",
            "PrivateDevices": "/dev",
            "PrivateUsers": "root",
            "MemoryDenyWriteExecute": "compilers of benchmarks",
            "RestrictSUIDSGID": "trees",
            "SystemCallFilter": "mount",
            "CapabilityBoundingSet": "mount",
        }
        self.assertEqual(sorted(needs.keys() & settings_of("cb@.service").keys()), [])

    def start(self, project):
        """Does what systemd does for cb@PROJECT.service, as far as the command sees it."""
        unit = settings_of("cb@.service")
        # Either file is enough for the unit.
        self.assertEqual(unit["AssertPathExists"], ["|/etc/cb/%i.toml", "|/etc/cb/%i.env"])
        self.assertEqual(unit["EnvironmentFile"], ["-/etc/cb/%i.env"])
        variables = self.dir / f"{project}.env"
        lines = variables.read_text().splitlines() if variables.exists() else []
        given = dict(line.split("=", 1) for line in lines)
        set_by_unit = dict(word.split("=", 1) for value in unit["Environment"] for word in shlex.split(value))
        self.assertEqual(sorted(set_by_unit), ["XDG_CACHE_HOME", "XDG_DATA_HOME"])
        command = unit["ExecStart"][0].replace("$$", "$").replace("/etc/cb/%i", f"{self.dir}/{project}")
        words = shlex.split(command)
        env = dict(self.env, **given, PATH=f"{self.dir}/bin:{self.env['PATH']}")
        done = subprocess.run(words, env=env, cwd=self.dir, capture_output=True, text=True, timeout=120)
        succeeded = {0, *map(int, unit["SuccessExitStatus"])}
        return done, done.returncode in succeeded

    def test_a_project_file_is_enough(self):
        (self.dir / "bin").mkdir()
        (self.dir / "bin/cb").symlink_to(self.cb)
        self.make_repository("project", [{"Makefile": "bench:\n\techo BenchmarkA 1 5 ns/op\n"}])
        (self.dir / "described.toml").write_text('repository = "project"\n[build]\nengine = "native"\n')
        done, is_good = self.start("described")
        self.assertTrue(is_good, done)
        self.assertIn("BenchmarkA", self.run_cb("export").out)
        done, is_good = self.start("absent")
        self.assertFalse(is_good, done)

    def test_each_start_benchmarks_what_is_new(self):
        (self.dir / "bin").mkdir()
        (self.dir / "bin/cb").symlink_to(self.cb)
        project = self.make_repository("project", [{"Makefile": "bench:\n\techo BenchmarkA 1 5 ns/op\n"}])
        (self.dir / "project.env").write_text(
            f"CB_REPOSITORY={project}\nCB_DB={self.dir}/results.db\nCB_BUILD_ENGINE=native\nCB_RUN_CPU=auto:1\n"
        )
        for commits, new in ((1, None), (1, None), (2, "BenchmarkA 1 6 ns/op"), (3, "x; exit 1")):
            if new:
                (project / "Makefile").write_text(f"bench:\n\techo {new}\n")
                self.git(project, "commit", "-q", "-am", "Change")
            done, is_good = self.start("project")
            self.assertTrue(is_good, done)
            self.assertEqual(done.stdout, "")
            jobs = self.run_cb("export", "--format", "manifests", "--db", "results.db").manifests()
            self.assertEqual(len(jobs), commits)
        (self.dir / "project.env").write_text("CB_REPOSITORY=/absent\n")
        done, is_good = self.start("project")
        self.assertFalse(is_good)
        self.assertIn("/absent", done.stderr)

    def test_people_are_told_as_the_project_file_says(self):
        (self.dir / "bin").mkdir()
        (self.dir / "bin/cb").symlink_to(self.cb)
        sendmail = self.dir / "sendmail"
        sendmail.write_text(f'#!/bin/sh\necho "$*" >> {self.dir}/mail; cat >> {self.dir}/mail\n')
        sendmail.chmod(0o755)
        self.make_repository("project", [{"Makefile": "bench:\n\texit 1\n"}])
        (self.dir / "project.toml").write_text(
            'repository = "project"\n[build]\nengine = "native"\n'
            f'[notify]\nmail-to = "team@example.org"\nsendmail = "{sendmail}"\n'
        )
        (self.dir / "project.env").write_text("CB_NOTIFY=yes\n")
        done, is_good = self.start("project")
        self.assertTrue(is_good, done)
        mail = (self.dir / "mail").read_text()
        self.assertIn("-- team@example.org", mail)
        self.assertIn("failed", mail)
