"""Asks a drop that runs as the published unit, from inside its container, with nothing but Python: prints JSON."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SOCKET, FOLDER = Path("/run/fairlead-drop/http.sock"), Path("/var/lib/fairlead-drop/drop")
CANARY = "CANARY-UNDER-SYSTEMD"


class Line(http.client.HTTPConnection):
    """A connection through the socket file."""

    def connect(self) -> None:
        """Connect."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(str(SOCKET))


def ask(path: str, body: bytes | None = None, kind: str = "") -> str:
    """Return a page; waits for the service."""
    until = time.monotonic() + 60
    while True:
        try:
            line = Line("drop")
            line.request("POST" if body else "GET", path, body, {"content-type": kind} if kind else {})
            answer = line.getresponse()
            return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def send() -> str:
    """Send a tip without JavaScript; return its words."""
    ticket = re.findall(r'name="ticket" value="([^"]+)"', ask("/ko/t3/form"))[0]
    parts = [("ticket", ticket), ("kind", "tip"), ("message", CANARY)]
    text = "".join(f'--x\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts)
    page = ask("/ko/t3/form", f"{text}--x--\r\n".encode(), "multipart/form-data; boundary=x")
    return " ".join(re.findall(r"<li>([a-z]+)</li>", page.partition('class="words"')[2].partition("</ol>")[0]))


def mailbox(words: str) -> bool:
    """Tell whether the words open a mailbox."""
    page = ask("/en/mailbox/plain", urlencode({"words": words}).encode(), "application/x-www-form-urlencoded")
    return "Filed; not yet read" in page


def shown(name: str) -> str:
    """Return a property of the unit."""
    command = ["systemctl", "show", "--value", "-p", name, "fairlead-drop"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def within(process: int, *command: str) -> str:
    """Run a command with the files that the service sees; return what it said."""
    entered = ["nsenter", "-t", str(process), "-m", "--", *command]
    done = subprocess.run(entered, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()


def as_user(user: str) -> bool:
    """Tell whether a user reaches the service."""
    code = f"import socket; socket.socket(socket.AF_UNIX).connect('{SOCKET}')"
    done = subprocess.run(
        ["runuser", "-u", user, "--", "/usr/bin/python3", "-c", code], capture_output=True, check=False
    )
    return done.returncode == 0


def main() -> None:
    """Look at everything, kill it, look again."""
    found: dict[str, Any] = {}
    words = send()
    found["filed"], found["opened"] = len(words.split()) == 12, mailbox(words)
    process = int(shown("MainPID"))
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":\t" in line
    )
    found |= {name: status[name].split()[0] for name in ("Uid", "NoNewPrivs", "Seccomp", "CapEff", "CapBnd")}
    environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    found["memory is wiped"] = any(one.startswith(b"GLIBC_TUNABLES=") for one in environment)
    found["no core"] = bool(re.search(r"Max core file size +0 +0 ", Path(f"/proc/{process}/limits").read_text()))
    found["network"] = sorted(
        line.split(":")[0].strip() for line in Path(f"/proc/{process}/net/dev").read_text().splitlines()[2:]
    )
    found["system"] = within(process, "touch", "/etc/x")
    found["logs"] = within(process, "ls", "/var/log")
    found["homes"] = within(process, "ls", "/root")
    found["said"] = subprocess.run(
        ["journalctl", "-o", "cat", "-t", "fairlead-drop", "--no-pager"], capture_output=True, text=True, check=False
    ).stdout
    found["tor reaches it"], found["anybody reaches it"] = as_user("debian-tor"), as_user("nobody")
    os.kill(process, signal.SIGKILL)
    time.sleep(1)
    found["opened after a kill"] = mailbox(words)
    found["restarts"] = shown("NRestarts")
    held = [path for path in FOLDER.rglob("*") if path.is_file()]
    found["files"], found["owner"] = len(held) > 60, FOLDER.owner()
    found["in clear"] = [path.name for path in held if CANARY.encode() in path.read_bytes()]
    command = ["runuser", "-u", "fairlead-drop", "--", "/opt/fairlead-drop/bin/fairlead-drop", "check", str(FOLDER)]
    found["check"] = subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
    subprocess.run(["systemctl", "stop", "fairlead-drop"], check=True)
    found["result"] = shown("Result")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
