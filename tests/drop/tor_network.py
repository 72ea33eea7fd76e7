"""A Tor network of its own on loopback: authorities, relays, an onion service by the recipe, and a client with SOCKS.

Nothing leaves the machine: every address is 127.0.0.1, and who is no authority of this network is not known to it.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

TOR, GENCERT = shutil.which("tor"), shutil.which("tor-gencert")
AUTHORITIES, RELAYS = 3, 4  # an onion service and its client build circuits of six relays, partly the same ones
BOOT_S = 240


class TorError(RuntimeError):
    """The network did not come up."""


@dataclass
class TorNetwork:
    """A running network. ``socks`` is the port of its client, ``onion`` the address of the service."""

    place: Path
    socks: int = 0
    onion: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    authorities: list[str] = field(default_factory=list)

    def start(self, name: str, *lines: str) -> None:
        """Start one tor of this network."""
        home = self.place / name
        home.mkdir(mode=0o700, exist_ok=True)
        own = [
            "TestingTorNetwork 1",
            f"DataDirectory {home}",
            f"Log notice file {home / 'log'}",
            "Address 127.0.0.1",
            *TIMES,
            *self.authorities,
            *lines,
        ]
        (home / "torrc").write_text("\n".join(own) + "\n")
        command = [str(TOR), "--defaults-torrc", "/dev/null", "-f", str(home / "torrc")]
        self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def log(self, name: str) -> str:
        """Return what one tor said."""
        path = self.place / name / "log"
        return path.read_text(errors="replace") if path.is_file() else ""

    def wait(self, name: str, said: str, until: float) -> None:
        """Wait until one tor has said something."""
        while said not in self.log(name):
            if time.monotonic() > until:
                raise TorError(f"{name} did not say {said!r}:\n{self.log(name)[-3000:]}")
            time.sleep(0.5)

    def end(self) -> None:
        """End every process of it."""
        for one in self.processes:
            one.terminate()
        for one in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(10)
            one.kill()


# A consensus every twenty seconds, so that the first one is there soon (tor(1), "TESTING NETWORK OPTIONS").
TIMES = (
    "TestingV3AuthInitialVotingInterval 20",
    "TestingV3AuthInitialVoteDelay 4",
    "TestingV3AuthInitialDistDelay 4",
    "V3AuthVotingInterval 20",
    "V3AuthVoteDelay 4",
    "V3AuthDistDelay 4",
)


def recipe(folder: Path, socket_file: Path) -> list[str]:
    """Return the onion service of the recipe that is published, with the paths of a test, and its log left on."""
    text = resources.files("fairlead_drop").joinpath("recipes", "torrc").read_text("utf-8")
    text = text.replace("/var/lib/tor/fairlead-drop", str(folder))
    text = text.replace("/run/fairlead-drop/http.sock", str(socket_file))
    return [line for line in text.splitlines() if line and not line.startswith(("#", "Log "))]


@contextlib.contextmanager
def tor_network(place: Path, socket_file: Path) -> Iterator[TorNetwork]:
    """Run a network whose onion service stands in front of a socket file."""
    place.mkdir(mode=0o700, exist_ok=True)
    made = TorNetwork(place)
    until = time.monotonic() + BOOT_S
    try:
        ports = iter(_free_ports(2 * (AUTHORITIES + RELAYS) + 1))
        own = [_authority(place / f"authority{number}", next(ports), next(ports)) for number in range(AUTHORITIES)]
        made.authorities = [line for line, _ in own]
        for number, (_, lines) in enumerate(own):
            made.start(f"authority{number}", *lines)
        for number in range(RELAYS):
            port = next(ports)
            made.start(f"relay{number}", f"Nickname relay{number}", f"ORPort 127.0.0.1:{port}", *RELAY)
        made.socks = next(ports)
        made.start("client", f"SocksPort 127.0.0.1:{made.socks}")
        made.start("onion", *recipe(place / "onion" / "service", socket_file))
        for name in ("client", "onion"):
            made.wait(name, "Bootstrapped 100%", until)
        made.onion = (place / "onion" / "service" / "hostname").read_text().strip()
        while not _reaches(made.socks, made.onion):  # its descriptor has to be published first
            if time.monotonic() > until:
                raise TorError(f"the service cannot be reached:\n{made.log('client')[-3000:]}")
            time.sleep(2)
        yield made
    finally:
        made.end()


def _reaches(socks: int, host: str) -> bool:
    """Tell whether a SOCKS port (RFC 1928) connects to port 80 of a host; names are resolved at the other end."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", socks), 60) as line:
        line.sendall(b"\x05\x01\x00")
        line.recv(2)
        line.sendall(b"\x05\x01\x00\x03" + bytes([len(host)]) + host.encode() + b"\x00\x50")
        return line.recv(10)[1:2] == b"\x00"
    return False


RELAY = ("SocksPort 0", "AssumeReachable 1", "ExitRelay 0", "ContactInfo nobody", "PathsNeededToBuildCircuits 0.25")


def _authority(home: Path, port: int, dir_port: int) -> tuple[str, list[str]]:
    """Make the keys of an authority; return the line by which the others know it, and its own lines."""
    (home / "keys").mkdir(mode=0o700, parents=True)
    home.chmod(0o700)
    keys = home / "keys"
    made = [str(GENCERT), "--create-identity-key", "-m", "12", "-a", f"127.0.0.1:{dir_port}", "--passphrase-fd", "0"]
    made += ["-i", str(keys / "authority_identity_key"), "-s", str(keys / "authority_signing_key")]
    made += ["-c", str(keys / "authority_certificate")]
    subprocess.run(made, input=b"worthless\n", check=True, capture_output=True)
    identity = next(
        line.split()[1]
        for line in (keys / "authority_certificate").read_text().splitlines()
        if line.startswith("fingerprint ")
    )
    lines = [
        f"Nickname {home.name}",
        f"ORPort 127.0.0.1:{port}",
        f"DirPort 127.0.0.1:{dir_port}",
        "AuthoritativeDirectory 1",
        "V3AuthoritativeDirectory 1",
        "TestingMinExitFlagThreshold 0",
        "TestingDirAuthVoteExit *",
        "TestingDirAuthVoteGuard *",
        "TestingDirAuthVoteHSDir *",
        *RELAY,
    ]
    own = ["TestingTorNetwork 1", "Address 127.0.0.1", f"DataDirectory {home}", *lines]
    known = f"DirAuthority {home.name} orport={port} no-v2 v3ident={identity} 127.0.0.1:{dir_port}"
    (home / "torrc.list").write_text("\n".join([*own, f"{known} {'A' * 40}"]) + "\n")  # it knows its own key only later
    listed = [str(TOR), "--list-fingerprint", "-f", str(home / "torrc.list"), "--defaults-torrc", "/dev/null"]
    told = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    fingerprint = "".join(told.strip().splitlines()[-1].split()[1:])
    return f"{known} {fingerprint}", lines


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
