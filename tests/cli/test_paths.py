"""A path that is wrong is an error of the command line: trying again would not help."""

import unittest

import cli


class Paths(cli.Case):
    def test_file_to_parse(self):
        self.refuse("parse", "no-such", says="cb parse: error: opening no-such: No such file or directory")
        self.refuse("parse", "--check", "no-such", says="cb parse: error: opening no-such: No such file or directory")
        self.refuse("parse", ".", says="cb parse: error: opening .: Is a directory")

    def test_directory_to_run_in(self):
        says = 'cb run: --dir: "no-such": No such file or directory'
        self.refuse("run", "--dir", "no-such", "--", "true", says=says, hint="cb run")
        (self.dir / "file").write_text("")
        self.refuse("run", "--dir", "file", "--", "true", says='cb run: --dir: "file": it is not a directory', hint="cb run")

    def test_database(self):
        self.make_repository()
        lost = f"{self.dir}/no-such/cb.db cannot be opened: {self.dir}/no-such is not there; make that directory first"
        self.refuse("watch", "good", "--db", "no-such/cb.db", says=f"cb watch: error: {lost}")
        for path in ("no-such/cb.db", "absent.db"):
            says = f"cb export: error: {path}: there is no such database; cb store makes it"
            self.refuse("export", "--db", path, says=says)
        self.refuse("export", "--db", ".", says=f"cb export: error: {self.dir}/. cannot be opened: it is a directory; name a file in it, such as {self.dir}/cb.db")

    def test_database_to_store_in(self):
        """Before anything is read, so that the stages before end, too."""
        job, _ = self.run_cb("parse", "--repo", "r", "--commit", "2" * 40, code=0, stdin=RESULT)
        self.refuse(
            "store", "--db", "no-such/cb.db", stdin=job.encode(),
            says=f"cb store: error: {self.dir}/no-such/cb.db cannot be opened: {self.dir}/no-such is not there; make that directory first",
        )

    def test_file_with_the_connection(self):
        self.make_repository()
        says = "error: --conn-info-file: opening no-such: No such file or directory"
        for words in (["export"], ["store"], ["watch", "good"]):
            self.refuse(*words, "--conn-info-file", "no-such", says=f"cb {words[0]}: {says}")

    def test_repository(self):
        self.refuse("watch", "no-such", "--db", "cb.db", says=f"cb watch: error: no git repository at no-such")

    def test_configuration(self):
        self.refuse("--config", "no-such", "export", says="cb export: --config: no-such was not readable (missing?)", hint="cb export")

    def test_machine(self):
        for command in ("doctor", "tune"):
            says = f'cb {command}: --root: "no-such": No such file or directory'
            self.refuse(command, "--root", "no-such", says=says, hint=f"cb {command}")


RESULT = b'{"results":[{"name":"t","metrics":[{"name":"m","value":1}]}]}'

if __name__ == "__main__":
    unittest.main()
