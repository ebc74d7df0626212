"""A benchmark that floods process 1 of its sandbox with signals: the end of cb is detected even so."""

import subprocess
import time
import unittest

import bed

# Linked statically, so it needs nothing from an image.
STORM = r"""
#include <signal.h>
#include <unistd.h>
int main(void)
{
    for (int number = 1; number < 65; ++number) {
        signal(number, SIG_IGN);
    }
    fork();
    fork();
    for (;;) {
        kill(1, SIGUSR1);
        kill(1, SIGRTMIN);
        kill(1, SIGRTMIN + 1);
    }
}
"""


class Storm:
    """The test of one engine; see below for which."""

    def test_storm_of_signals_does_not_outlive_cb(self):
        marker = f"93{time.time_ns()}"[:17]
        child = self.start("run", *self.place(), "--timeout", "120s", "--", "./storm", marker)
        self.wait_until(lambda: len(self.storms(marker)) == 4, "the storm")
        time.sleep(1)
        child.kill()
        child.wait(10)
        self.wait_until(lambda: not self.storms(marker), "the storm to end", seconds=30)

    def setUp(self):
        super().setUp()
        (self.dir / "storm.c").write_text(STORM)
        subprocess.run(["gcc", "-static", "-O1", "-o", "storm", "storm.c"], cwd=self.dir, check=True)
        self.addCleanup(lambda: [bed.kill(pid) for pid in bed.processes_with("./storm")])

    def storms(self, marker):
        return [pid for pid in bed.processes_with(marker) if bed.first_word(pid) == "./storm"]

    def build_image(self):
        name = f"cb-storm-{self.dir.name}"
        (self.dir / "Dockerfile").write_text(f"FROM {bed.BASE_IMAGE}\nCOPY storm /\nWORKDIR /\n")
        self.engine("build", "--quiet", "--tag", name, str(self.dir))
        self.addCleanup(self.engine, "rmi", "--force", name)
        self.addCleanup(self.run_cb, "run", "--sweep")
        return ["--engine", self.program, "--image", name]


class Docker(Storm, bed.Case):
    def place(self):
        self.use_docker()
        return self.build_image()


class Podman(Storm, bed.Case):
    def place(self):
        self.use_podman()
        return self.build_image()


class Native(Storm, bed.Case):
    def place(self):
        return ["--dir", "."]


if __name__ == "__main__":
    unittest.main()
