"""Fourteen thousand tips, of two mailboxes and seven people, from a drop into the vault: pulled, opened, triaged.

    python benchmarks/tips.py [--tips 14000] [--folder DIR [--stage fill|pull|open|triage]]

The drop serves in a process of its own on loopback, as `fairlead-drop serve` does. Left out: sealing in browsers (tips
are put into the drop's store as they come from one, beyond the caps of a mailbox), and people who read. Nobody here is
real.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from triage import told

from fairlead.case import Case
from fairlead.evidence import actors
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead.vault.triage import Told, triage
from fairlead_drop import log
from fairlead_drop.arrivals import Arrival
from fairlead_drop.settings import Folder, Settings
from fairlead_drop.store import Store
from fairlead_drop.words import Words
from fairlead_ledger import age, keys, office, tips
from fairlead_ledger.age_keys import Identity

ORIGIN = "drop.example.org/tips"
PHOTOGRAPH_EVERY = 10  # tips; ours: one in ten brings a file
PHOTOGRAPH_BYTES = 60_000
STAGES = ("fill", "pull", "open", "triage")


def fill(store: Store, identity: Identity, texts: list[Told]) -> None:
    """File a tip for each text, sealed as a browser seals it; every tenth with a file."""
    words: dict[str | None, Words] = {}
    chance = random.Random(11)
    for number, one in enumerate(texts):
        own = words.setdefault(one.mailbox, Words.generate())
        writer = tips.TipWriter()
        header = tips.Header("T1", "tip", None, "en", own.mailbox, str(own.identity.recipient()))
        parts = [writer.header(header), writer.text(one.text)]
        if number % PHOTOGRAPH_EVERY == 0:
            parts += [
                writer.file_start(f"{number}.jpg"),
                writer.file_data(chance.randbytes(PHOTOGRAPH_BYTES)),
                writer.file_end(),
            ]
        mark = tips.Mark("T1", 1, own.mailbox).stanza()
        arrival = Arrival(store, "T1")
        arrival.take(age.seal(b"".join([*parts, *writer.finish()]), [identity.recipient()], [mark]))
        arrival.finish()
    log.make_checkpoint(store, whole_day=False)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """Serve a drop for the length of a block; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "fairlead_drop", "serve", str(path), "--port", str(port)])
    try:
        for _ in range(600):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def clocked(what: str, count: int) -> Iterator[None]:
    """Print how long a block took."""
    began, used = time.monotonic(), time.process_time()
    yield
    took, used = time.monotonic() - began, time.process_time() - used
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what}: {took:.1f} s ({count / took:.0f} tips a second; {used:.1f} s of one core, {memory_mib} MiB at most)"
    )


def run(count: int, folder: Path, stages: list[str]) -> None:
    """Do some stages in a folder; each goes on where it was ended."""
    os.environ["FAIRLEAD_HOME"] = str(folder / "home")
    secret, own, file = folder / "office.key", folder / "intake.key", folder / "identity.txt"
    if not secret.exists():
        secret.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
        own.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
        file.write_text(Identity.generate().secret_text() + "\n")
    key, intake = (Ed25519PrivateKey.from_private_bytes(one.read_bytes()) for one in (secret, own))
    identity, holder = Identity.parse(file.read_text().strip()), Holder(file)
    if "fill" in stages:
        signing = (keys.encode(keys.public_bytes(key)),)
        uncapped = {"first_messages": count, "first_bytes": 1 << 40, "reserve_bytes": 0}
        store = Store(Folder.create(folder / "drop", Settings(ORIGIN, "The Example Office", signing, **uncapped)))
        store.publish_recipients(office.sign(office.Recipients(1, (identity.recipient(),), 14), key))
        with clocked("sealed and filed", count):
            fill(store, identity, told(count))
        store.close()
    if not (folder / "case").exists():
        case = Case.create(folder / "case")
        case.vault.epochs.begin([str(identity.recipient())], 365)
        case.log.enrol(keys.encode(keys.public_bytes(intake)), ["intake"], "Example Intake")
    vault = Case.open(folder / "case").vault
    with actors.signing(intake):
        if "pull" in stages:
            with served(folder / "drop") as url:
                vault.know(url, ORIGIN, str(Folder.open(folder / "drop").verifier))
                with clocked("pulled", count - len(vault.tips())):
                    vault.pull(DropClient(url, ORIGIN, key))
                assert len(vault.tips()) == count
        if "open" in stages:
            waiting = [tip for tip in vault.tips() if not tip.opened]
            with clocked("opened", len(waiting)):
                for _ in vault.open_all(waiting, holder):
                    pass
        if "triage" in stages:
            with clocked("triaged", count):
                messages = vault.messages(holder, "triage")
                found = triage([Told(tip.id, tip.mailbox, message.text) for tip, message in messages])
            print(found.everything, found.without_top, [sent for _, sent in found.top])


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tips", type=int, default=14_000)
    parser.add_argument("--folder", type=Path, help="a folder, kept; default: one that is removed")
    parser.add_argument("--stage", action="append", choices=STAGES, help="only these, with --folder; default: all")
    args = parser.parse_args()
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        run(args.tips, args.folder, args.stage or list(STAGES))
        return
    with tempfile.TemporaryDirectory() as folder:
        run(args.tips, Path(folder), list(STAGES))


if __name__ == "__main__":
    main()
