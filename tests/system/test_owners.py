"""A native benchmark is never root, whoever owns its tree, and may write to it like its owner. It stays on its CPUs."""

import json
import os
import pathlib
import subprocess
import unittest

import bed

# Everything that a build does to a tree: overwrite, create in an old directory, delete, rename, and change a mode.
WRITES = """
set -e
id -u; id -g
echo changed > old; echo new > new; echo deep > sub/new; rm sub/gone; mv sub/moved sub/here; rmdir sub/empty
mkdir sub/made; ln -s old link; chmod 700 old; chmod +x sub/here; rm -r away; mkdir away; echo again > away/file
cat old new sub/new sub/here link away/file
stat -c %u:%g . old sub sub/here
"""
WRITTEN = "65534\n65534\nchanged\nnew\ndeep\nmoved\nchanged\nagain\n" + "65534:65534\n" * 4

PIN = r"""
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

static const char* pin(pthread_t thread, int first, int last)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int cpu = first; cpu <= last; ++cpu) {
        CPU_SET(cpu, &set);
    }
    const int error = pthread_setaffinity_np(thread, sizeof set, &set);
    pthread_getaffinity_np(thread, sizeof set, &set);
    static char text[2][64];
    static int turn;
    sprintf(text[turn ^= 1], "%s %d", error ? strerror(error) : "pinned", CPU_COUNT(&set) == 1 && CPU_ISSET(1, &set));
    return text[turn];
}

static void* run(void* other)
{
    printf("another thread: %s\n", pin(*(pthread_t*)other, 1, 1));
    printf("itself: %s\n", pin(pthread_self(), 0, 63));
    return NULL;
}

int main(void)
{
    pthread_t self = pthread_self(), thread;
    pthread_create(&thread, NULL, run, &self);
    pthread_join(thread, NULL);
    printf("elsewhere: %s\n", pin(self, 0, 0));
    printf("no mask: %s\n", sched_setaffinity(0, 128, (cpu_set_t*)1) ? strerror(errno) : "pinned");
    printf("nobody: %s\n", sched_setaffinity(4000000, 128, &(cpu_set_t){{2}}) ? strerror(errno) : "pinned");
    return 0;
}
"""


def make_tree(case, tree, owner):
    for directory in ("sub/empty", "away/deep"):
        (tree / directory).mkdir(parents=True)
    for file in ("old", "sub/gone", "sub/moved", "away/deep/file"):
        (tree / file).write_text(pathlib.Path(file).name + "\n")
    subprocess.run(["chown", "-R", owner, tree], check=True)


def snapshot(tree):
    return sorted(
        (str(path), path.lstat().st_uid, path.lstat().st_mode, path.is_file() and path.read_text())
        for path in [tree, *tree.rglob("*")]
    )


class Native(bed.Case):
    def check_tree(self, tree, owner):
        make_tree(self, tree, owner)
        before = snapshot(tree)
        done = self.run_cb("run", "--dir", tree, "--results", "new", "--", "/bin/sh", "-c", WRITES)
        self.assertEqual(done.manifest()["run"]["output"], WRITTEN)
        self.assertEqual(done.manifest()["run"]["files"][0]["content"], "new\n")
        self.assertEqual(snapshot(tree), before)
        self.assertEqual(list((self.dir / "cache/cb/native/scratch").iterdir()), [])

    def test_writes_to_the_tree_of_anybody(self):
        for owner in ("0:0", "1000:1000", "33:44", "65534:65534", "65534:0"):
            with self.subTest(owner=owner):
                self.check_tree(self.dir / owner, owner)

    def test_writes_where_owners_cannot_be_mapped(self):
        """The kernel does not support idmapped mounts of a ramfs."""
        disk = self.dir / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "ramfs", "ramfs", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        self.check_tree(disk / "tree", "1000:1000")

    def test_files_of_a_third_user_stay_his(self):
        make_tree(self, self.dir / "tree", "0:0")
        os.chown(self.dir / "tree/old", 1000, 1000)
        done = self.run_cb("run", "--dir", self.dir / "tree", "--", "/bin/sh", "-c", "stat -c %u old; echo x > old", code=1)
        self.assertEqual(done.manifest()["run"]["output"], "1000\n")

    def test_has_namespaces_of_its_own(self):
        kinds = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
        (self.dir / "work").mkdir()
        words = ("run", "--dir", self.dir / "work", "--", "readlink", *(f"/proc/self/ns/{kind}" for kind in kinds))
        ours = {os.readlink(f"/proc/self/ns/{kind}") for kind in kinds}
        seen = self.run_cb(*words).manifest()["run"]["output"].split()
        self.assertEqual(len(set(seen) - ours), len(kinds), (seen, ours))
        bed.share_with_everybody(self)
        seen = json.loads(bed.run_as_nobody(self, *words).stdout)["run"]["output"].split()
        self.assertEqual(len(set(seen) - ours), len(kinds), (seen, ours))

    def compile(self):
        work = self.dir / "work"
        work.mkdir()
        (self.dir / "pin.c").write_text(PIN)
        subprocess.run(["gcc", "-O1", "-static", "-o", work / "pin", self.dir / "pin.c"], check=True)
        return work

    def test_threads_are_pinned_within_the_pins_only(self):
        """The result is the same with a cpuset and, without root, with cb-init."""
        expected = (
            "another thread: pinned 1\nitself: pinned 1\nelsewhere: Invalid argument 1\n"
            "no mask: Bad address\nnobody: No such process\n"
        )
        words = ("run", "--dir", self.compile(), "--cpu", "1", "--", "./pin")
        self.assertEqual(self.run_cb(*words).manifest()["run"]["output"], expected)
        bed.share_with_everybody(self)
        done = bed.run_as_nobody(self, *words)
        self.assertEqual(json.loads(done.stdout)["run"]["output"], expected)

    def test_a_run_that_is_not_pinned_stays_on_its_callers_cpus(self):
        work = self.compile()
        bed.share_with_everybody(self)
        self.cb, cb = "taskset", self.cb
        done = bed.run_as_nobody(self, "-c", "1", cb, "run", "--dir", work, "--", "./pin")
        self.assertIn("elsewhere: Invalid argument 1\n", json.loads(done.stdout)["run"]["output"])


if __name__ == "__main__":
    unittest.main()
