"""What cb store does besides storing, whatever the number of the schema is."""

import json
import unittest

import cli


class Upkeep(cli.Case):
    def test_migration_is_done_once(self):
        out, _ = self.run_cb("store", "--db", "x.db", "--migrate", code=0)
        version, _ = self.run_cb("store", "--db", "x.db", "--schema-version", code=0)
        self.assertEqual(out, f"the schema was 0 and is {version}")
        out, err = self.run_cb("store", "--db", "x.db", "--migrate", "-v", code=0)
        self.assertEqual((out, err), (f"the schema is {version.strip()} already\n", []))
        out, _ = self.run_cb("store", "--db", "x.db", "--migrate", "--json", code=0)
        self.assertEqual(json.loads(out), {"from": int(version), "to": int(version)})
        out, _ = self.run_cb("store", "--db", "x.db", "--schema-version", "--json", code=0)
        self.assertEqual(json.loads(out), {"version": int(version), "latest": int(version)})

    def test_information_on_an_empty_store(self):
        self.run_cb("store", "--db", "x.db", "--migrate", code=0)
        out, _ = self.run_cb("store", "--db", "x.db", "--info", code=0)
        self.assertIn("database  x.db\n", out)
        self.assertIn("the latest\n", out)
        out, _ = self.run_cb("store", "--db", "x.db", "--info", "--json", code=0)
        self.assertEqual(json.loads(out)["repositories"], [])


if __name__ == "__main__":
    unittest.main()
