"""What a command returns that a signal ended: 128 and its number."""

import os
import signal
import subprocess
import unittest

import cli


class Signals(cli.Case):
    def start(self, *words, **streams):
        return subprocess.Popen([self.cb, *words], env=self.env, cwd=self.dir, stderr=subprocess.PIPE, **streams)

    def test_reader_that_is_gone(self):
        reading, writing = os.pipe()
        os.close(reading)
        for words in (["parse", "--format", "list"], ["man", "--table"], ["completions", "bash"]):
            with self.start(*words, stdout=writing, stdin=subprocess.DEVNULL) as process:
                self.assertEqual(process.stderr.read(), b"")
            self.assertEqual(process.returncode, 128 + signal.SIGPIPE)
        os.close(writing)

    def test_stop(self):
        """parse writes the first job, which shows that it is at work, and then waits for more."""
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.start("parse", "--follow", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
                process.stdin.write(b'{"results":[{"name":"t","metrics":[{"name":"m","value":1}]}]}\n')
                process.stdin.flush()
                self.assertIn(b'"cb":1', process.stdout.readline())
                process.send_signal(number)
                self.assertEqual(process.wait(60), 128 + number)
                self.assertEqual(process.stderr.read(), b"")


if __name__ == "__main__":
    unittest.main()
