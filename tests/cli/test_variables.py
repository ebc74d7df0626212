"""Options in the environment: named for their command, so that what is meant for one does not reach another."""

import unittest

import cli


class Variables(cli.Case):
    def printed(self, *words, **variables):
        """What docker would be told, and what cb says."""
        return self.run_cb("run", "--image", "x", "--print-argv", *words, code=0, **variables)

    def test_option_of_a_command(self):
        self.assertIn("size=9437184", self.printed(CB_RUN_SHM="9M")[0])
        self.assertIn("size=1048576", self.printed("--shm", "1M", CB_RUN_SHM="9M")[0])
        says = 'cb run: CB_RUN_SHM: "9Q" is not a size; write a whole number with K, M, G or T, such as 4G'
        self.refuse("run", "--image", "x", says=says, hint="cb run", CB_RUN_SHM="9Q")

    def test_flag(self):
        out, _ = self.run_cb("run", "--image", "x", code=0, CB_RUN_PRINT_ARGV="1")
        self.assertIn("docker create", out)

    def test_what_is_meant_for_builds_does_not_reach_runs(self):
        out, err = self.printed(CB_BUILD_NETWORK="host", CB_BUILD_TIMEOUT="1s", CB_BUILD_ENGINE="podman")
        self.assertIn("docker create", out)
        self.assertIn("--network none", out)
        self.assertEqual(err, [])
        self.assertIn("--network host", self.printed(CB_RUN_NETWORK="host")[0])

    def test_name_without_a_command_is_not_read_and_that_is_said(self):
        out, err = self.printed(CB_NETWORK="host")
        self.assertIn("--network none", out)
        self.assertEqual(err, ["cb run: warning: CB_NETWORK is not read; the variable of cb run --network is CB_RUN_NETWORK"])
        _, err = self.run_cb("build", code=0, CB_NETWORK="host")
        self.assertEqual(err, ["cb build: warning: CB_NETWORK is not read; the variable of cb build --network is CB_BUILD_NETWORK"])
        self.assertEqual(self.run_cb("store", "--db", "cb.db", code=0, CB_NETWORK="host"), ("", []))

    def test_variables_of_another_command_break_nothing(self):
        wrong = dict.fromkeys(("CB_EXPORT_FORMAT", "CB_PARSE_FORMAT", "CB_RUN_CPU", "CB_RUN_SHM", "CB_WATCH_LIMIT"), "nonsense")
        self.assertEqual(self.run_cb("store", "--db", "cb.db", code=0, CB_FORMAT="jsonl", **wrong), ("", []))

    def test_the_store_is_the_same_for_every_command(self):
        self.make_repository()
        self.run_cb("store", code=0, CB_DB=f"{self.dir}/mine.db")
        self.assertTrue((self.dir / "mine.db").exists())
        for words in (["watch", "good"], ["export"], ["store"]):
            _, err = self.run_cb(*words, code=4, CB_CONN_INFO="host=127.0.0.1 port=1")
            self.assertIn("127.0.0.1", err[0])

    def test_what_is_typed_counts_and_not_what_it_excludes(self):
        self.run_cb("store", "--db", "cb.db", code=0, CB_CONN_INFO="host=127.0.0.1 port=1")
        self.run_cb("store", "--db=cb.db", code=0, CB_CONN_INFO_FILE="/no/such")
        self.assertTrue((self.dir / "cb.db").exists())

    def test_help_names_them(self):
        out, _ = self.run_cb("run", "--help", code=0)
        self.assertIn("Each option is an environment variable, too: CB_RUN_IMAGE is --image.", out)
        self.assertIn("[CB_DB]", self.run_cb("store", "--help", code=0)[0])


if __name__ == "__main__":
    unittest.main()
