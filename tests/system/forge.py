"""A stand-in for the APIs of GitHub, GitLab and Gitea, beside a real git server. It misbehaves as it is told.

What it checks and answers is from the documentation of the three APIs: docs.github.com/rest/pulls, docs.gitlab.com/api/merge_requests,
docs.gitea.com/api.
"""

import base64
import hashlib
import http.server
import json
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

import bed
import servers

TOKEN = "ghp_0123456789abcdef"
INSTALLATION_TOKEN = "ghs_fedcba9876543210"
APP = "4711"


class Handler(servers.Backend):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        if not self.path.startswith("/api/"):
            return servers.Backend.answer(self)
        self.content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        forge = self.forge
        forge.requests.append(self.command)
        if forge.faults:
            return forge.faults.pop(0)(self)
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        for pattern, answer in (
            (r"/api/v3/repos/o/app/pulls", self.github), (r"/api/v1/repos/o/app/pulls", self.gitea),
            (r"/api/v4/projects/o%2Fapp/merge_requests", self.gitlab), (r"/api/v3/repos/o/app/installation", self.installation),
            (r"/api/v3/app/installations/99/access_tokens", self.access_token),
        ):
            if re.fullmatch(pattern, address.path):
                return answer(query)
        return self.reply(404, {"message": "Not Found"})

    do_POST = do_GET

    def reply(self, status, body=None, **headers):
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def cut(self, start):
        """Ends the connection after the start of an answer."""
        self.wfile.write(start)
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def require(self, header, *values):
        if self.headers.get(header) in values:
            return True
        self.reply(401, {"message": "Bad credentials"})
        return False

    def page(self, entries, query, size_name):
        """A page of a list, with Link and ETag; 304 if the client has it."""
        number, size = int(query.get("page", 1)), self.forge.page_size
        assert int(query[size_name]) >= size
        body = json.dumps(entries[(number - 1) * size : number * size]).encode()
        address = f"{self.forge.address}{urllib.parse.urlsplit(self.path).path}"
        links = {"first": 1, "last": -(-len(entries) // size)}
        if number * size < len(entries):
            links["next"] = number + 1
        link = ", ".join(
            f'<{address}?{urllib.parse.urlencode(dict(query, page=page))}>; rel="{name}"' for name, page in links.items()
        )
        etag = f'W/"{hashlib.sha256(body + link.encode()).hexdigest()}"'
        if self.headers.get("If-None-Match") == etag:
            self.forge.not_modified += 1
            return self.reply(304, ETag=etag)
        return self.reply(200, body, ETag=etag, Link=link, Content_Type="application/json; charset=utf-8")

    def github(self, query):
        if self.require("Authorization", f"Bearer {TOKEN}", f"Bearer {INSTALLATION_TOKEN}"):
            assert self.headers["Accept"] == "application/vnd.github+json" and query["state"] == "open"
            assert re.match(r"cb/\d", self.headers["User-Agent"])
            self.page([pull.as_github() for pull in self.forge.pulls], query, "per_page")

    def gitea(self, query):
        if self.require("Authorization", f"token {TOKEN}"):
            self.page([pull.as_github() for pull in self.forge.pulls], query, "limit")

    def gitlab(self, query):
        if self.require("PRIVATE-TOKEN", TOKEN):
            assert query["state"] == "opened"
            self.page([pull.as_gitlab() for pull in self.forge.pulls], query, "per_page")

    def is_app(self):
        """Whether the request has a token that the app has signed, and that is valid now."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        head, claims, signature = (token.split(".") + ["", "", ""])[:3]

        def decode(text):
            return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

        (self.forge.directory / "signature").write_bytes(decode(signature))
        done = subprocess.run(
            ["openssl", "dgst", "-sha256", "-verify", self.forge.directory / "public.pem", "-signature", self.forge.directory / "signature"],
            input=f"{head}.{claims}".encode(), capture_output=True,
        )
        if scheme != "Bearer" or done.returncode != 0 or json.loads(decode(head)) != {"alg": "RS256", "typ": "JWT"}:
            self.reply(401, {"message": "A JSON web token could not be decoded"})
            return False
        content = json.loads(decode(claims))
        assert content["iss"] == APP and content["iat"] <= time.time() < content["exp"] <= content["iat"] + 600, content
        return True

    def installation(self, _):
        if self.is_app():
            self.reply(200, {"id": 99})

    def access_token(self, _):
        assert self.command == "POST"
        if self.is_app():
            self.reply(201, {"token": INSTALLATION_TOKEN, "expires_at": "2036-01-01T00:00:00Z"})


class Pull:
    """A pull request, of the repository itself or of a fork."""

    def __init__(self, number, head, base, title="A title", fork=None, labels=(), association="NONE"):
        self.number, self.head, self.base, self.title, self.fork = number, head, base, title, fork
        self.labels, self.association = labels, association

    def as_github(self):
        repository = {"id": 1, "full_name": "o/app"}
        head = repository if self.fork is None else {"id": 2, "full_name": self.fork} if self.fork else None
        return {
            "number": self.number, "state": "open", "title": self.title, "user": {"login": "ada"} if self.fork != "" else None,
            "head": {"ref": "topic", "sha": self.head, "repo": head}, "base": {"ref": "main", "sha": self.base, "repo": repository},
            "labels": [{"id": 1, "name": label} for label in self.labels], "author_association": self.association,
        }

    def as_gitlab(self):
        return {
            "iid": self.number, "state": "opened", "title": self.title, "author": {"username": "ada"}, "sha": self.head,
            "target_branch": "main", "source_project_id": 1 if self.fork is None else 2, "target_project_id": 1, "labels": list(self.labels),
        }


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that leaves is no error."""


class Forge:
    """A running server. Its attributes may be changed while it runs."""

    def __init__(self, case, certificate=None):
        self.pulls, self.faults, self.requests, self.page_size, self.not_modified = [], [], [], 30, 0
        self.directory = bed.make_directory("cb-forge")
        case.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        credentials = f"x-access-token:{TOKEN}".encode()
        self.handler = type("Handler", (Handler,), {"directory": case.dir / "srv", "forge": self, "credentials": credentials})
        server = Server(("127.0.0.1", 0), self.handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        self.address = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        case.addCleanup(server.server_close)
        case.addCleanup(server.shutdown)


def make_certificate(case):
    """A certificate that nobody has signed, with its key."""
    place = case.dir / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", place, "-out", case.dir / "ca.pem", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )
    place.write_text(place.read_text() + (case.dir / "ca.pem").read_text())
    return place


def make_app_key(directory):
    """The file of the app's private key, beside the public one."""
    key = pathlib.Path(directory, "app.pem")
    subprocess.run(["openssl", "genrsa", "-traditional", "-out", key, "2048"], check=True, capture_output=True)
    key.chmod(0o600)
    subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out", pathlib.Path(directory, "public.pem")], check=True, capture_output=True)
    return key
