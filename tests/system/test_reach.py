"""Daemons elsewhere: on another machine, and outside the container that cb runs in."""

import json
import pathlib
import socket
import subprocess
import threading
import unittest

import bed

TRUTH = bed.ROOT / "tests/system/truth.c"


class Forwarder:
    """A TCP port of this machine that forwards to a Unix socket, like `ssh -L` to another machine."""

    def __init__(self, path):
        self.path = path
        self.ends = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.path)
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        for end in [self.listener, *self.ends]:
            end.close()


class Elsewhere(bed.Case):
    def setUp(self):
        super().setUp()
        self.use_docker()
        self.build("truth", "-static")
        (self.dir / "Dockerfile").write_text("FROM scratch\nCOPY truth /\nUSER 4321:4321\n")
        self.engine("build", "--quiet", "--tag", "cb-reach", str(self.dir))
        self.addCleanup(self.engine, "image", "rm", "--force", "cb-reach")

    def build(self, name, *options):
        subprocess.run(["gcc", "-O1", *options, "-pthread", "-o", self.dir / name, TRUTH], check=True)

    def check_is_proved_and_unseen(self, run, why):
        self.assertEqual(run["output"], "off\n")
        self.assertEqual(run["pins"]["aslr"], "off_verified")
        self.assertEqual(run["pins"]["cpus"], "1")
        self.assertIsNone(run["usage"]["peak_memory_bytes"])
        self.assertRegex(run["usage"]["unavailable"]["peak_memory_bytes"], why)
        self.assertRegex(run["fitness"]["unavailable"]["host"], why)
        self.assertIsNotNone(run["usage"]["user_s"])
        self.assertGreater(run["usage"]["minor_faults"], 0)

    def test_daemon_of_another_machine(self):
        forwarder = Forwarder(self.env["DOCKER_HOST"].removeprefix("unix://"))
        self.addCleanup(forwarder.close)
        self.env["DOCKER_HOST"] = f"tcp://127.0.0.1:{forwarder.port}"
        done = self.run_cb("run", "--image", "cb-reach", "--cpu", "1", "--", "/truth", "personality")
        (manifest,) = self.check_schema(done)
        self.check_is_proved_and_unseen(manifest["run"], "not on this machine")
        self.assertEqual(list((self.dir / "locks").glob("core-*")), [])
        done = self.run_cb("run", "--image", "cb-reach", "--cpu", "auto", "--", "/truth", "personality", code=2)
        self.assertIn("name the CPUs", done.err)
        self.use_docker()
        self.assertEqual(bed.container_ids(self), [])

    def test_cb_in_a_container(self):
        stage = self.dir / "stage"
        build = pathlib.Path(self.cb).resolve().parent
        subprocess.run(["cmake", "--install", build, "--prefix", stage], check=True, capture_output=True)
        (stage / "lib").mkdir(exist_ok=True)
        listed = subprocess.run(["ldd", self.cb], check=True, capture_output=True, text=True).stdout
        for line in listed.splitlines():
            words = line.split()
            if len(words) > 2 and words[2].startswith("/"):
                (stage / "lib" / words[0]).write_bytes(pathlib.Path(words[2]).read_bytes())
        docker = subprocess.run(["which", "docker"], check=True, capture_output=True, text=True).stdout.strip()
        socket_path = self.env["DOCKER_HOST"].removeprefix("unix://")
        mounts = [f"{stage}:/stage:ro", f"{docker}:/usr/bin/docker:ro", f"{socket_path}:/var/run/docker.sock"]
        volumes = [word for mount in mounts for word in ("--volume", mount)]
        out = self.engine(
            "run", "--rm", "--network", "none", *volumes, "--env", "LD_LIBRARY_PATH=/stage/lib", bed.BASE_IMAGE,
            "/stage/bin/cb", "run", "--image", "cb-reach", "--cpu", "1", "--", "/truth", "personality",
        )
        self.check_is_proved_and_unseen(json.loads(out)["run"], "cb cannot see the container's process")
        self.assertEqual(bed.container_ids(self), [])


if __name__ == "__main__":
    unittest.main()
