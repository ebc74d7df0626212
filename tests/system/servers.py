"""Real git servers on loopback: git daemon, git http-backend with a password, and sshd."""

import base64
import http.server
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time

PASSWORD = "pass%20word"  # as in an address


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server has ended"
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def start(case, port, *words):
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=case.env)
    case.addCleanup(process.wait)
    case.addCleanup(process.kill)
    wait_for_port(port, process)
    return port


def start_daemon(case, directory):
    port = free_port()
    return f"git://127.0.0.1:{start_git_daemon(case, directory, port)}"


def start_git_daemon(case, directory, port):
    program = pathlib.Path(subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip())
    return start(
        case, port, program / "git-daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", f"--port={port}",
        f"--base-path={directory}", directory,
    )


class Backend(http.server.BaseHTTPRequestHandler):
    """git http-backend(1) behind a password."""

    directory = None
    credentials = b"ada:pass word"

    def answer(self):
        given = self.headers.get("Authorization", "")
        if given != "Basic " + base64.b64encode(self.credentials).decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        env = dict(
            os.environ, GIT_PROJECT_ROOT=str(self.directory), GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
            REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(body)),
            HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
            GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*",
        )
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env=env, check=True, timeout=60)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def start_http(case, directory):
    """Returns what follows the scheme of an address."""
    handler = type("Handler", (Backend,), {"directory": directory})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    case.addCleanup(server.server_close)
    case.addCleanup(server.shutdown)
    return f"127.0.0.1:{server.server_port}"


def start_sshd(case):
    """Returns its port and the words of an ssh that has a key, but does not know the host."""
    place = case.dir / "sshd"
    place.mkdir()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / name], check=True)
    shutil.copy(place / "user.pub", place / "authorized")
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)  # where it separates its privileges
    port = free_port()
    start(
        case, port, "/usr/sbin/sshd", "-D", "-f", "/dev/null", "-p", str(port), "-h", place / "host", "-o", "ListenAddress=127.0.0.1",
        "-o", f"AuthorizedKeysFile={place}/authorized", "-o", "StrictModes=no", "-o", "UsePAM=no", "-o", "PidFile=none",
    )
    return port, f"ssh -i {place}/user -oIdentitiesOnly=yes -oUserKnownHostsFile={place}/known"


def start_silent(case):
    """A server that accepts and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    case.addCleanup(server.close)
    return server.getsockname()[1]
