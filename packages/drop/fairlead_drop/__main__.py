"""``fairlead-drop COMMAND DIR``: makes, serves and checks a drop. One function per command, all of them below."""

from __future__ import annotations

import argparse
import sys
import textwrap
import urllib.request
from importlib import resources
from pathlib import Path

from fairlead_drop import __version__, log, officefiles
from fairlead_drop.errors import DropError, SettingsError
from fairlead_drop.settings import Folder, Settings
from fairlead_drop.store import Store, open_store
from fairlead_ledger import notes
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Filing

MAX_SERVED = 64 << 20
RECIPES = {"systemd": "fairlead-drop.service", "torrc": "torrc", "caddy": "Caddyfile"}


def init(options: argparse.Namespace) -> int:
    """Make a new drop in an empty folder."""
    settings = Settings(options.origin, options.name, tuple(options.office_key), options.https, options.onion)
    folder = Folder.create(options.dir, settings)
    Store(folder).close()
    print(folder.verifier)
    _tell(f"made {options.dir}; the line above is the key of its log: publish it where the drop cannot change it")
    _tell(f"next: fairlead-drop recipients {options.dir} --add RECIPIENTS.json   (signed by the office)")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serve a drop."""
    from fairlead_drop.serve import run, wipe_freed_memory
    from fairlead_drop.web import assets

    wipe_freed_memory()
    store = open_store(options.dir)
    if assets.program() is None:
        _tell("note: built without the browser's program (npm was out of reach): only the ways T2 and T3 are offered")
    where = {"uds": str(options.uds)} if options.uds else {"host": options.host, "port": options.port}
    _tell(f"serving {options.dir} on {options.uds or f'http://{options.host}:{options.port}/'}; nothing is logged")
    run(store, **where)
    return 0


def show_keys(options: argparse.Namespace) -> int:
    """Show the log's key, the office's keys, and the epochs."""
    store = open_store(options.dir)
    print(f"log     {store.folder.verifier}")
    for key in store.settings.office_keys:
        print(f"office  {key}")
    for epoch, count in store.accepted().items():
        print(f"epoch   {epoch}, sealed to {count} recipients")
    return 0


def recipients(options: argparse.Namespace) -> int:
    """Show the recipients, or take a signed list of them."""
    store = open_store(options.dir)
    if options.add:
        taken = store.publish_recipients(_read(options.add))
        _tell(
            f"epoch {taken.epoch}: {len(taken.recipients)} recipients; the list before is taken for its days of grace"
        )
        return 0
    for recipient in store.recipients()[1].recipients:
        print(recipient)
    return 0


def calls(options: argparse.Namespace) -> int:
    """List the open calls, take a signed one, or withdraw one."""
    store = open_store(options.dir)
    if options.add:
        _tell(f"call {store.publish_call(_read(options.add)).id} is shown from its first day on")
    elif options.withdraw:
        store.withdraw_call(options.withdraw)
        _tell(f"call {options.withdraw} is shown no longer")
    else:
        for _, call in store.calls():
            title = call.text("en")[1]["title"]
            print(f"{call.id}	{call.opened}	{call.closes or '-'}	{', '.join(call.texts)}	{title}")
    return 0


def manifest(options: argparse.Namespace) -> int:
    """Print the signed list of what is served, or compare a running drop with its list."""
    from fairlead_drop.web import assets
    from fairlead_drop.web import manifest as listing
    from fairlead_drop.web.pages.frame import Site

    if options.url:
        verifier = notes.Verifier.parse(options.key or "")
        base = options.url.rstrip("/")
        body = listing.open_manifest(_get(base + "/manifest.json"), verifier.key)
        wrong = listing.compare(body, lambda path: _get(base + path))
        for line in wrong:
            print(line)
        _tell(f"{len(body['served']) - len(wrong)} of {len(body['served'])} addresses serve what the list says")
        return 1 if wrong else 0
    if not options.dir:
        raise SettingsError("expected a drop's folder, or --url and --key")
    store = open_store(options.dir)
    print(listing.signed(Site(store.settings.name, assets.collect()), store).decode())
    return 0


def checkpoint(options: argparse.Namespace) -> int:
    """Make the checkpoint of the days that are over, and print the newest."""
    store = open_store(options.dir)
    if log.make_checkpoint(store, whole_day=not options.now) is None:
        _tell("nothing new to sign")
    print(log.latest(store), end="")
    return 0


def check(options: argparse.Namespace) -> int:
    """Check that every tip is whole, has its leaf, and stands in the checkpoints."""
    wrong = log.check(open_store(options.dir))
    for line in wrong:
        print(line)
    _tell("all tips are whole and in the log" if not wrong else f"{len(wrong)} faults")
    return 1 if wrong else 0


def verify_receipt(options: argparse.Namespace) -> int:
    """Verify a proof of filing, offline."""
    import hashlib

    filing = Filing.loads(_read(options.proof))
    tree = filing.verify(options.key)
    if options.file:
        with options.file.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != filing.leaf.sha256:
            print(f"failed: the file has SHA-256 {found}, the leaf says {filing.leaf.sha256}")
            return 1
    print(
        f"proved: {filing.leaf.sha256} ({filing.leaf.size} bytes, {filing.leaf.tier}) was filed on {filing.leaf.day},"
    )
    print(f"as number {filing.index} of the log {tree.origin}, which then had {tree.size} entries")
    _tell("not checkable here: what it contains, and whether anybody read it")
    return 0


def recipe(options: argparse.Namespace) -> int:
    """Print a file for what stands around a drop: the systemd unit, tor's configuration, a proxy that logs nothing."""
    name = RECIPES[options.name]
    print(resources.files("fairlead_drop").joinpath("recipes", name).read_text("utf-8"), end="")
    _tell("adapt users, paths and the address; docs/drop/operator.md explains")
    return 0


def office(options: argparse.Namespace) -> int:
    """Keys and signed documents, on the office's own machine."""
    return officefiles.run(options, print, _tell)


COMMANDS = {
    "init": (
        init,
        "make a new drop",
        "fairlead-drop init drop --origin drop.example.org/tips --name 'The Office' --office-key BASE64",
    ),
    "serve": (serve, "serve it", "fairlead-drop serve drop --port 8600"),
    "keys": (show_keys, "show the log's key, the office's keys, the epochs", "fairlead-drop keys drop"),
    "recipients": (
        recipients,
        "show or replace whom tips are sealed to",
        "fairlead-drop recipients drop --add recipients.json",
    ),
    "calls": (calls, "list, publish or withdraw calls", "fairlead-drop calls drop --add call.json"),
    "manifest": (
        manifest,
        "print the signed list of what is served, or check a running drop against it",
        "fairlead-drop manifest --url https://drop.example.org --key drop.example.org/tips+1f2e3d4c+AbC...",
    ),
    "checkpoint": (checkpoint, "make the daily checkpoint now", "fairlead-drop checkpoint drop --now"),
    "check": (check, "check that every tip is whole and in the log", "fairlead-drop check drop"),
    "verify-receipt": (
        verify_receipt,
        "verify a proof of filing, offline",
        "fairlead-drop verify-receipt proof.json --key drop.example.org/tips+1f2e3d4c+AbC...",
    ),
    "recipe": (
        recipe,
        "print the systemd unit, tor's configuration or a proxy's",
        "fairlead-drop recipe systemd > /etc/systemd/system/fairlead-drop.service",
    ),
    "office": (office, "keys and signed documents, on the office's machine", "fairlead-drop office new office"),
}


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="fairlead-drop",
        description="The public intake of tips: takes sealed files, keeps only ciphertext, knows nobody.",
        epilog="Start with `fairlead-drop office new office` on the office's machine; then `init` on the server.",
    )
    top.add_argument("--version", action="version", version=f"fairlead-drop {__version__}")
    below = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {}
    for name, (function, help_text, example) in COMMANDS.items():
        made[name] = below.add_parser(
            name,
            help=help_text,
            description=textwrap.dedent(function.__doc__ or ""),
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made[name].set_defaults(function=function)
        if name not in ("manifest", "verify-receipt", "recipe", "office"):
            made[name].add_argument("dir", type=Path, help="the drop's folder")
    _options(made)
    officefiles.add_options(made["office"])
    return top


def _options(made: dict[str, argparse.ArgumentParser]) -> None:
    made["recipe"].add_argument("name", choices=RECIPES, help="which one")
    made["init"].add_argument("--origin", required=True, help="the name of its log, for example drop.example.org/tips")
    made["init"].add_argument("--name", required=True, help="who runs it, as sources read it")
    made["init"].add_argument("--office-key", required=True, action="append", help="Ed25519 key in base64; repeatable")
    made["init"].add_argument("--https", action="store_true", help="tell browsers to come by HTTPS only")
    made["init"].add_argument("--onion", help="the address of its onion service, to announce")
    made["serve"].add_argument("--host", default="127.0.0.1")
    made["serve"].add_argument("--port", type=int, default=8600)
    made["serve"].add_argument("--uds", type=Path, help="a socket instead of host and port")
    made["recipients"].add_argument("--add", type=Path, metavar="FILE", help="a list signed by the office")
    made["calls"].add_argument("--add", type=Path, metavar="FILE", help="a call signed by the office")
    made["calls"].add_argument("--withdraw", metavar="ID")
    made["manifest"].add_argument("dir", type=Path, nargs="?", help="the drop's folder")
    made["manifest"].add_argument("--url", help="a running drop to compare with its list")
    made["manifest"].add_argument("--key", help="the key of its log, from elsewhere")
    made["checkpoint"].add_argument("--now", action="store_true", help="over the tips of today too")
    made["verify-receipt"].add_argument("proof", type=Path, help="the proof that the twelve words fetched")
    made["verify-receipt"].add_argument("--key", required=True, help="the key of the drop's log, from elsewhere")
    made["verify-receipt"].add_argument("--file", type=Path, help="the sealed file, to compare its hash")


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit 0 on success, 1 where the answer is "no" or a check failed, 2 on misuse."""
    options = parser().parse_args(arguments)
    try:
        status = options.function(options)
    except (SettingsError, DropError, LedgerError, OSError) as failed:
        _tell(f"error: {failed}")
        _tell(f"hint: fairlead-drop {options.command} --help")
        status = 1 if options.command in ("verify-receipt", "manifest", "check") else 2
    except KeyboardInterrupt:
        status = 130
    raise SystemExit(status)


def _read(path: Path) -> bytes:
    return path.read_bytes().removesuffix(b"\n")


def _get(url: str) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"not a web address: {url}")
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - the scheme was checked
        data: bytes = answer.read(MAX_SERVED)
    return data


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
