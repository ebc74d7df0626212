"""Stand-ins for those whom cb notify tells: the APIs of GitHub, GitLab and Gitea, and Slack's webhooks.

They refuse what the real ones refuse, and misbehave as they are told. What they check is from their documentation:
docs.github.com/rest (commits/statuses, issues/comments, checks/runs), docs.gitlab.com/api (commits, notes), the description of
Gitea's API, docs.slack.dev/reference/block-kit/blocks.
"""

import hashlib
import hmac
import http.server
import json
import re
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

TOKEN = "ghp_0123456789abcdef"
APP_TOKEN = "ghs_fedcba9876543210"
APP = 4711
SLACK_PATH = "/services/T0/B0/secretpath"
KEY = "webhook key"
PROJECT = "o/app"


class Refuse(Exception):
    def __init__(self, status, message, **headers):
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers


def demand(condition, message, status=422):
    if not condition:
        raise Refuse(status, message)


class World:
    """What the servers know."""

    def __init__(self):
        self.lock = threading.Lock()
        self.requests = []  # (method, path)
        self.faults = []  # functions of the handler, one a request; None: no fault
        self.statuses = []  # (forge, commit, state, description, context, target)
        self.checks = {}  # id: body
        self.comments = {}  # id: {"id", "body", "forge", "pull", user...}
        self.slack = []
        self.webhook = []
        self.deleted_commits = set()
        self.next_id = 100
        self.delay = 0

    def new_id(self):
        self.next_id += 1
        return self.next_id

    def add_comment(self, forge, pull, body, user="bot", **more):
        number = self.new_id()
        self.comments[number] = {
            "id": number, "forge": forge, "pull": pull, "body": body, "user": {"login": user, "type": "User"}, "author": {"username": user},
            **more,
        }
        return self.comments[number]

    def bodies(self, pull=7):
        return [comment["body"] for comment in self.comments.values() if comment["pull"] == pull]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    world = None

    def answer(self):
        self.content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        world = self.world
        with world.lock:
            world.requests.append((self.command, self.path))
            fault = world.faults.pop(0) if world.faults else None
        if fault:
            return fault(self)
        time.sleep(world.delay)
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        try:
            with world.lock:
                status, body = self.route(address.path, query)
        except Refuse as refused:
            return self.reply(refused.status, {"message": refused.message}, **refused.headers)
        return self.reply(status, body)

    do_GET = do_POST = do_PATCH = do_PUT = answer

    def reply(self, status, body=None, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        try:
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True  # cb has ended, or waits no longer

    def cut(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def json(self):
        demand(self.headers.get("Content-Type") == "application/json", "Content-Type", 415)
        try:
            body = json.loads(self.content)
        except ValueError:
            raise Refuse(400, "Problems parsing JSON") from None
        demand(isinstance(body, dict), "not an object", 400)
        return body

    def route(self, path, query):
        for pattern, take in (
            (r"/api/v3/(.*)", self.github), (r"/api/v4/(.*)", self.gitlab), (r"/api/v1/(.*)", self.gitea), (SLACK_PATH, self.slack),
            ("/hook", self.hook),
        ):
            match = re.fullmatch(pattern, path)
            if match:
                return take(*match.groups(), query)
        raise Refuse(404, "Not Found")

    # GitHub

    def github(self, path, query):
        demand(self.headers.get("Accept") == "application/vnd.github+json", "Accept", 415)
        demand((self.headers.get("User-Agent") or "").startswith("cb/"), "Request forbidden by administrative rules", 403)
        token = self.headers.get("Authorization", "")
        if path in ("repos/o/app/installation", "app/installations/99/access_tokens"):
            demand(token.startswith("Bearer ey"), "A JSON web token could not be decoded", 401)
            return (200, {"id": 99}) if self.command == "GET" else (201, {"token": APP_TOKEN})
        demand(self.headers.get("X-GitHub-Api-Version") == "2022-11-28", "version", 400)
        demand(token in (f"Bearer {TOKEN}", f"Bearer {APP_TOKEN}"), "Bad credentials", 401)
        is_app = token == f"Bearer {APP_TOKEN}"
        if path == "user":
            demand(not is_app, "Resource not accessible by integration", 403)
            return 200, {"login": "bot", "type": "User"}
        demand(path.startswith(f"repos/{PROJECT}/"), "Not Found", 404)
        return self.like_github("github", path[len(f"repos/{PROJECT}/"):], query, is_app)

    def like_github(self, forge, path, query, is_app=False):
        match = re.fullmatch(r"statuses/([0-9a-f]{40})", path)
        if match and self.command == "POST":
            return self.status(forge, match[1], "context", {"error", "failure", "pending", "success"}, 140 if forge == "github" else 255)
        match = re.fullmatch(r"issues/(\d+)/comments", path)
        if match:
            return self.comment_list(forge, int(match[1]), query, 65536, is_app)
        match = re.fullmatch(r"issues/comments/(\d+)", path)
        if match and self.command == "PATCH":
            return self.edit_comment(int(match[1]), 65536, is_app)
        match = re.fullmatch(r"check-runs(?:/(\d+))?", path)
        if match and forge == "github":
            demand(is_app, "You must authenticate via a GitHub App.", 403)
            return self.check(match[1])
        raise Refuse(404, "Not Found")

    def status(self, forge, commit, context_name, states, most):
        body = self.json()
        allowed = {"state", "target_url", "description", context_name}
        demand(set(body) <= allowed, f"unknown: {set(body) - allowed}")
        demand(body.get("state") in states, "state is not included in the list")
        demand(len(body.get("description") or "") <= most, f"description is too long (maximum is {most} characters)")
        demand(commit not in self.world.deleted_commits, f"No commit found for SHA: {commit}")
        target = body.get("target_url")
        demand(target is None or re.match(r"https?://", target), "target_url must be http or https")
        self.world.statuses.append((forge, commit, body["state"], body["description"], body[context_name], target))
        return 201, {"id": self.world.new_id()}

    def body_of_comment(self, most):
        body = self.json()
        demand(set(body) == {"body"} and body["body"].strip(), "body is missing")
        demand(len(body["body"]) <= most, f"Body is too long (maximum is {most} characters)")
        return body["body"]

    def comment_list(self, forge, pull, query, most, is_app=False):
        if self.command == "GET":
            all_of_pull = [one for one in self.world.comments.values() if (one["forge"], one["pull"]) == (forge, pull)]
            size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
            demand(size <= 100, "per_page")
            return 200, all_of_pull if forge == "gitea" else all_of_pull[(page - 1) * size:page * size]
        demand(pull == 7, "Not Found", 404)
        user = "app[bot]" if is_app else "bot"
        return 201, self.world.add_comment(
            forge, pull, self.body_of_comment(most), user, performed_via_github_app={"id": APP} if is_app else None
        )

    def edit_comment(self, number, most, is_app=False):
        comment = self.world.comments.get(number)
        demand(comment, "Not Found", 404)
        demand(comment["user"]["login"] == ("app[bot]" if is_app else "bot"), "Must have admin rights to Repository.", 403)
        comment["body"] = self.body_of_comment(most)
        return 200, comment

    def check(self, number):
        body = self.json()
        demand(self.command == ("PATCH" if number else "POST"), "Not Found", 404)
        demand(number is None or int(number) in self.world.checks, "Not Found", 404)
        demand(re.fullmatch(r"[0-9a-f]{40}", body["head_sha"]), "head_sha")
        demand(body["status"] == "completed" and body["conclusion"] in ("success", "failure", "neutral"), "conclusion")
        demand(len(body["output"]["summary"]) <= 65535, "summary is too long")
        demand(set(body["output"]) <= {"title", "summary", "text"}, "output")
        number = int(number) if number else self.world.new_id()
        self.world.checks[number] = body
        return 201, {"id": number}

    # Gitea

    def gitea(self, path, query):
        demand(self.headers.get("Authorization") == f"token {TOKEN}", "token is required", 401)
        if path == "user":
            return 200, {"login": "bot"}
        demand(path.startswith(f"repos/{PROJECT}/"), "not found", 404)
        return self.like_github("gitea", path[len(f"repos/{PROJECT}/"):], query)

    # GitLab

    def gitlab(self, path, query):
        demand(self.headers.get("PRIVATE-TOKEN") == TOKEN, "401 Unauthorized", 401)
        if path == "user":
            return 200, {"username": "bot"}
        match = re.fullmatch(r"projects/o%2Fapp/statuses/([0-9a-f]{40})", path)
        if match and self.command == "POST":
            state = self.json().get("state")
            # A status that stays as it is cannot be set again.
            known = [one[2] for one in self.world.statuses if one[:2] == ("gitlab", match[1])]
            demand(not known or known[-1] != state, f"Cannot transition status via :{state} from :{state}", 400)
            return self.status("gitlab", match[1], "name", {"pending", "running", "success", "failed", "canceled"}, 255)
        match = re.fullmatch(r"projects/o%2Fapp/merge_requests/(\d+)/notes(?:/(\d+))?", path)
        if match and match[2]:
            demand(self.command == "PUT", "405 Method Not Allowed", 405)
            return self.edit_comment(int(match[2]), 1_000_000)
        demand(match, "404 Not found", 404)
        return self.comment_list("gitlab", int(match[1]), query, 1_000_000)

    # Slack, and other programs

    def slack(self, query):
        body = self.json()
        demand(set(body) <= {"text", "blocks", "mrkdwn", "unfurl_links", "unfurl_media"}, "invalid_payload", 400)
        demand(1 <= len(body["blocks"]) <= 50, "invalid_blocks", 400)
        for block in body["blocks"]:
            text = block["text"]
            most = {"header": 150, "section": 3000}[block["type"]]
            demand(text["type"] in ("plain_text", "mrkdwn") and 1 <= len(text["text"]) <= most, "invalid_blocks", 400)
            demand(block["type"] != "header" or text["type"] == "plain_text", "invalid_blocks", 400)
        self.world.slack.append(body)
        return 200, b"ok"

    def hook(self, query):
        signature = "sha256=" + hmac.new(KEY.encode(), self.content, hashlib.sha256).hexdigest()
        demand(self.headers.get("X-CB-Signature") == signature, "wrong signature", 401)
        demand(self.headers.get("X-CB-Delivery") == hashlib.sha256(self.content).hexdigest(), "wrong delivery", 400)
        self.world.webhook.append(self.json())
        return 204, b""

    def log_message(self, *_):
        pass


def start(case, certificate=None):
    """Starts a server; its address, and what it knows."""
    world = World()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Handler,), {"world": world}))
    server.daemon_threads = True
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    case.addCleanup(server.server_close)
    case.addCleanup(server.shutdown)
    return f"{scheme}://127.0.0.1:{server.server_address[1]}", world


def make_certificate(directory):
    """A file with a certificate that nobody trusts, and its key."""
    file = directory / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", file, "-out", directory / "own.crt", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )
    file.write_bytes(file.read_bytes() + (directory / "own.crt").read_bytes())
    return file
