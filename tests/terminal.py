"""cb in a terminal of its own: a pseudoterminal with a size, driven like a person's, or tmux, which has a screen."""

import fcntl
import os
import pathlib
import pty
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


class Terminal:
    """A program that runs in a terminal. `streams` are those that are the terminal; the others are pipes."""

    def __init__(self, words, env, cwd, columns=80, streams=("in", "out", "err"), stdin=None):
        self.terminal, child = pty.openpty()
        resize(child, columns)

        def stream(name):
            return child if name in streams else subprocess.PIPE

        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL if "in" not in streams and stdin is None else stream("in"),
            stdout=stream("out"), stderr=stream("err"), env=env, cwd=cwd, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(child, termios.TIOCSCTTY, 0),
        )
        os.close(child)
        if stdin is not None:
            self.process.stdin.write(stdin)
            self.process.stdin.close()
        self.shown = b""

    def read(self, seconds):
        """Reads what is shown for at most this long; False at the end."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.terminal, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += more
        return bool(more)

    def wait_for(self, text, seconds=30):
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            if time.monotonic() > deadline or not self.read(0.2):
                raise AssertionError(f"{text} was not shown, but {self.shown}")

    def resize(self, columns):
        """What a person does with the mouse; the program gets SIGWINCH."""
        resize(self.terminal, columns)

    def interrupt(self):
        """What Ctrl-C does."""
        os.killpg(self.process.pid, signal.SIGINT)

    def finish(self, seconds=60):
        """Reads to the end. Returns (exit code, what was shown, what went to the pipe of standard output)."""
        deadline = time.monotonic() + seconds
        while self.read(1):
            if time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"does not end: {self.shown}")
        out = self.process.stdout.read() if self.process.stdout else b""
        code = self.process.wait(timeout=seconds)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        os.close(self.terminal)
        return code, self.shown.decode().replace("\r\n", "\n"), out.decode()


def screen_of(shown):
    """The lines that remain on the screen: what erases a line is applied."""
    return [line.rpartition("\r\x1b[K\x1b[99M")[2].rpartition("\r")[2] for line in shown.split("\n")]


class Screen:
    """A program in a terminal emulator, tmux, that breaks its lines anew when it is resized. Close it."""

    def __init__(self, words, env, cwd, columns=80, rows=24):
        self.dir = tempfile.TemporaryDirectory()
        self.rows = rows
        self.status = pathlib.Path(self.dir.name) / "status"
        settings = pathlib.Path(self.dir.name) / "tmux.conf"
        settings.write_text("set -g remain-on-exit on\nset -g remain-on-exit-format ''\nset -g status off\n")
        self.tmux(
            "-u", "-f", settings, "new-session", "-d", "-x", columns, "-y", rows, "-c", cwd,
            "env", "-i", *(f"{name}={value}" for name, value in {**env, "TERM": "tmux"}.items()),
            # Below another line, as after a prompt. tmux does not always know the status of what ended.
            "sh", "-c", 'status=$1; shift; echo; "$@"; echo $? >"$status.new"; mv "$status.new" "$status"', "sh", self.status, *words)

    def tmux(self, *words):
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}  # a server of its own, without the user's settings
        return subprocess.run(
            ["tmux", "-S", os.path.join(self.dir.name, "socket"), *map(str, words)], env=env, check=True, capture_output=True, text=True, timeout=30).stdout

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")
        self.dir.cleanup()

    def lines(self):
        """The rows of the screen that are not empty. What tmux itself moves above it, nobody can erase."""
        return [line for line in self.tmux("capture-pane", "-p").rstrip("\n").split("\n") if line.strip()]

    def wait_for(self, condition, seconds=30):
        """Until the condition holds for the lines; returns them."""
        deadline = time.monotonic() + seconds
        while not condition(lines := self.lines()):
            if time.monotonic() > deadline:
                raise AssertionError(f"that was not shown, but {lines}")
            time.sleep(0.1)
        return lines

    def resize(self, columns):
        self.tmux("resize-window", "-x", columns, "-y", self.rows)

    def finish(self, seconds=60):
        """Waits for the end. Returns (exit code, the lines)."""
        deadline = time.monotonic() + seconds
        while not self.status.exists():
            if time.monotonic() > deadline:
                raise AssertionError(f"does not end: {self.lines()}")
            time.sleep(0.1)
        return int(self.status.read_text()), self.lines()
