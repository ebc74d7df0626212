"""A private registry of images, without a password, on the loopback interface."""

import pathlib
import shutil
import socket
import subprocess
import urllib.error
import urllib.request

CONFIGURATION = """version: 0.1
storage:
  filesystem:
    rootdirectory: {directory}/data
http:
  addr: 127.0.0.1:{port}
log:
  level: error
"""


class Registry:
    """Runs until the end of the test."""

    def __init__(self, case):
        self.case = case
        self.directory = case.dir / "registry"
        self.directory.mkdir()
        self.port = self.free_port()
        self.name = f"127.0.0.1:{self.port}"
        self.child = None
        (self.directory / "config.yml").write_text(CONFIGURATION.format(directory=self.directory, port=self.port))
        # docker takes the loopback interface without TLS; podman must be told.
        (self.directory / "registries.conf").write_text(f'[[registry]]\nlocation = "{self.name}"\ninsecure = true\n')
        case.env["CONTAINERS_REGISTRIES_CONF"] = str(self.directory / "registries.conf")
        case.env["no_proxy"] = case.env["NO_PROXY"] = "127.0.0.1"
        case.addCleanup(self.stop)
        self.start()

    @staticmethod
    def free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def start(self):
        program = shutil.which("docker-registry")
        assert program, "docker-registry is missing: run scripts/install-deps test"
        with open(self.directory / "log", "ab") as log:
            self.child = subprocess.Popen(
                [program, "serve", self.directory / "config.yml"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.case.wait_until(self.answers, f"the registry: {pathlib.Path(self.directory, 'log').read_text()}")

    def answers(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            return opener.open(f"http://{self.name}/v2/", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        if self.child:
            self.child.terminate()
            self.child.wait(30)
            self.child = None
