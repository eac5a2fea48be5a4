"""A program in a bare root, without a daemon: the image's own, nothing to write on but /tmp and a volume, a user who is nobody
here, no capability, and a first process that is the program itself, as in a container."""

import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from image import ROOMS, USER, image

SETTINGS = pathlib.Path(os.environ["SETTINGS"])
# Addresses in the settings are of this machine; in a cluster they are names, and names must be found without a library for it.
STORES = "stores.samverka.example"
PATIENCE = 60


def settings(name):
    """The settings of a process, as `dev/up` writes them, with the stores by name and folders as the chart has them."""
    lines = (SETTINGS / f"{name}.env").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines)
    for key, value in told.items():
        told[key] = value.replace("@127.0.0.1:", f"@{STORES}:")
    files = {"SAMVERKA_FILES": "files", "SAMVERKA_SEAL_HEADS": "seal-heads.jsonl", "SAMVERKA_ERASURES": "erasures.jsonl"}
    return told | {key: f"/var/lib/samverka/{place}" for key, place in files.items() if key in told}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Room:
    """`with Room("goals", ["serve"], settings("goals")) as room:`"""

    def __init__(self, program, arguments, environment, entrypoint="/samverka"):
        self.program, self.root = program, image(program).room
        self.health = free_port()
        self.environment = {**environment, "SAMVERKA_HEALTH_ADDRESS": f"127.0.0.1:{self.health}"} if environment else {}
        self.volume = pathlib.Path(tempfile.mkdtemp(prefix="volume-", dir=ROOMS))
        self.volume.chmod(0o700)
        hosts = ROOMS / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {STORES}\n")
        hosts.chmod(0o644)
        self.command = [
            *self.as_stranger(), shutil.which("bwrap"),
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--uid", str(USER), "--gid", str(USER),
            "--cap-drop", "ALL", "--as-pid-1", "--die-with-parent", "--new-session", "--chdir", "/",
            "--ro-bind", self.root, "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
            "--ro-bind", hosts, "/etc/hosts", "--bind", self.volume, "/var/lib/samverka",
        ]  # fmt: skip
        self.run = [entrypoint, *arguments]

    def as_stranger(self):
        """Administrators become the image's user before they build the room; others stay who they are, and only seem to be."""
        if os.getuid() != 0:
            return []
        os.chown(self.volume, USER, USER)
        return [shutil.which("setpriv"), f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]

    def __enter__(self):
        told, tell = os.pipe()
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [*self.command, "--info-fd", str(tell), *self.run],
            env=self.environment, pass_fds=[tell], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        os.close(tell)
        with os.fdopen(told) as file:
            ready, _, _ = select.select([file], [], [], PATIENCE)
            text = file.read() if ready else ""
        self.pid = json.loads(text)["child-pid"] if text else None
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.volume, ignore_errors=True)

    def ends(self, patience=PATIENCE):
        """What it ends with, by itself."""
        return self.process.wait(patience)

    def stops(self):
        os.kill(self.pid, signal.SIGTERM)
        return self.ends()

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def asked(self, path, port=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port or self.health}{path}", timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return None, b""

    def answers(self, path):
        """Whether it says 200 there before patience ends."""
        deadline = time.monotonic() + PATIENCE * 2
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.asked(path)[0] == 200:
                return True
            time.sleep(0.2)
        return False

    def fact(self, name):
        return pathlib.Path(f"/proc/{self.pid}/{name}").read_text()

    def status(self):
        return dict(line.split(":\t", 1) for line in self.fact("status").splitlines() if ":\t" in line)
