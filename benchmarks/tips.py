"""Fourteen thousand tips, of two mailboxes and seven people, from a drop into the vault: pulled, opened, triaged.

    python benchmarks/tips.py [--tips 14000] [--folder DIR]

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


def run(count: int, folder: Path) -> None:
    """Do it all in a folder."""
    os.environ["FAIRLEAD_HOME"] = str(folder / "home")
    key, identity = Ed25519PrivateKey.generate(), Identity.generate()
    own = (keys.encode(keys.public_bytes(key)),)
    uncapped = {"first_messages": count, "first_bytes": 1 << 40, "reserve_bytes": 0}
    settings = Settings(ORIGIN, "The Example Office", own, **uncapped)
    store = Store(Folder.create(folder / "drop", settings))
    store.publish_recipients(office.sign(office.Recipients(1, (identity.recipient(),), 14), key))
    with clocked("sealed and filed", count):
        fill(store, identity, told(count))
    store.close()
    (folder / "identity.txt").write_text(identity.secret_text() + "\n")
    case, holder = Case.create(folder / "case"), Holder(folder / "identity.txt")
    vault = case.vault
    vault.epochs.begin([str(identity.recipient())], 365)
    intake = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(intake)), ["intake"], "Example Intake")
    with served(folder / "drop") as url, actors.signing(intake):
        vault.know(url, ORIGIN, str(store.folder.verifier))
        with clocked("pulled", count):
            assert vault.pull(DropClient(url, ORIGIN, key)).new == count
    with clocked("opened", count), actors.signing(intake):
        for tip in vault.tips():
            vault.open(tip, holder)
    with clocked("triaged", count), actors.signing(intake):
        found = triage([Told(tip.id, tip.mailbox, message.text) for tip, message in vault.messages(holder, "triage")])
    print(found.everything, found.without_top, found.top)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tips", type=int, default=14_000)
    parser.add_argument("--folder", type=Path, help="an empty folder, kept; default: one that is removed")
    args = parser.parse_args()
    if args.folder:
        run(args.tips, args.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(args.tips, Path(folder))


if __name__ == "__main__":
    main()
